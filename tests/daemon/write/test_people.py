"""A title of the listener's own names nobody, or counts as one that does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.people import may_name

NAMES = {
    "en": [
        "Anna", "Lunch with Anna", "lunch with anna", "LUNCH WITH ANNA", "Call Dr Weiss", "Mark's birthday",
        "lunch with mark", "Lunch with Will", "lunch with will", "call may", "Sue", "Summer on leave", "Coffee @anna",
        "Anna/Ben 1:1", "anna_k", "Ask Anna about the flat", "Dinner at Rose's", "Café Krone", "Send it to O'Neill",
        "Meeting with Łukasz", "Lunch with 田中", "Обед с Анной", "Lunch with 𝐀𝐧𝐧𝐚", "Budget review (Jo)", "tom",
        "A. K.", "Frau Montag", "Design review\nwith Anna", "Review: Hope", "Joy + Faith", "Zahnarzt",
        "Chat with AnnaB",
    ],
    "de": [
        "Essen mit Anna", "essen mit anna", "Anna anrufen", "Wolf anrufen", "Treffen Wolf", "Kaffee Kern",
        "Geburtstag Holzapfel", "Termin bei Steinmetz", "Essen mit Bäcker", "Frau Montag", "Anna im Urlaub",
        "Lunch with Kate", "Lindenschule", "Mark", "Müllers Geburtstag",
    ],
    "fr": ["Déjeuner avec Pierre", "déjeuner avec pierre", "Pierre en congé", "Appeler Noël", "Rose", "Chez Martin"],
    "es": ["Comida con Sol", "comida con sol", "Llamar a Paz", "Cumpleaños de Luz", "Rosa de vacaciones", "Ángel"],
    "it": ["Pranzo con Luca", "pranzo con luca"],
}  # fmt: skip  # a few lines
ORDINARY = {
    "en": [
        "Stand-up", "Design review", "School run", "Parents' evening", "Pay rent", "Book the train", "Dentist", "Retro",
        "Doctor's appointment", "Yoga class 9am", "Room 4.2", "Meeting room 3", "Zoom", "Microsoft Teams", "1:1", "",
        "Sprint planning", "Take out the bins", "Ring the plumber", "Look through the post", "Conference day 2",
    ],
    "de": [
        "Zahnarzt", "Elternabend", "Wochenplanung", "Miete zahlen", "Raum 4.2", "Klavierunterricht",
        "Auto in die Werkstatt", "Steuererklärung abgeben", "Reifen wechseln", "Stand-up", "Geburtstag",
    ],
    "de-AT": ["Zahnarzt"],
    "fr": ["Dentiste", "Réunion d'équipe", "Payer le loyer", "Salle 4", "Sortir les poubelles"],
    "es": ["Dentista", "Reunión de equipo", "Pagar el alquiler", "Sala 4", "Sacar la basura"],
}  # fmt: skip  # a few lines


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(text, language) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "language"), rows(NAMES))
def test_who_is_named_is_found(text: str, language: str) -> None:
    assert may_name(text, language)


@pytest.mark.parametrize(("text", "language"), rows(ORDINARY))
def test_everybodys_appointments_name_nobody(text: str, language: str) -> None:
    assert not may_name(text, language)


@given(
    title=st.sampled_from([text for text, language in rows(ORDINARY) if language == "en"]),
    name=st.sampled_from(["Anna", "anna", "Yılmaz", "Kzbaqv", "kzbaqv", "Weiß", "weiss", "Jean-Luc", "McKay"]),
    between=st.sampled_from([" ", " with ", ": ", " / ", ", ", " (", " – "]),
    behind=st.booleans(),
)
def test_a_name_is_found_wherever_it_stands(title: str, name: str, between: str, behind: bool) -> None:
    assert may_name(f"{title}{between}{name}" if behind else f"{name}{between}{title}", "en")


@given(st.text(max_size=60), st.sampled_from(["en", "de", "fr", "es", "x-unknown", ""]))
def test_anything_is_judged(text: str, language: str) -> None:
    assert may_name(text, language) in {True, False}
