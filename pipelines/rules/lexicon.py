"""What short texts and class names say about the part of a page that they stand in, in the words of news sites.

German and English first, the commonest words of the other large European languages where they are unmistakable.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Final

from pipelines.rules.dispatch import Groups, by_letter, word_finder
from pipelines.rules.literals import Literals

# Each group of class-name words, in the order of its bit. Names are lower case: "article__body js-teaser-list".
NAME_GROUPS: dict[str, str] = {
    "nav": r"nav(?!y)|menu|breadcrumb|topbar|masthead|toolbar|pagination|pager|\btoc\b|table-of-contents|skip-?(?:link|to)"
    r"|site-?header|page-?header|global-?header|hamburger|language-?(?:switch|select)",
    "footer": r"footer|copyright|legal|imprint|impressum|colophon|bottom-?bar",
    "header": r"header|banner|hero",
    "sidebar": r"sidebar|side-bar|aside|\brail\b|right-?(?:col|rail)|complementary|marginal|secondary",
    "teaser": r"relat(?:ed|ion)|recommend|recirc|popular|trending|most-?(?:read|viewed|recent|comm)|more-?(?:from|on|stories"
    r"|news|articles|posts|links)|latest|teaser|promo|read-?(?:more|next|also|on)|see-?also|outbrain|taboola|similar"
    r"|featured|suggest|up-?next|next-?(?:article|post|story|up)|prev(?:ious)?-?(?:article|post)|\bcards?\b|river|-feed"
    r"|headlines|ticker|(?:story|article|post|news|link)-?list|yarpp|jp-relatedposts|post-?nav|weiter|lesen|beliebt"
    r"|meistgelesen|empfehl|mehr-|topstor|spotlight|carousel|swiper|slick|zergnet|revcontent|plista|nextpost|crosslink"
    r"|interlink|internal-?link|inline-?(?:link|rel|recirc)|lire-aussi|leer-?mas|a-lire",
    "share": r"shar(?:e|ing)|social|follow|shariff|addthis|addtoany|sharedaddy|teilen|whatsapp|facebook|twitter|bookmark"
    r"|print-?(?:button|link|icon)|like-?button|sociable|heateor",
    "newsletter": r"newsletter|subscri|sign-?up|paywall|premium|membership|donat|piano|\babo\b|abo-|mailchimp|regwall"
    r"|plus-?(?:box|promo)|offer-?page|mc4wp|spenden|support-?us|optin-form|login-?wall",
    "comments": r"comment|disqus|discussion|\bforum|respon(?:d|ses)|repl(?:y|ies)|kommentar|leserbrief|coral|livefyre",
    "ad": r"(?<![^\s_-])(?:ads?|adv|adslot|adbox|adunit|dfp|mpu|advertorial)(?![^\s_-])|advert|sponsor|anzeige|werbung"
    r"|google_ads|gpt-ad|adsense|ad-?(?:container|wrapper|slot|unit|label|placeholder)|publicidad|native-ad",
    "affiliate": r"affiliate|pric(?:e|ing)|\boffer|deal|product|\bbuy|\bshop|commerce|merchant|amazon|ecomm|preisvergleich"
    r"|kaufen|retailer|geizhals|idealo|\bcta\b|buying|vendor|provision|aawp|widget-deal",
    "author": r"author|byline|\bbio\b|writer|contributor|autor|verfasser|redakteur|journalist|vcard",
    "tags": r"(?<![^\s_-])tags?(?![^\s_-])|tag-?(?:list|cloud|links|s\b)|topics?\b|keyword|categor|themen|schlagw|taxonom",
    "caption": r"caption|credit|figure|\bimage|photo|galler|slideshow|picture|bildunter|bild-|wp-cap|lightbox|thumb",
    "meta": r"(?<![^\s_-])meta(?:(?![^\s_-])|data)|(?<![^\s_-])(?:date|time)|publish|dateline|timestamp|-info\b|posted-?on"
    r"|datum|updated|entry-?meta|post-?meta|pubdate|reading-?time",
    "headline": r"headline|(?<![^\s_-])title|heading|entry-title|\bh1\b|ueberschrift",
    "standfirst": r"(?<![^\s_-])lead(?!er|ing)|standfirst|\bdek\b|\bintro|(?<!with-)(?<!speakable-)summary|excerpt|subtitle|sub-?(?:head|line|title|deck)"
    r"|strap-?line|description|vorspann|abstract|\bdeck\b|tease-?text|anleser|chapo|sottotitolo|entradilla|bajada|ingress",
    "body": r"article-?_*(?:body|content|text|copy|main)|entry-?content|post-?_*(?:body|content|entry)|story-?_*(?:body|content"
    r"|text)|articlebody|(?<![^\s_-])body(?:-?(?:text|copy|content|main))?(?![^\s_-])|rich-?text|wysiwyg|\bprose|paragraph"
    r"|content-?body|main-?(?:content|text)|page-?content|(?:text|copy)-?(?:block|body|content|module)|td-post-content"
    r"|available-?for-?premium|single-?content|blog-?content|artikel-?(?:text|body|content)|inhalt",
    "article": r"article|artikel|(?<![^\s_-])post(?![^\s_-])|\bentry|story|content|(?<![^\s_-])main(?![^\s_-])|\bsingle",
    "widget": r"widget|modal|popup|pop-up|overlay|tooltip|cookie|consent|gdpr|login|search|\bform\b|player|\bpoll|rating"
    r"|newsroom|weather|wetter|stock|calculator|quiz|lightbox|notice|toast|alert|hover|accordion|\btab(?:s|-)",
    "consent": r"onetrust|(?<![^\s_-])ot-(?:sdk|pc)|cookiebot|usercentrics|didomi|qc-cmp|sp_message|truste(?!d)|osano-cm|cmplz"
    r"|borlabs|klaro|iubenda-cs|(?<![^\s_-])cky-|moove_gdpr|cmpbox|cookieconsent|gdpr-?(?:cookie|popup|banner|consent)"
    r"|(?:cookie|consent)-?(?:notice|law|consent|banner|bar|popup|modal|dialog|manager)",
    "inset": r"(?<![^\s_-])box|info-?box|fact|call-?out|pull-?quote|\binset|embed|highlight|key-?(?:points|takeaways)"
    r"|in-?brief|glossar|explainer|blockquote",
    "offscreen": r"sr-only|visually-?hidden|screen-?reader|d-none|hidden|invisible|(?:mobile|desktop|phone|tablet|print)-?only"
    r"|show-for|hide-for|only-(?:mobile|desktop|print)|assistive",
}
LONGEST_NAME: Final = 600  # characters of all naming attributes together
MOST_NAMED: Final = 16  # words of a single class that name anything; a longer list is nobody's
GROUPS: Final = tuple(NAME_GROUPS)
BIT: Final = {name: 1 << i for i, name in enumerate(GROUPS)}
NAMES: Final = Groups(NAME_GROUPS.values())
NAMED: Final = re.compile(f"(?={by_letter('|'.join(NAME_GROUPS.values()))})").finditer  # wherever any group matches

TAG_BITS: Final = {
    "nav": BIT["nav"],
    "footer": BIT["footer"],
    "header": BIT["header"],
    "aside": BIT["sidebar"],
    "form": BIT["widget"],
    "dialog": BIT["widget"],
    "button": BIT["widget"],
    "fieldset": BIT["widget"],
    "figure": BIT["caption"],
    "figcaption": BIT["caption"],
    "article": BIT["article"],
    "main": BIT["article"],
    "blockquote": BIT["inset"],
    "address": BIT["author"],
}


@lru_cache(maxsize=8192)
def name_bits(name: str) -> int:
    """The groups that a class attribute names, as bits.

    >>> bool(name_bits("article__related-list") & BIT["teaser"]), bool(name_bits("css-1q2w3e") )
    (True, False)
    """
    bits = 0
    for token in name[:LONGEST_NAME].split():
        bits |= token_bits(token)
    return bits


@lru_cache(maxsize=32768)
def token_bits(token: str) -> int:
    """The groups that a single class names, as bits."""
    bits = 0
    for match in islice(NAMED(token), MOST_NAMED):
        for number in NAMES.at(token, match.start()):
            bits |= 1 << number
    return bits


# What a short text is, by its words: searched in texts of up to 30 words, the first that matches counts.
SHORT_TEXTS: dict[str, str] = {
    "disclosure": r"affiliate|provision(?:s?-?links?|en)?\b|commission|werbe-?links?|partner-?links?|amazon-partner|sponsored content"
    r"|earn (?:a|from) |bezahlte partnerschaft|afili|affili",
    "newsletter": r"newsletter|subscri|sign ?up|abonn|\babo\b|e-?mail-?adress|email address|unsubscribe|mitglied werden"
    r"|become a member|unlimited access|free trial|gratis testen|jetzt testen|your inbox|ins postfach|ihr postfach|support (?:us|our)|spende|donate"
    r"|already have an account|premium|inscri|suscr|iscriviti|push-?(?:nachricht|benachricht|notif)|download (?:the|our) app",
    "comments": r"\bcomments?\b|kommentar|\breply\b|antworten|disqus|leave a reply|join the (?:conversation|discussion)|forum"
    r"|diskutier|log in to|commentaires|comentarios|\d\d* responses|leserbrief|\bthread\b"
    r"|^(?:reacties|komentarze|комментари[ий]|commenti|comentários|kommentarer|yorumlar|コメント|评论|댓글)\b",
    "share": r"\bshare\b|\bshares\b|teile[nr]?\b|teile diesen|\btweet\b|pinterest|whatsapp|linkedin|flipboard|reddit|follow (?:us|me)"
    r"|folge[nt]? (?:uns|sie)|copy (?:the )?link|link kopieren|drucken|\bprint\b|e-?mail (?:this|a)|artikel (?:ver)?senden"
    r"|merken|bookmark|partager|compart|condividi|facebook|instagram|mastodon|add (?:us|as a preferred)|google news",
    "cookie": r"cookies?\b|consent|einwillig|datenschutz|privacy|gdpr|dsgvo|externe[rn]? inhalt|personenbezogen|tracking|opt-?out",
    "copyright": r"©|\(c\) ?\d{4}|copyright|all rights reserved|alle rechte vorbehalten|impressum|terms of|nutzungsbedingung"
    r"|\bagb\b|reserved\.|may not be (?:published|reproduced)|nachdruck|derechos reservados|tous droits",
    "teaser": r"^(?:more|mehr)\s?:|(?:…|\.\.\.) ?(?:read more|weiterlesen|more|mehr)|^(?:read|see) (?:more|also|next|on|(?:our|the) (?:full |complete |in-depth )?\S.* review)|^(?:also|more) (?:read|on|from|in|about|news|stories|like this)\b|^related"
    r"|lesen sie (?:auch|dazu|hier)|auch interessant|mehr (?:zum thema|zu|über|aus|von|news|artikel)|^mehr\b|das könnte"
    r"|empfohlen|empfehlung|meistgelesen|beliebt|popular|trending|recommend|you (?:may|might) (?:also )?(?:like|enjoy|want)"
    r"|^latest|^neueste|aktuelle (?:news|meldung|themen|artikel)|don.t miss|must.?read|up next|next (?:article|post|story)"
    r"|previous (?:article|post)|nächster (?:artikel|beitrag)|vorheriger|top (?:stories|news|artikel|themen)|siehe auch"
    r"|weiterlesen|zum artikel|zum thema|keep reading|in case you missed|what to read|around the web|from the web"
    r"|most (?:read|popular|recent|viewed|shared|commented)|our (?:picks|latest)|editor.?s.? pick|verwandte|ähnliche"
    r"|lire (?:aussi|la suite)|à lire|lea también|leer más|leia (?:também|mais)|leggi anche|lees (?:ook|meer)|läs (?:också|mer)"
    r"|les også|læs også|czytaj|zobacz|читайте|еще по теме|podobne|überblick|featured|sponsored|by taboola|outbrain|gesponsert"
    r"|^(?:関連(?:記事|リンク|ニュース|する記事)|(?:あわ|合わ)せて読み|相关(?:阅读|文章|新闻|推荐)|相關(?:閱讀|文章|新聞)|延伸(?:阅读|閱讀)|推荐阅读|推薦閱讀|관련 ?(?:기사|뉴스)|함께 (?:본|읽))"
    r"|ayrıca okuyun|ilginizi çekebilir|ilgili haberler|(?:اقرأ|إقرأ) أيض|مقالات ذات صلة"
    r"|video des tages|passend (?:dazu|zum)|see all|view all|alle anzeigen|show more|mehr anzeigen|load more",
    "affiliate": r"\bbuy\b|kaufen|check price|(?:zum|zu) (?:angebot|shop|deal)|see (?:it|at|deal|price)|view (?:deal|at|on amazon)|\bshop\b"
    r"|preisvergleich|günstigste|best(?:er|e)? (?:preis|price|deal)|add to cart|in den warenkorb|uvp|msrp|\blist price|versand"
    r"|(?:[$€£¥￥₹₩₺] ?\d)|(?:au|ca|nz|hk|us|mx|a|c|s|r)\$ ?\d|rs\.? ?\d[\d,]{2}"
    r"|(?:\d[\d.,]{0,10}+ ?(?:€|euro?\b|usd|zł|kč|₽|₺|kr\b|円|元|원))|angebot|get (?:the )?deal|available (?:at|from|on)|bei amazon|at amazon|coupon"
    r"|gutschein|in stock|lieferbar|prices? (?:taken|as of|accurate)",
    "credit": r"^(?:bild|foto|quelle|grafik|image|photo|picture|source|credits?|screenshot|video|via|bron|kilde|källa|fuente|fonte|źródło|источник|фото|出典|来源|출처)s? ?(?:by|von|courtesy)?\s?[:/|：]"
    r"|getty|shutterstock|\bdpa\b|\bafp\b|reuters|istock|unsplash|alamy|picture.alliance|\(image|\(foto|\(photo|\(bild"
    r"|image credit|photo(?:graph)? by|foto:|bild:|quelle:|screenshot|courtesy",
    "byline": r"^(?:von|by|par|por|di|door|av|af|autor|author|written by|text)[: ]|^(?:published|updated|posted|veröffentlicht|aktualisiert"
    r"|stand|last (?:updated|modified))\b|\d\d?(?:[:.h]\d{2}\s?(?:uhr|am|pm|a\.m|p\.m|et|pt|est|pst|gmt|cet|utc)|[:h]\d{2}|\.\d{2}\.\d{2})\b"
    r"|\d\d?\.\s?(?:\d{1,2}\.|[a-zä]+)\s?\d{4}\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}"
    r"|\d\d\d\d[-/]\d{2}[-/]\d{2}\b|min(?:ute)?s?\.? (?:read|lesezeit)|lesezeit|hours? ago|days? ago|vor \d+ (?:std|stunde|tag|min)"
    r"|contributor|(?:senior|staff) (?:editor|writer|reporter)|editor-in-chief|redakteur",
    "tags": r"^(?:tags?|themen|topics?|filed under|schlagworte?|stichworte?|kategorien?|categor(?:y|ies)|keywords|tagged|mehr zu"
    r"|(?:explore |read |see )?more (?:on|about) (?:this|these) (?:topic|subject|tag)s?|in this (?:article|story):"
    r"|tagi|теги|тэги|emneord|etiquetas|mots-clés|ämnen|štítky|cimkék|etiketler|タグ|标签|關鍵字|关键词|태그)\b",
    "nav": r"^(?:home|start(?:seite)?|menu|menü|suche|search|login|log ?in|anmelden|registrieren|kontakt|contact(?: us)?|about(?: us)?|über uns"
    r"|jobs|karriere|werbung|advertise|mediadaten|rss|sitemap|zurück|back(?: to top)?|nach oben|weiter|next|previous|close|schließen"
    r"|skip to|jump to|inhaltsverzeichnis|table of contents|in diesem artikel|contents|archiv|hilfe|help|faq|language|news|tests|shop)\b",
    "ad": r"^(?:anzeige|werbung|advertisements?|ad|ads|sponsored|publicité|publicidad|pubblicità|reklama|advertorial|- anzeige -"
    r"|annons(?:e|ørinnhold)?|annonce|mainos|advertentie|реклама|広告|广告|광고)\W*$|^annonsørinnhold\b"
    r"|article continues (?:below|after)|continue reading below|scroll (?:down )?to continue|story continues",
    "contact": r"contact (?:me|us|the)|send (?:us )?(?:a )?tips?|got a tip|hinweis an|fehler (?:gefunden|melden)|report (?:an )?error|correction"
    r"|(?:write|e-?mail) (?:to|us)|[^\s@]++@\S+\.\w+|feedback",
}
LEXICON: Final = tuple(SHORT_TEXTS)
SHORT: Final = Groups(SHORT_TEXTS.values())
ANY_SHORT: Final = re.compile(r"(?<!\w)" + by_letter("|".join(SHORT_TEXTS.values()))).search  # only where a word begins

# What only a text of the site's own says, never a news text in passing; searched in long texts in lower case.
LONG_TEXTS: Final = (
    r"externe[rn]? inhalt|privatsphäre-einstellungen|datenschutzerklärung|(?:deine|ihre|meine) (?:einwilligung|zustimmung)"
    r"|einverstanden, dass|personenbezogene daten an|(?:our|the) (?:privacy policy|terms (?:of|and))|by (?:signing|clicking|submitting)"
    r"|you (?:agree|consent) to|unsubscribe at any|(?:use|uses|store) cookies|all rights reserved|may not be (?:published|reproduced)"
    r"|earn (?:a|an|affiliate) [\w ]{0,20}commission|erhält \w+ (?:ggf\. )?eine provision|subscribe to (?:our|the|continue)"
    r"|your (?:inbox|email address)|newsletter abonnieren|log ?in to|create (?:an|your) account|javascript (?:aktiv|deaktiv|is dis)"
    r"|unlimited access to|special offer for \w+ ?\w* readers|support our journalism|make a donation|unterstützen sie uns|politique de confidentialité|política de privacidad"
)
BOILERPLATE: Final = word_finder(LONG_TEXTS)
# One of these stands in all that it finds; they are looked for in a whole page at once.
BOILERPLATE_ROOTS: Final = Literals((
    "externe", "privatsphäre-", "datenschutzerkl", "einwilligung", "zustimmung", "einverstanden, dass", "personenbezogene",
    "privacy policy", "terms of", "terms and", "by signing", "by clicking", "by submitting", "agree to", "consent to",
    "unsubscribe at", " cookies", "all rights res", "may not be ", "earn a", "eine provision", "subscribe to", "your inbox",
    "your email", "newsletter abo", "log in to", "login to", "create an acc", "create your acc", "javascript ",
    "unlimited access", "special offer", "support our", "make a donation", "unterstützen sie", "de confidentialit",
    "de privacidad",
))  # fmt: skip


@lru_cache(maxsize=8192)
def kind_of(text: str) -> int:
    """The number of the group (1-based, in the order of LEXICON) that a short text belongs to, 0 for none.

    >>> LEXICON[kind_of("Lesen Sie auch: Der neue Router") - 1]
    'teaser'
    """
    text = text.lower()
    found = ANY_SHORT(text)
    return SHORT.at(text, found.start())[0] + 1 if found else 0
