"""Scrapy's settings for all sites. What stands here differs from Scrapy's default; the reason stands beside it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, entry_points, version

try:
    VERSION = version("technews")
except PackageNotFoundError:  # run from a checkout that is not installed
    VERSION = "0"

# Fill this in: a mail address or a page where the people whose sites you crawl can reach you.
# On the command line: -s CONTACT=you@example.org
CONTACT = ""

# ------------------------------------------------------------------ where things are

BOT_NAME = "technews"
SPIDER_MODULES = ["spiders", *sorted({point.value for point in entry_points(group="technews.sites")})]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"

# ------------------------------------------------------------------ politeness

USER_AGENT = f"technews/{VERSION}"  # says who we are; "(+CONTACT)" is added to it
ROBOTSTXT_OBEY = True  # off by default
ROBOTSTXT_USER_AGENT = "technews"  # the name that a robots.txt knows us by, whatever the contact is
DOWNLOAD_DELAY = 0.5  # seconds; none by default
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # 8 by default, which a small newsroom's server feels
AUTOTHROTTLE_ENABLED = True  # a server that answers slowly is asked less often
AUTOTHROTTLE_START_DELAY = 1.0  # 5 seconds by default, long for the first of a few pages
CRAWL_DELAY_MAX = 60.0  # ours: seconds; a robots.txt that asks for more is mistaken or means "go away"
BACKOFF_START = 5.0  # ours: seconds of rest after a 429 or 503 without Retry-After, doubled with each in a row
BACKOFF_MAX = 600.0  # ours: the longest rest, whatever Retry-After says
RIGHTS_FILES = ["/.well-known/tdmrep.json", "/ai.txt"]  # ours: what is read once a host for the record's `rights`
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "de,en;q=0.7",  # the sites are German first; English by default
}

# ------------------------------------------------------------------ safety

DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy takes any certificate
DOWNLOAD_HANDLERS = {
    "http": "crawler.stop.StoppableHandler",  # Scrapy's own can't be interrupted
    "https": "crawler.stop.StoppableHandler",
    **dict.fromkeys(("file", "data", "ftp", "s3")),  # a link may only lead to http and https
}
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"  # no connection to an address that is not public
ALLOW_ADDRESSES: list[str] = []  # ours: addresses and networks that may be reached all the same: 127.0.0.1, 10.1.0.0/16
HTTPPROXY_ENABLED = False  # a proxy looks names up itself, past the guard: turn it on only where it does the same
SAME_CONTENT_MAX = 5  # ours: addresses that may show the very same page; more are a trap
CRAWL_BYTES = 0  # ours: ends a crawl, as CLOSESPIDER_PAGECOUNT and CLOSESPIDER_TIMEOUT do; 0 is no bound
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes, also after decompression; 1 GiB by default, the largest articles have 2 MB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_TIMEOUT = 30  # seconds for a whole response, so that a slow drip ends; 180 by default
REDIRECT_MAX_TIMES = 5  # 20 by default; an honest chain is short
COOKIES_ENABLED = False  # nothing that we read needs a memory of us
METAREFRESH_ENABLED = False  # news pages reload themselves
TELNETCONSOLE_ENABLED = False  # no open port
REMOTE_CONTROL_ENABLED = False

HTTPERROR_ALLOWED_CODES = [304]  # the spider knows what to do with "not modified": nothing

DOWNLOADER_MIDDLEWARES = {
    "crawler.recording.ReplayMiddleware": 10,  # before all others: what is replayed asks nobody, not even robots.txt
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.guard.OnSiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.politeness.RobotsMiddleware": 100,  # Scrapy's own takes a server's errors for permission
    "crawler.guard.SameContentMiddleware": 105,
    "crawler.rights.RightsMiddleware": 110,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "crawler.credentials.OwnHeadersMiddleware": 400,  # Scrapy's own gives credentials to whomever a redirect leads to
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.whole.WholePagesMiddleware": 590,  # Scrapy's own takes half a page for a whole one
}

# ------------------------------------------------------------------ the walk of a page, in order

STATIONS = [
    "pipelines.parse.ParsePipeline",
    "pipelines.declared.DeclaredPipeline",
    "pipelines.segment.SegmentPipeline",
    "pipelines.label.LabelPipeline",
    "pipelines.affiliate.AffiliatePipeline",
    "pipelines.teasers.TeasersPipeline",
    "pipelines.body.BodyPipeline",
    "pipelines.embedded.EmbeddedPipeline",
    "pipelines.article.JoinPipeline",  # the further pages of the article
    "pipelines.metadata.MetadataPipeline",
    "pipelines.validate.ValidatePipeline",
    "crawler.walls.ConsentWallPipeline",
    "crawler.summary.CountBlocksPipeline",
    "crawler.figures.FiguresPipeline",
    "pipelines.record.RecordPipeline",
    "crawler.since.SincePipeline",
    "crawler.keep.KeepPipeline",  # to the ledger, if it is new or changed
]
ITEM_PIPELINES = {station: place for place, station in enumerate(STATIONS)}
RECORD_BLOCKS = False  # ours: True keeps all blocks with label and reason in the record

# ------------------------------------------------------------------ what comes out

SCHEDULER = "crawler.frontier.Frontier"  # Scrapy's own loses what it holds when the process is killed
DATA_DIR = "data"  # ours: records and state, a folder a site; "" keeps neither
PART_BYTES = 64 * 1024 * 1024  # ours: a part of the records is closed and compressed at this size,
PART_HOURS = 24.0  # or at this age
FEED_EXPORT_ENCODING = "utf-8"  # JSON is written in ASCII by default
FEED_STORAGES = {"stdout": "crawler.piped.Stdout"}  # Scrapy's own goes on when nobody reads any more
FEED_STORE_EMPTY = False  # no file that looks like a result where there is none
RECORDINGS = "tests/pages"  # ours: a folder a site, in it a folder for each page that its tests replay
REPLAY = ""  # ours: a manifest or folder of stored pages to crawl instead of the network

# ------------------------------------------------------------------ what a person sees

LOG_LEVEL = "INFO"  # DEBUG by default, with a line for each page and each record
LOG_FORMATTER = "crawler.logs.LineFormatter"  # Scrapy's own prints whole pages
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"  # the summary names the page; an ERROR in the log means that we failed
STATS_DUMP = False  # the summary says it in a table
EXTENSIONS = {
    "crawler.logs.CleanLogs": 0,  # first, before anything that a site sent can be logged
    "crawler.summary.Summary": 0,
    "crawler.figures.Figures": 0,
    "crawler.progress.Progress": 0,
    "crawler.stop.Stop": 0,
    "crawler.stop.ByteBudget": 0,
    "crawler.politeness.Pace": 100,  # after AutoThrottle
}
