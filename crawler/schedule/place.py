"""Where the records are that a command is about: as technews.toml says, if there is one."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler.schedule import CONFIG
from crawler.schedule.config import Config, of_project


def place(settings: BaseSettings, path: Path) -> tuple[Config, Path | None]:
    """The configuration, empty where the default file is missing, and the folder: `-s DATA_DIR` goes before `data`.

    None: nothing is kept. Raises BadConfig.
    """
    there = path.exists() or path != CONFIG
    config = of_project(path, settings) if there else Config()
    given = settings.getpriority("DATA_DIR") == SETTINGS_PRIORITIES["cmdline"]
    data = config.data if there and not given else settings["DATA_DIR"]
    return config, Path(data) if data else None
