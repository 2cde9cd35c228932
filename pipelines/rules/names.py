"""Names of authors: signatures taken apart, roles and prefixes left out, what is no name refused."""

from __future__ import annotations

import re
from itertools import takewhile

from pipelines.text import fold, key
from pipelines.values import Author

MOST = 20
PREFIX = re.compile(
    r"(?:(?:(?:ein(?:e)?\s+)?(?:artikel|beitrag|text|kommentar|gastbeitrag|interview|foto|fotos|video|analyse|kolumne)\s+von|"
    r"(?:von|par|por|di|door|av|af)(?=\s+(?-i:[A-ZÀ-Ý]))|by|(?:written|words|posted|published|reviewed|edited|verfasst|geschrieben|veröffentlicht|story)\s+(?:by|von)|"
    r"(?:[\w-]{1,30}-)?(?:redakteur|korrespondent|reporter|journalist|autor)(?:in)?(?=\s+(?-i:[A-ZÀ-Ý])\S+\s+(?-i:[A-ZÀ-Ý]))|"
    r"(?:autor(?:in|en)?|authors?|text|interview|contact|kontakt)(?=\s*:)|"
    r"material (?:von|der|from)|(?:additional )?reporting (?:by|from)|tekst(?=\s*:)|redazione(?=\s*:))\b\s*:?\s*"
    r"|(?:作者|記者|记者|著者|文)\s?[:：/／]\s*)",
    re.IGNORECASE,
)
MARK = re.compile(r"\s*[;|•·/\n]\s*")
JOINT = re.compile(r",?\s(?:&|\+|and|und|sowie|et|y|e|og|och|en|with|mit)\s")
AGENCIES = frozenset(
    "dpa afp ap reuters sid kna epd apa sda ots ansa efe tass upi pti ani afx rtr ntb anp pap čtk ctk belga tt ritzau "
    "stt lusa mti hina tanjug yonhap xinhua kyodo jiji bernama antara ians aap ata dts spx".split()
)
NOBODY = frozenset(("agenturen", "agencies", "agences", "agenzie", "agencias"))
SHORTHAND = re.compile(  # at the end of a text: '(abc)', 'abc/dpa', 'Quelle: a.de, abc/dpa'
    r"[(\[]?(?:(?:quellen?|sources?|fonte|fuente)\s?:\s?)?([\w.-]{2,24}(?:(?:\s?/\s?|,\s)[\w.-]{2,24}){0,5})[)\]]?",
    re.IGNORECASE,
).fullmatch
INITIALS = re.compile(r"\((?!pdf)[a-zäöü]{2,3}\)").fullmatch
COMMA = re.compile(r"\s*[,，、]\s*")
ADDRESS = re.compile(r"https?:\S*|www\.\S*")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]{0,80}[)\]）](?!\s+(?!und\b|and\b|sowie\b|&)[^\W\d_])")
WHOLE = re.compile(r"[\[［【]([^\[\]［］【】]{2,80})[\]］】]").fullmatch  # '[岡本明，ITmedia]'
HANDLE = re.compile(r"\s+@\w+|^@")
ROLE = re.compile(
    r"\b(?:redakt\w*|redacteur\w*|editor\w*|reporter\w*|correspondent\w*|korrespondent\w*|journalist\w*|contributor\w*|"
    r"writer\w*|columnist\w*|kolumnist\w*|chef(?:in|redakteur\w*)?|volont\w+|autor(?:in)?|author|freie[rs]?|senior|"
    r"staff|former|deputy|chief|officer|president|founding|contributing|engineer|"
    r"director|manager|head of|leiter\w*|professor\w*|analyst\w*|producer|ceo|cto|founder|ph\.?d|m\.?d|mba|cfa|"
    r"rd|rn|dietitian|expert\w*|specialist\w*|mitarbeiter\w*|ressort\w*|consultant|fellow|universit\w*)\b",
    re.IGNORECASE,
)
# What a signature never is: links, dates, captions, whole sentences.
NO_NAME = re.compile(
    r"https?:|www\.|\.(?:com|de|html?)\b/|\d{2,}|[?!<>{}=:]|\b(?:image|foto|photo|bild|getty|copyright|min read|"
    r"(?:temps|tiempo|tempo) d[ei] le[cit]\w+|lesezeit|leestijd|reading time|"
    r"minutes|updated|modified|published|güncelleme|aktualisiert|cookies?|share|teilen|follow|posted|comments?|kommentare?|"
    r"ago|browse|downloads?|facebook|twitter|instagram|youtube)\b|"
    r"^\w+(?:\.\w+){3,}$|^(?:admin|administrator|root|user|null|none|undefined|unknown|n/?a|webmaster|anonymous|author|autor|by|von|about"
    r"|my experience)$|^(?:about|über) ",
    re.IGNORECASE,
)
# What names nobody unless it is declared.
NO_PERSON = re.compile(
    r"\b(?:publi(?:é|cad[oa])|pubblicat[oa]|mise? à jour|actualizad[oa]|aggiornat[oa]|podcasts?|spotify|deezer"
    r"|(?:temps|tempo|tiempo) d[ei]|lecture|lectura|lettura|leitura|leestijd|lesetid|lästid)\b"
    r"|^(?:입력|수정|등록|승인|발행|송고|최종수정|기사입력|公開|更新|掲載|配信|登録|投稿|发布|發布|时间|時間|来源|來源)",
    re.IGNORECASE,
).search
PARTICLES = frozenset("von van de der den da di del la le zu zum ten ter bin al el dos du af av".split())


def people(signed: list[Author]) -> list[Author]:
    """The persons and agencies of signatures, each once."""
    result: dict[str, Author] = {}
    for author in signed[:MOST]:
        names = split(author.name)
        for name in names:
            if mine := key(name):
                result.setdefault(mine, Author(name, author.url if len(names) == 1 else None))
    return list(result.values())[:MOST]


def split(signature: str) -> list[str]:
    """The names in a signature, without prefixes, roles, mail addresses and what stands in brackets.

    >>> split("Von Erika Muster (dpa) und Max Beispiel, Redakteur")
    ['Erika Muster', 'Max Beispiel']
    >>> split("By JANE DOE, Senior Editor | jane@example.com"), split("Jane Doe, John Q. Public and Al Gore")
    (['JANE DOE'], ['Jane Doe', 'John Q. Public', 'Al Gore'])
    >>> split("Interview: Erika Muster"), split("Kategorie: Sport"), split("6 years ago")
    (['Erika Muster'], [], [])
    """
    text = ADDRESS.sub(" ", signature[:300])
    if whole := WHOLE(text.strip()):
        text = whole[1]
    text = HANDLE.sub(" ", MAIL.sub(" ", BRACKETS.sub(" ", text)))
    result = []
    for part in MARK.split(strip_prefix(fold(text))):
        joined = JOINT.split(part)
        if not all(" " in name.strip() or name.lower().strip() in AGENCIES for name in joined):
            joined = [part]  # "Morgan & Morgan" is one name
        for place, piece in enumerate(joined):
            first, *rest = COMMA.split(strip_prefix(piece))
            if not place or not ROLE.search(first):
                result.append(first)
            if not (role := ROLE.search(first)) or " " not in first[: role.start()].strip():  # 'Jane Doe Editor, Tests'
                result.extend(takewhile(looks_named, rest))
    return [name for raw in result if (name := tidy(raw))]


def is_shorthand(text: str) -> bool:
    """Whether a line names authors by their initials or agencies only.

    >>> [is_shorthand(line) for line in ("(abc)", "abc/dpa", "red, Beispiel.at/Agenturen", "Rot/Blau", "(PDF)")]
    [True, True, True, False, False]
    """
    return INITIALS(text) is not None or any(word in AGENCIES or word in NOBODY for word in shorthand(text))


def shorthand(text: str) -> list[str]:
    """The words of a line that holds no more than initials, agencies and names of media, in lower case."""
    found = SHORTHAND(text) if len(text) < 80 else None
    return re.split(r"\s?/\s?|,\s", found[1].lower()) if found else []


def agencies(lines: list[str]) -> list[Author]:
    """The agencies that such lines name, as they write them.

    >>> [author.name for author in agencies(["Quelle: beispiel.de, abc/dpa/AFP", "Jane Doe"])]
    ['dpa', 'AFP']
    """
    return people(
        [
            Author(found)
            for line in lines
            if AGENCIES.intersection(shorthand(line))
            for found in re.findall(r"[\w.-]+", line)
            if found.lower() in AGENCIES
        ]
    )


def strip_prefix(text: str) -> str:
    """Without 'Von', 'By', 'Ein Artikel von' and their like."""
    for _ in range(2):
        found = PREFIX.match(text)
        if not found:
            break
        text = text[found.end() :]
    return text


def looks_named(text: str) -> bool:
    """Whether what follows a comma is another name rather than a role, a place or a degree."""
    words = text.split()
    if ROLE.search(text) or not words:
        return False
    if len(words) == 1:
        return text.lower() in AGENCIES
    return len(words) <= 4 and all(word[0].isupper() or word.lower() in PARTICLES for word in words)


def tidy(name: str) -> str | None:
    """A name without the marks around it; None for what is no name."""
    name = re.split(r"\s+[-–—:]\s+|\s(?:기자|記者|记者)", strip_prefix(name))[0].strip(' \t,.;:|-–—*•·"“”„()[]')
    if not 2 <= len(name) <= 60 or len(name.split()) > 6 or NO_NAME.search(name):
        return None
    return name if any(char.isalpha() for char in name) else None


def looks_personal(name: str) -> bool:
    """Whether an undeclared text can be a name: two to four words that start with capitals.

    >>> looks_personal("Erika von Muster"), looks_personal("Read more"), looks_personal("Our editorial policy")
    (True, False, False)
    """
    if name.upper() == name.lower():  # a script without capitals
        return len(name) <= 12
    words = name.split()
    capitals = [word for word in words if word[0].isupper() or word.lower() in PARTICLES]
    return 2 <= len(words) <= 5 and len(capitals) == len(words) and not (ROLE.search(name) or NO_PERSON(name))
