"""The example morning (Tuesday 24 March 2026, Berlin), its rundown made by hand."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from connectors.items import Event, Item, Message, Note, Story, Task, Weather
from daemon.clock.budget import Deadline
from daemon.model import (
    Conflict,
    Entry,
    Failure,
    Gap,
    Highlight,
    Line,
    Script,
    Section,
    SectionBrief,
    SectionKind,
)
from daemon.write.builtin import BuiltinWriter
from daemon.write.write import write

ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 6, 55, tzinfo=ZONE)


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def event(summary: str, start: datetime, end: datetime, *, uid: str = "", **more: Any) -> Event:
    return Event(source="work", uid=uid or summary, summary=summary, start=start, end=end, **more)


def all_day(summary: str, first: date = DAY, days: int = 1) -> Event:
    return Event(
        source="work", uid=summary, summary=summary, start=first, end=first + timedelta(days=days), all_day=True
    )


def brief(section: Section, language: str = "en", *, now: datetime = NOW, name: str | None = "Kim") -> SectionBrief:
    return SectionBrief(section=section, day=now.date(), now=now, timezone=ZONE.key, language=language, name=name)


def written(told: SectionBrief) -> Script:
    deadline = Deadline.after(10, lambda: 0.0)
    return asyncio.run(write((), BuiltinWriter(), told, deadline))


def lines(told: SectionBrief) -> tuple[Line, ...]:
    script = written(told)
    assert script.refused == ()
    return script.lines


def said(told: SectionBrief) -> str:
    return " ".join(line.text for line in lines(told))


def day_section(
    *items: Event, conflicts: Sequence[tuple[Event, Event]] = (), gaps: Sequence[tuple[datetime, datetime]] = ()
) -> Section:
    return Section(
        kind="day",
        seconds=60,
        entries=tuple(Entry(item=item) for item in items),
        conflicts=tuple(clash(first, second) for first, second in conflicts),
        gaps=tuple(Gap(start=start, end=end) for start, end in gaps),
    )


def clash(first: Event, second: Event) -> Conflict:
    assert isinstance(second.start, datetime)
    return Conflict(first=Entry(item=first).key, second=Entry(item=second).key, start=second.start, end=second.start)


@dataclass(frozen=True)
class Words:
    """What the morning's items say, in one language."""

    stand_up: str = "Stand-up"
    review: str = "Design review"
    room: str = "Room 4.2"
    call: str = "Call with Dr Weiss"
    lunch: str = "Lunch with Anna"
    evening: str = "Parents' evening"
    leave: str = "Lena on leave"
    invoice: str = "Send the invoice to Brandt"
    rent: str = "Pay rent"
    train: str = "Book the train to Hamburg"
    strike: str = "Strike on the S-Bahn from 14:00 to 22:00"
    strike_more: str = (
        "Trains are expected to run every 20 minutes at best. Read more at https://tagesblick.example/strike"
    )
    probe: str = "First picture of a comet's far side, sent home overnight by the probe Halme"
    probe_more: str = "It shows a smooth plain where the models had expected craters. Image credit: Halme team"
    lights: str = "A town that put motion sensors in its street lights has saved 38 % of the power they used"
    release: str = "Pinwheel v3.0 is out"
    note: str = "Ask Anna about the flat in June"


WORDS = {
    "en": Words(),
    "de": Words(
        review="Design-Review",
        room="Raum 4.2",
        call="Anruf bei Dr. Weiss",
        lunch="Mittagessen mit Anna",
        evening="Elternabend",
        leave="Lena im Urlaub",
        invoice="Rechnung an Brandt schicken",
        rent="Miete zahlen",
        train="Zug nach Hamburg buchen",
        strike="Streik bei der S-Bahn von 14 bis 22 Uhr",
        strike_more="Die Züge fahren im besten Fall alle 20 Minuten. Weiterlesen auf tagesblick.example",
        probe="Erstes Bild von der Rückseite eines Kometen",
        probe_more="Es zeigt eine glatte Ebene, wo die Modelle Krater erwartet hatten. Foto: Halme",
        lights="Eine Stadt hat mit Bewegungsmeldern an ihren Straßenlampen 38 % des Stroms gespart",
        release="Pinwheel v3.0 ist da",
        note="Anna wegen der Wohnung im Juni fragen",
    ),
    "fr": Words(
        stand_up="Point d'équipe",
        review="Revue de conception",
        room="Salle 4.2",
        call="Appel avec le Dr Weiss",
        lunch="Déjeuner avec Anna",
        evening="Réunion de parents",
        leave="Lena en congé",
        invoice="Envoyer la facture à Brandt",
        rent="Payer le loyer",
        train="Réserver le train pour Hambourg",
        strike="Grève sur le S-Bahn de 14h à 22h",
        strike_more="Les trains devraient passer au mieux toutes les 20 minutes. Lire la suite sur tagesblick.example",
        probe="Première image de la face cachée d'une comète",
        probe_more="Elle montre une plaine lisse là où les modèles attendaient des cratères. Crédit photo : Halme",
        lights="Une ville a économisé 38 % d'électricité avec des détecteurs sur ses lampadaires",
        release="Pinwheel v3.0 est sorti",
        note="Demander à Anna pour l'appartement en juin",
    ),
    "es": Words(
        stand_up="Reunión diaria",
        review="Revisión de diseño",
        room="Sala 4.2",
        call="Llamada con el Dr. Weiss",
        lunch="Comida con Anna",
        evening="Reunión de padres",
        leave="Lena de vacaciones",
        invoice="Enviar la factura a Brandt",
        rent="Pagar el alquiler",
        train="Reservar el tren a Hamburgo",
        strike="Huelga en el S-Bahn de 14:00 a 22:00",
        strike_more="Se espera un tren cada 20 minutos como mucho. Leer más en tagesblick.example",
        probe="Primera imagen de la cara oculta de un cometa",
        probe_more="Muestra una llanura lisa donde los modelos esperaban cráteres. Foto: Halme",
        lights="Una ciudad ha ahorrado un 38 % de luz con sensores en sus farolas",
        release="Ya está aquí Pinwheel v3.0",
        note="Preguntar a Anna por el piso en junio",
    ),
}

SKY = Weather(
    source="weather", uid="berlin", day=DAY, code=61, now=4.2, low=3, high=11.1, rain_from=at(16), rain_chance=80
)
MAIL = Failure(source="mail", reason="server did not answer", as_of=at(22, 40, day=date(2026, 3, 23)))


def task(summary: str, due: date | None, priority: int = 0) -> Task:
    return Task(source="todo", uid=summary, summary=summary, due=due, priority=priority)


def story(title: str, feed: str, summary: str = "", *also_in: str) -> Story:
    return Story(source="news", uid=title, title=title, feed=feed, summary=summary, also_in=also_in)


def note(text: str, title: str = "2026-03-24", role: Literal["day", "class"] = "day") -> Note:
    return Note(source="vault", uid=text, title=title, text=text, day=DAY, role=role)


def message(subject: str, sender: str = "Anna Kern", summary: str = "", *, flagged: bool = False) -> Message:
    return Message(
        source="mail", uid=subject, subject=subject, sender=sender, sent=at(5), summary=summary, flagged=flagged
    )


def section(kind: SectionKind, *items: Item, sentences: int = 1, **more: Any) -> Section:
    entries = tuple(Entry(item=item, sentences=sentences) for item in items)
    return Section(kind=kind, seconds=60, entries=entries, **more)


def highlight(why: str, *items: Item) -> Section:
    keys = tuple(Entry(item=item).key for item in items)
    found = Highlight(why=why, items=keys)  # type: ignore[arg-type]  # the tests' tables hold plain strings
    return section("opening", *items, highlight=found)


def morning(language: str = "en") -> tuple[Section, ...]:
    words = WORDS.get(language[:2], WORDS["en"])
    review = event(words.review, at(10), at(11), location=words.room)
    call = event(words.call, at(10, 30), at(10, 45))
    day = day_section(
        event(words.stand_up, at(9), at(9, 15)),
        review,
        call,
        event(words.lunch, at(13), at(14), location="Café Krone"),
        event(words.evening, at(18, 30), at(20), location="Lindenschule"),
        all_day(words.leave),
        conflicts=[(review, call)],
        gaps=[(at(11), at(13)), (at(14), at(18, 30))],
    )
    news = (
        Entry(item=story(words.strike, "Tagesblick", words.strike_more, "Stadtfunk"), sentences=3),
        Entry(item=story(words.probe, "Orbit", words.probe_more), sentences=2),
        Entry(item=story(words.lights, "Tagesblick")),
        Entry(item=story(words.release, "Pinwheel releases")),
    )
    return (
        highlight("conflict", review, call),
        day,
        section("weather", SKY),
        section("tasks", task(words.invoice, date(2026, 3, 20)), task(words.rent, DAY, 1), task(words.train, DAY)),
        Section(kind="news", seconds=50, entries=news),
        section("notes", note(words.note)),
        section("closing", failures=(MAIL,)),
    )


def transcript(language: str) -> str:
    sections = ("\n".join(line.text for line in lines(brief(each, language))) for each in morning(language))
    return "\n\n".join(sections) + "\n"
