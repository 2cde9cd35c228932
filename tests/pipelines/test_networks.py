"""Which links pay, by their address and rel alone."""

from __future__ import annotations

import time

import pytest

from pipelines.rules.networks import Paid, paid, shop
from pipelines.rules.shops import read

PAGE = "https://www.technikblatt.de/test/kamera-17.html"


@pytest.mark.parametrize(
    ("href", "network", "merchant"),
    [
        ("https://www.amazon.de/dp/B01?th=1&tag=blatt-21", "Amazon Associates", "amazon.de"),
        ("http://amazon.co.uk/gp/product/B01/ref=x?linkCode=ll1", "Amazon Associates", "amazon.co.uk"),
        ("https://amzn.to/3xYz", "Amazon Associates", "amazon.com"),
        ("https://www.ebay.de/itm/1?mkcid=1&campid=53", "eBay Partner Network", "ebay.de"),
        ("https://rover.ebay.com/rover/1/7/1?mpre=https%3A%2F%2Febay.de%2Fitm%2F1", "eBay Partner Network", "ebay.de"),
        ("https://www.awin1.com/cread.php?awinmid=1&ued=https%3A%2F%2Fwww.alternate.de%2Fp", "Awin", "alternate.de"),
        ("https://clk.tradedoubler.com/click?p=1&a=2&url=https://www.cyberport.de/x", "Tradedoubler", "cyberport.de"),
        ("https://clkde.tradedoubler.com/click?p(1)a(2)url(https%3A%2F%2Ftv.sky.de%2Fx)", "Tradedoubler", "tv.sky.de"),
        ("https://www.dpbolvw.net/click-1-2?url=https%3A%2F%2Fshop.lenovo.com", "CJ Affiliate", "shop.lenovo.com"),
        (
            "https://click.linksynergy.com/deeplink?mid=2&murl=https%3A%2F%2Fkobo.com%2F",
            "Rakuten Advertising",
            "kobo.com",
        ),
        ("https://rei.pxf.io/c/25/14/17?u=https%3A%2F%2Fwww.rei.com%2Fp", "Impact", "rei.com"),
        ("https://goto.walmart.com/c/2465030/565706/9383", "Impact", "walmart.com"),
        ("https://goto.newshop.com/c/2465030/565706/9383?subId1=x", "Impact", "newshop.com"),
        (
            "https://go.skimresources.com?id=1&url=https://sling.com/&sref=https://technikblatt.de/",
            "Skimlinks",
            "sling.com",
        ),
        ("https://prf.hn/click/camref:11l/destination:https%3A%2F%2Fapple.com%2Fshop", "Partnerize", "apple.com"),
        ("https://www.shareasale.com/r.cfm?b=1&u=2&m=3&urllink=www.brew.com%2Fpot", "ShareASale", "brew.com"),
        ("https://pvn.saturn.de/trck/eclick/abc", "MediaMarkt/Saturn partner programme", "saturn.de"),
        ("https://s.click.aliexpress.com/e/_abc", "AliExpress Portals", "aliexpress.com"),
        ("https://www.thomann.de/partner_redirect.html?partner_id=9", "Thomann", "thomann.de"),
        ("https://net.go2cloud.org/aff_c?offer_id=1&aff_id=2", "TUNE", None),
        ("https://vpn.example/aff_c?offer_id=1&aff_id=2", "TUNE", None),
        # the outer network pays, the shop stands inside the inner one
        (
            "https://go.redirectingat.com/?id=1&url=https%3A%2F%2Fwww.awin1.com%2Fcread.php%3Fued%3Dhttps%253A%252F%252Fwww.otto.de",
            "Skimlinks",
            "otto.de",
        ),
        # any shop's own programme
        ("https://www.vpn-shop.example/?aff_id=77", None, "vpn-shop.example"),
        # the site's own redirects
        ("/handover/66?ws=3", None, None),
        ("https://www.technikblatt.de/go/saturn-tv", None, None),
        ("/out/link/75621/235513", None, None),
        ("https://technikblatt.de/redirect/amazon/B01", None, None),
        ("/r?h=7e&u=https%3A%2F%2Fwww.mediamarkt.de%2F&group=mm", None, "mediamarkt.de"),
        (
            "https://x.technikblatt.de/t/?url=https%3A%2F%2Famazon.de%2Fdp%2F1%3Ftag%3Da-21",
            "Amazon Associates",
            "amazon.de",
        ),
        ("/relocate/B07?tag=blatt-21", "Amazon Associates", None),
    ],
)
def test_link_that_pays(href: str, network: str | None, merchant: str | None) -> None:
    assert paid(href, page_url=PAGE) == Paid(network, merchant)


@pytest.mark.parametrize(
    "href",
    [
        "https://www.amazon.de/dp/B01",  # untagged: may be a source
        "https://www.amazon.de/",
        "https://www.awin1.com/",  # the network itself
        "https://www.ebay.de/itm/1?hash=2",
        "/news/saturn-schliesst-filialen-1.html",
        "/gutscheine/otto",
        "/tag/amazon?tag=amazon",
        "/go/",
        "/out.html",
        "/redirect?url=https%3A%2F%2Ftwitter.com%2Fblatt",
        "/go?to=https%3A%2F%2Fwww.bundestag.de%2F",
        "https://shop.technikblatt.de/abo?affiliateId=32",  # its own shop
        "https://www.facebook.com/sharer?u=https%3A%2F%2Fwww.technikblatt.de%2Fgo%2Fx",
        "https://www.facebook.com/sharer?u=https%3A%2F%2Fwww.amazon.de%2Fdp%2F1",
        "https://web.archive.org/web/2020/https://www.amazon.de/dp/1",
        "https://other.example/go/somewhere",
        "/servlet/linkout?suffix=r1&dbid=16",
        "mailto:tips@technikblatt.de?subject=/go/x",
        "javascript:open('/go/x')",
        "#kaufen",
        "",
    ],
)
def test_link_that_does_not_pay(href: str) -> None:
    assert paid(href, page_url=PAGE) is None


def test_sponsored_pays_only_where_something_is_sold() -> None:
    assert paid("https://www.rollershop.example/gt2", "nofollow sponsored", page_url=PAGE) == (
        None,
        "rollershop.example",
    )
    assert paid("https://www.rollershop.example/gt2", "nofollow", page_url=PAGE) is None
    for href in (
        "https://www.nyc.gov/site/rules.page",
        "https://bsky.app/profile/x",
        "https://www.facs.example/press-releases/2024/scooters",
        "https://other-magazine.example/topics/best-bikes",
        "https://www.technikblatt.de/news/1.html",
        "/news/1.html",
    ):
        assert paid(href, "sponsored", page_url=PAGE) is None, href


def test_sponsored_to_another_host_of_the_site_is_its_way_to_a_shop() -> None:
    for href, merchant in (
        ("https://cc.technikblatt.de/v1/otc/0?a=1&merchant=BestBuy", "Best Buy"),
        ("https://cc.technikblatt.de/v1/otc/0?merchant=Oak+Mill", "Oak Mill"),
        ("https://cc.technikblatt.de/v1/otc/0", None),
        ("https://wohin.example/link/1?merchant=BestBuy", "Best Buy"),
        ("https://wohin.example/link/1?merchant=1", "wohin.example"),
    ):
        assert paid(href, "nofollow sponsored", page_url=PAGE) == (None, merchant), href
        assert paid(href, "nofollow", page_url=PAGE) is None, href
    for href in (
        "https://studio.technikblatt.de/was-das-neue-handy-kann",
        "https://cc.technikblatt.de/",
        "https://cc.technikblatt.de/news/1?merchant=BestBuy",
        "https://technikblatt.de/v1/otc/0?merchant=BestBuy",
    ):
        assert paid(href, "sponsored", page_url=PAGE) is None, href


def test_without_page_url_absolute_links_are_foreign() -> None:
    assert paid("https://www.technikblatt.de/go/saturn") is None
    assert paid("/go/saturn") == (None, None)


def test_shops() -> None:
    assert all(shop(host) for host in ("amazon.com.au", "www.saturn.at", "geizhals.eu", "BESTBUY.com", "shop.otto.de"))
    assert not any(shop(host) for host in ("heise.de", "saturn-blog.de", "amazon.evil-domain.example", "", "...", "de"))


def test_every_line_of_the_lists_has_its_source() -> None:
    for fields in read("networks.tsv"):
        assert len(fields) == 5, fields
        assert all((fields[0], fields[1], fields[2], fields[4])), fields
        assert fields[1] == "-" or fields[1][0] in "?/", fields
        assert fields[0] == fields[0].lower()
    assert all(len(fields) == 2 for fields in read("shops.tsv"))


@pytest.mark.parametrize(
    "href",
    [
        "http://[",
        "//",
        "https://" + "a." * 100_000 + "de/go/x",
        "https://x.de/?" + "u=http://" * 50_000,
        "https://x.de/?" + "u=https%3A%2F%2F" * 50_000,
        "https://x.de/" + "/go" * 100_000,
        "https://x.de/?" + "&" * 100_000 + "tag=" + "a" * 100_000 + "-21",
        "https://" + "@" * 100_000,
        "https://amazon.de\\@evil.de/?tag=a-21",
        "/go/\x00\ud800\uffff",
        "https://x.de/?url=" + "%25" * 50_000 + "3A",
        "https://go.redirectingat.com/?url=" * 20_000,
        "https://İ.de/?u=http://ß",
    ],
)
def test_hostile_addresses_neither_raise_nor_take_long(href: str) -> None:
    begin = time.process_time()
    paid(href, "sponsored", page_url=PAGE)
    paid(href, "", page_url=href)
    assert time.process_time() - begin < 0.5
