"""A model that keeps to the rules: its lines come out as one would say them, and the check lets them pass."""

import pytest

from daemon.model import Line, SectionKind
from daemon.write.check import judge
from daemon.write.slots import fill, table
from tests.daemon.write.morning import brief, morning

SAID: list[tuple[str, SectionKind, str, str, str]] = [
    ("en", "opening", "", "{greeting}. It's {day}.", "Good morning, Kim. It's Tuesday, the twenty-fourth of March."),
    ("en", "opening", "e1 e2", "At {c1.start} {e2.title} falls right inside {e1.title}. One of them has to give.",
     "At half past ten your call with Doctor Weiss falls right inside the design review. One of them has to give."),
    ("en", "day", "e1", "Around that knot the day is kind. {e1.title} comes at {e1.start} and takes {e1.length}.",
     "Around that knot the day is kind. The stand-up comes at nine and takes fifteen minutes."),
    ("en", "day", "e2 e3", "Right inside that, at {c1.start}, falls {e3.title}: one of them has to give way.",
     "Right inside that, at half past ten, falls your call with Doctor Weiss: one of them has to give way."),
    ("en", "day", "e4", "Then nothing until {g1.end}, when you have {e4.title}, at {e4.place}.",
     "Then nothing until one, when you have lunch with Anna, at Café Krone."),
    ("en", "day", "", "After that you are free from {g2.start} on.", "After that you are free from two on."),
    ("en", "day", "e5", "{e5.part} it is {e5.title}, {e5.start} to {e5.end}, {e5.place}.",
     "This evening it is the parents' evening, half past six to eight, at Lindenschule."),
    ("en", "day", "e6", "And all day: {e6.title}.", "And all day: Lena on leave."),
    ("en", "weather", "w1", "It is {w1.now} now and {w1.high} is as warm as it gets.",
     "It is four degrees now and eleven degrees is as warm as it gets."),
    ("en", "weather", "w1", "{w1.sky} from {w1.rain_from}, and very likely: take a coat.",
     "Rain from four in the afternoon, and very likely: take a coat."),
    ("en", "tasks", "t1", "Still open {t1.since}: {t1.title}.", "Still open since Friday: send the invoice to Brandt."),
    ("en", "tasks", "t2 t3", "Due {today}: {t2.title}, which you marked as important, and {t3.title}.",
     "Due today: pay rent, which you marked as important, and book the train to Hamburg."),
    ("en", "news", "n1", "Anyone who needs the {n1.name1} has a problem, says {n1.source}: a strike until {n1.time2}.",
     "Anyone who needs the S-Bahn has a problem, says Tagesblick: a strike until ten in the evening."),
    ("en", "news", "n1", "Trains run every {n1.num1} at best.", "Trains run every twenty minutes at best."),
    ("en", "news", "n3", "{n3.source} has a town that saved {n3.num1} of its power with sensors in the street lights.",
     "Tagesblick has a town that saved thirty-eight percent of its power with sensors in the street lights."),
    ("en", "notes", "o1", "And you meant to ask {o1.name1} about the flat in {o1.date1}.",
     "And you meant to ask Anna about the flat in June."),
    ("de", "day", "e2", "Von {e2.start} bis {e2.end} dann: {e2.title}, {e2.place}.",
     "Von zehn bis elf dann: Design-Review, in Raum vier Punkt zwei."),
    ("de", "weather", "w1", "Jetzt sind es {w1.now}, und {w1.sky} gibt es ab {w1.rain_from}.",
     "Jetzt sind es vier Grad, und Regen gibt es ab sechzehn Uhr."),
    ("fr", "day", "e1", "À {e1.start}, {e1.title}.", "À neuf heures, point d'équipe."),
    ("fr", "tasks", "t1", "Encore à faire {t1.since} : {t1.title}.",
     "Encore à faire depuis vendredi : envoyer la facture à Brandt."),
    ("es", "day", "e4", "A {e4.start} tienes {e4.title}, {e4.place}.",
     "A la una tienes comida con Anna, en Café Krone."),
    ("es", "tasks", "t1", "Sigue pendiente {t1.since}: {t1.title}.",
     "Sigue pendiente desde el viernes: enviar la factura a Brandt."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "items", "template", "text"), SAID)
def test_a_line_that_keeps_to_the_rules_is_spoken(
    language: str, kind: SectionKind, items: str, template: str, text: str
) -> None:
    told = brief(next(each for each in morning(language) if each.kind == kind), language)
    line = fill(template, items.split(), table(told))
    assert isinstance(line, Line)
    assert line.text == text
    assert judge(told)(line) is None


def test_a_value_that_is_not_the_slots_is_refused() -> None:
    told = brief(morning()[1])
    line = fill("At {e1.start} comes {e1.title}.", ["e1"], table(told))
    assert isinstance(line, Line)
    for forged in (line.text.replace("nine", "nine".upper()), line.text.replace("nine", "five")):
        assert judge(told)(Line(text=forged, items=line.items, filled=line.filled)) == "start was changed"
