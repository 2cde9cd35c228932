"""What is typed after `scrapy`. Scrapy imports all of them at each start, so that this holds for its own ones too."""

from crawler.piped import tolerate

tolerate()
