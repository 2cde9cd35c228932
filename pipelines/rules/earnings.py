"""Sentences in which a site says that it earns by its links, in six languages.

What they have in common: a link, money that comes in, and the site that speaks of itself or of this page's links.
"""

from __future__ import annotations

from typing import Final

# Of a sentence: all but its end; a dot within a name ('example.org') ends none.
INSIDE: Final = r"(?:ggf\.|z\. ?b\.|[.!?](?=\w)|[^.!?])"


def near(first: str, second: str, gap: int = 90) -> str:
    """Both within one sentence, in either order, at most `gap` characters apart."""
    between = rf"{INSIDE}{{0,{gap}}}?"
    return rf"(?:{first}){between}(?:{second})|(?:{second}){between}(?:{first})"


def holding(*parts: str) -> str:
    """The beginning of a sentence that holds all of these, in any order."""
    return "".join(rf"(?={INSIDE}{{0,300}}?(?:{part}))" for part in parts)


ANY_LINK: Final = r"\b(?:links?|liens?|enlaces?|darüber|verlinkung\w*)\b"
LINK: Final = r"\b(?:links?|verlinkung\w*)\b"
EARN: Final = r"\b(?:earn|receive|get|make|collect|take)s?\b"
MONEY: Final = (
    r"\b(?:money|revenue|income|compensation|commissions?|fees?|proceeds|kickback"
    r"|a (?:\w+ ){0,2}(?:cut|(?:share|portion|percentage) of))\b"
)
PAID: Final = rf"(?:{EARN}[^.!?]{{0,40}}?{MONEY}|\bbe (?:paid|compensated|rewarded)\b)"
OUR_LINKS: Final = (
    r"\b(?:our|my|these|this) (?:\w+ ){0,2}links?\b|\blinks? (?:\w+ ){0,3}?(?:on|in|from|throughout) (?:this|our|my)\b"
)
GERMAN_OURS: Final = (
    r"\b(?:diese[rnms]?|solche[rnms]?|unsere[rn]?|so einen|folgenden?) (?:\w+ )?(?:\w+-)?links?\b"
    r"|\blinks? (?:\w+ ){0,2}(?:auf|in) (?:diese|unsere)\w*"
)
GERMAN_MONEY: Final = (
    r"\b(?:verdien\w*|(?:\w+-?)?provision\w*|anteile?\b|prozent\w*|vergütung\w*|prämie\w*|geld\b|teil (?:vom|des)\b"
    r"|umsatz\b|umsätzen\b|erlös\w*)"
)
WE_EARN: Final = (
    r"\b(?:erhalten|bekommen|verdienen|kassieren)\b[^.!?,]{0,20}\bwir\b"
    r"|\bwir\b[^.!?,]{0,40}\b(?:erhalten|bekommen|verdienen|kassieren)\b"
    r"|\bwerden wir\b[^.!?,]{0,40}\bbeteiligt\b|\bwir werden\b[^.!?,]{0,40}\bbeteiligt\b"
    r"|\b(?:erhalte|bekomme|verdiene) ich\b|\bich\b[^.!?,]{0,40}\b(?:erhalte|bekomme|verdiene)\b"
)

EARNING: Final = (
    holding(LINK, rf"\b(?:we|i|our team)(?:['’]ll|['’]d)?\b[^.!?,]{{0,20}}?{PAID}"),
    holding(OUR_LINKS, rf"\b(?:may|might|could|sometimes)\b[^.!?,]{{0,20}}?{PAID}|\bearns? (?:us|me)\b"),
    holding(
        OUR_LINKS,
        r"\b(?:buy|purchas|order|shop|click)",
        r"\b(?:supports?|helps? (?:to )?(?:support|fund))\b[^.!?]{0,20}\b(?:us|our|my|me|this)\b",
    ),
    holding(rf"{LINK}|\bdarüber\b", WE_EARN, GERMAN_MONEY),
    holding(GERMAN_OURS, r"\b(?:erhält|bekommt|verdient)\b", GERMAN_MONEY),
    holding(
        rf"{LINK}|\bdarüber\b",
        r"(?:kauf|käuf|bestell|klick|shopp)",
        r"\bunterstütz\w*",
        r"\b(?:uns|unsere?|mich|meine?|die redaktion|diese seite)\b",
    ),
    holding(
        r"\bliens?\b",
        r"\b(?:certains|ces|nos|mes)\b|\bnous\b|\bliens? (?:\w+ ){0,3}?(?:de|dans|sur) (?:cet|ce|cette|notre)\b",
        near(
            r"\b(?:perc[eo]voir|perçoi|toucher|touchons|recevoir|recevons|reçoi|rémunér|génér|génèr|rapport|gagn)\w*",
            r"\b(?:commissions?|rémunérations?|revenus?|argent)\b",
            40,
        ),
    ),
    holding(
        r"\benlaces?\b",
        r"\b(?:algunos|estos|nuestros|podemos|podríamos)\b|\benlaces? (?:\w+ ){0,3}?(?:de|en) (?:est[ae]|nuestr)",
        near(
            r"\b(?:recib|gana|percib|obten|llev|report|gener)\w*",
            r"\b(?:comisi[óo]n|comisiones|beneficios?|ingresos)\b",
            40,
        ),
    ),
    holding(
        r"\blink\b",
        r"\b(?:alcuni|questi|nostri|potremmo|potremo)\b|\blink (?:\w+ ){0,3}?(?:in|su|di) (?:quest|nostr)",
        near(r"\b(?:ricev|guadagn|percep|otten|gener)\w*", r"\b(?:commission[ei]|quota|percentuale|compenso)\b", 40),
    ),
    holding(
        r"\blinks?\b",
        r"\b(?:wij|we|ons|onze|deze)\b",
        near(r"\b(?:ontvang|verdien|krijg)\w*", r"\b(?:commissie|vergoeding|percentage|geld)\b", 40),
    ),
)
EARNINGS: Final = rf"(?:^|(?<=[.!?:]\s)){holding(ANY_LINK)}(?:{'|'.join(EARNING)}){INSIDE}{{1,400}}"
# In every such sentence stands one of these, and one of those.
EARNINGS_ROOTS: Final = ("link", "darüber", "lien", "enlace")
EARNINGS_BESIDE: Final = (
    "money", "revenu", "income", "compens", "commission", "fee", "proceeds", "kickback", "cut", "share", "portion",
    "percent", "paid", "reward", "earn", "support", "fund", "verdien", "provision", "anteil", "prozent", "vergüt",
    "prämie", "geld", "teil ", "umsatz", "umsätz", "erlös", "unterstütz", "rémunération", "argent", "comisi",
    "beneficio", "ingresos", "quota", "compenso", "commissie", "vergoeding",
)  # fmt: skip
