"""How a site's lists and its own pages are addressed: topics, authors, archives, terms. In lower case."""

from __future__ import annotations

import re
from typing import Final

from pipelines.rules.dispatch import by_letter

AUTHOR: Final = re.compile(
    r"/(?:authors?|autor(?:en|in|innen)?|people|staff|profile?s?|contributors?|writers?|reporters?|journalist(?:s|en)?|redaktion|team|u"
    r"|von|by)/[^/]+/?$"
).search
TOPIC: Final = re.compile(
    "/"
    + by_letter(
        r"(?:tags?|topics?|u|coupons?|gutscheine?|my-account|info|themen?|thema|temat|emner?|onderwerp(?:en)?|etiquetas?|argomenti|tagi|category|categor[iy]\w*|kategorie|author|authors|autor\w*|"
        r"people|staff|profile|profil|hub|hubs|series|search|suche|user|users|member|forum|forums|shop|abo|newsletter|login|account|jobs?|"
        r"about|legal|privacy|impressum|kontakt|contact|datenschutz|rss|feeds?|specials?|rubrik|section|archive|archiv)(?:[/._-]|$)"
    )
).search
TEMA: Final = re.compile(r"/tema/[^/]+/?").fullmatch  # with a number below it, it is an article
# An archive by date: `/2011`, `/2011/08/`, `/blog/2011/08/24`.
MONTH: Final = re.compile(r"(?:/(?:19|20)\d\d|(?:/[a-z]\w*)?/(?:19|20)\d\d(?:/\d\d?){1,2})/?").fullmatch
LEGAL: Final = re.compile(
    r"/(?:terms(?:-(?:of|and)-(?:service|use|conditions|sale))*|privacy-(?:policy|notice|statement)|(?:about|contact)-us"
    r"|cookie-(?:policy|notice|settings|preferences)|do-not-sell[\w-]*)(?:\.\w{3,5})?/?$"
).search
LISTED: Final = re.compile(
    r"(?:^|&)(?:cat|categor(?:y|ies)|kategorie|rubrik|tags?|topics?|thema|author|autor)(?:_?(?:id|name))?="
).search  # in the query: what is in a category
