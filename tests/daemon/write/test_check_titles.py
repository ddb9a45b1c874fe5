"""A line says the title of its appointment or task, in words that need not be the title's own."""

import pytest

from connectors.items import key_of
from daemon.model import Line
from daemon.write.check import check
from tests.daemon.write.morning import at, brief, day_section, event, section, task

TASKS = [
    ("de", "Steuererklärung abgeben", "Noch ist die Steuererklärung abzugeben.", True),
    ("de", "Oma anrufen", "Rufen Sie Ihre Oma an.", True),
    ("de", "Steuererklärung abgeben", "Noch ist die Steuererklärung zu drucken.", False),
    ("es", "Corregir los exámenes", "Los exámenes hay que corregirlos.", True),
    ("fr", "Répétition de la fanfare", "La fanfare répète.", True),
]


@pytest.mark.parametrize(("language", "title", "text", "may"), TASKS)
def test_its_words_in_another_form(language: str, title: str, text: str, may: bool) -> None:
    todo = task(title, None)
    told = check(Line(text=text, items=(key_of(todo),)), brief(section("tasks", todo), language))
    assert (told is None or "title" not in told) is may


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("A las 10:00 juegas contra Begoña, semifinal del torneo.", True),
        ("A las 10:00 juegas contra Begoña.", False),
        ("A las 10:00, semifinal del torneo de invierno.", False),
    ],
)
def test_a_telling_word_of_it_and_what_else_the_item_says(text: str, may: bool) -> None:
    match = event("Ajedrez: partida contra Begoña", at(10), at(12), description="Semifinal del torneo de invierno")
    told = check(Line(text=text, items=(key_of(match),)), brief(day_section(match), "es"))
    assert (told is None) is may
