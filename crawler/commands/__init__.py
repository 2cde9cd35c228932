"""What is typed after `scrapy`. Scrapy imports all of them at each start, so that this holds for its own ones too."""

from scrapy.exceptions import UsageError

from crawler.piped import tolerate

tolerate()


def no_options(args: list[str]) -> None:
    """Raises UsageError for an option that the command does not know: Scrapy leaves it among the names."""
    for arg in args:
        if arg.startswith("-"):
            raise UsageError(f"unknown option {arg}")
