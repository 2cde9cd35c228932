"""`scrapy due`: crawl what is due and end, for cron, systemd timers and Kubernetes."""

from __future__ import annotations

from crawler.commands import schedule


class Command(schedule.Command):
    once = True

    def short_desc(self) -> str:
        return "Crawl the sites that are due by technews.toml, then end"
