"""The first files of a listener who has named no source yet, in their language where we have its words. Pure."""

from dataclasses import dataclass
from datetime import date

from config.languages import base_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Starters:
    """The text of a first todo.txt and of a first note for the day."""

    tasks: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    calendar: str
    feeds: str
    weather: str
    listen: str
    note: str


_WORDS = {
    "en": _Words(
        calendar="Tell Dawncast where my calendar is",
        feeds="Choose the news that Dawncast should read",
        weather="Tell Dawncast where the weather should be for",
        listen="Listen to the first episode",
        note="A note with today's date as its name is told on its day.",
    ),
    "de": _Words(
        calendar="Dawncast sagen, wo mein Kalender liegt",
        feeds="Aussuchen, welche Nachrichten Dawncast lesen soll",
        weather="Dawncast sagen, für welchen Ort das Wetter gelten soll",
        listen="Die erste Folge anhören",
        note="Eine Notiz, die das heutige Datum als Namen trägt, wird an ihrem Tag erzählt.",
    ),
    "fr": _Words(
        calendar="Dire à Dawncast où se trouve mon agenda",
        feeds="Choisir les actualités que Dawncast doit lire",
        weather="Dire à Dawncast pour quel lieu donner la météo",
        listen="Écouter le premier épisode",
        note="Une note qui porte la date du jour comme nom est racontée ce jour-là.",
    ),
    "es": _Words(
        calendar="Decirle a Dawncast dónde está mi calendario",
        feeds="Elegir las noticias que Dawncast debe leer",
        weather="Decirle a Dawncast para qué lugar dar el tiempo",
        listen="Escuchar el primer episodio",
        note="Una nota que lleva como nombre la fecha de hoy se cuenta en su día.",
    ),
}


def starters(language: str, day: date, *, calendar: bool, feeds: bool, weather: bool) -> Starters:
    """The first files; `calendar`, `feeds` and `weather` say which of them are still to be set up."""
    words = _WORDS.get(base_of(language), _WORDS["en"])
    wanted = ((calendar, words.calendar), (feeds, words.feeds), (weather, words.weather))
    tasks = [words.listen, *(task for is_open, task in wanted if is_open)]
    return Starters(
        tasks="".join(f"{day.isoformat()} {task} due:{day.isoformat()}\n" for task in tasks),
        note=f"{words.note}\n",
    )
