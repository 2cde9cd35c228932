"""What stands in the place of a video until the reader consents is no text of the article."""

from __future__ import annotations

import pytest

from tests.pipelines.router_review import SENTENCES, article, labels_of


@pytest.mark.parametrize(
    "text",
    [
        "Mit Ihrer Zustimmung wird hier ein externes Video von Demotube (Demotube Ltd.) geladen.",
        "Wir würden hier gern ein Video zeigen. Leider fehlt uns dafür noch Ihre Zustimmung zu diesem Anbieter.",
        "An dieser Stelle befindet sich ein Inhalt von außen, den die Redaktion für Sie ausgesucht hat.",
        "Hier tippen, um den Inhalt von YouTube anzuzeigen.",
        "Für die Anzeige dieses Inhalts ist Ihre Zustimmung erforderlich.",
        "Ich bin damit einverstanden, dass mir fremde Inhalte gezeigt werden.",
        "Pour regarder cette vidéo, il vous faut accepter les cookies de son hébergeur.",
        "Ce contenu est bloqué tant que vous n'avez pas accepté les cookies du site.",
        "Para ver este contenido tienes que aceptar antes las cookies del servicio.",
    ],
)
def test_a_text_that_asks_for_consent_is_none_of_the_article(text: str) -> None:
    assert labels_of(article(f"<p>{text}</p>"), text[:40]) == ["nav"]


def test_with_it_goes_all_of_its_box() -> None:
    box = (
        "<div class=tube><p>There is a video from YouTube here that you do not see before you accept its cookies.</p>"
        "<p>The makers of the video learn of the visit then, and of the page that was read before it.</p></div>"
    )
    html = article(box)
    assert labels_of(html, "There is a video") == labels_of(html, "The makers of the") == ["nav"]


@pytest.mark.parametrize(
    "text",
    [
        "You accept the cookies of YouTube with the first click on its page, and the router counts them from then on.",
        "Mit ihrer Zustimmung zum Umbau hat die Gemeinde dem Netz den Weg bereitet, sagte der Leiter des Werks.",
        "An dieser Stelle finden Sie am Gehäuse die Taste, mit der sich der Router ganz von selbst neu einrichtet.",
        "Wir möchten hier nicht verschweigen, dass der Router im Test dreimal neu gestartet werden musste als gedacht.",
        "Um den Router anzuschließen, braucht es zwei Kabel, eine Dose in der Wand und eine halbe Stunde am Abend.",
    ],
)
def test_a_paragraph_may_tell_of_consent(text: str) -> None:
    assert labels_of(article(f"<p>{text}</p><p>{SENTENCES[3]}</p>"), text[:40]) == ["body"]
