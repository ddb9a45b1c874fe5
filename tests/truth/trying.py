"""Every line of the files, clean and with errors planted, before the judge."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from daemon.model import Line, SectionBrief
from tests.truth.planting import PLANTERS, Clean, Plant, Planter
from tests.truth.planting_apart import role_swapped, small_name, turned_round
from tests.truth.planting_sections import count, counted, swapped_line, swapped_value
from tests.truth.planting_slots import SLOT_PLANTERS, Hand, Outcome
from tests.truth.reading import Told
from tests.truth.scenes import Scene
from tests.truth.slotting import slotted

Judge = Callable[[Line], str | None]
JudgeFor = Callable[[SectionBrief], Judge]
DRAWS = {"slots": 4, "copied": 3, "free": 2}
"""How often each kind of error is planted in a line, each time anew."""
CLEAN, COUNTED, LEFT_OUT = "clean", "true count", "left out"
SWAPS = ("swapped value", "swapped line")
APART = ("role swapped", "turned round", "small letters")

_TEXT_PLANTERS: dict[str, Planter] = {
    **PLANTERS,
    "count": count,
    "swapped value": swapped_value,
    "swapped line": swapped_line,
    COUNTED: counted,
    "role swapped": role_swapped,
    "turned round": turned_round,
    "small letters": small_name,
}


@dataclass(frozen=True, slots=True)
class Try:
    """A line before the judge: where it is from, what is wrong with it (`kind`), and why it was refused, if it was.

    `speakable`: the true line that it was made from is not refused, so that the error alone is why this one is.
    """

    sheet: str
    language: str
    way: str
    kind: str
    text: str
    items: tuple[str, ...]
    refused: str | None
    speakable: bool = True


def tries(scene: Scene, seed: int, judge_for: JudgeFor, draws: int | None = None) -> Iterator[Try]:
    """All tries of one section. `draws` is how often each error is planted, where it is not `DRAWS`."""
    judge = judge_for(scene.sheet.brief)
    for at, told in enumerate(scene.sheet.told):
        for way in ("copied", "free"):
            if way in told.words:
                yield from _of_text(told, way, scene, judge, f"{seed}/{at}", draws or DRAWS[way])
        if "copied" in told.words or "slots" in told.words:
            yield from _of_slots(told, scene, judge, f"{seed}/{at}", draws or DRAWS["slots"])


def _of_text(told: Told, way: str, scene: Scene, judge: Judge, seed: str, draws: int) -> Iterator[Try]:
    clean = Clean(told.words[way], told.items)
    first = _judged(way, CLEAN, Line(text=clean.text, items=clean.items), scene, judge)
    yield first
    for kind, planter in _TEXT_PLANTERS.items():
        plants = (planter(clean, scene, _random(seed, scene, way, kind, draw)) for draw in range(draws))
        for plant in dict.fromkeys(plant for plant in plants if plant and plant != Plant(clean.text, clean.items)):
            line = Line(text=plant.text, items=plant.items)
            yield replace(_judged(way, kind, line, scene, judge), speakable=first.refused is None)


def _of_slots(told: Told, scene: Scene, judge: Judge, seed: str, draws: int) -> Iterator[Try]:
    lines = slotted(told, scene)
    if not lines:
        yield Try(scene.sheet.name, scene.sheet.language, "slots", LEFT_OUT, told.words["copied"], told.items, None)
    for at, line in enumerate(lines):
        yield from _of_slotted(Hand(line, scene), judge, f"{seed}/{at}", draws)


def _of_slotted(hand: Hand, judge: Judge, seed: str, draws: int) -> Iterator[Try]:
    first = _outcome(CLEAN, hand.filled, hand, judge)
    yield first
    for kind, planter in SLOT_PLANTERS.items():
        found = (planter(hand, _random(seed, hand.scene, "slots", kind, draw)) for draw in range(draws))
        for outcome in dict.fromkeys(outcome for outcome in found if outcome is not None and outcome != hand.filled):
            yield replace(_outcome(kind, outcome, hand, judge), speakable=first.refused is None)


def _random(seed: str, scene: Scene, way: str, kind: str, draw: int) -> Random:
    return Random(f"{seed}/{scene.sheet.name}/{way}/{kind}/{draw}")  # noqa: S311  # plants, no secrets


def _judged(way: str, kind: str, line: Line, scene: Scene, judge: Judge) -> Try:
    return Try(scene.sheet.name, scene.sheet.language, way, kind, line.text, line.items, judge(line))


def _outcome(kind: str, outcome: Outcome, hand: Hand, judge: Judge) -> Try:
    """What `fill` turned away counts as refused."""
    sheet = hand.scene.sheet
    if isinstance(outcome, Line):
        return _judged("slots", kind, outcome, hand.scene, judge)
    why = f"not filled: {outcome}"
    return Try(sheet.name, sheet.language, "slots", kind, hand.line.template, hand.clean.items, why)


def planted(all_tries: Sequence[Try]) -> list[Try]:
    """The tries with an error that can be decided."""
    return [each for each in all_tries if each.kind not in (CLEAN, COUNTED, LEFT_OUT, *APART)]
