"""What becomes of a section in the way of copied values: how many are handed to the built-in writer.

Simulated, for no model writes here: at the first asking the section's lines are the true copied ones. A section has to
be asked for again where more than a third of its lines are refused, or an item that must be told
(daemon/write/cover.py) and that had lines has none left, as in daemon/write/write.py. At the second asking a refused
line comes again without the sentences that are refused when they stand alone; a line of one sentence comes again as it
was, though a real model, told why, would write another. A section that fails so again is handed over.
"""

from dataclasses import dataclass

from daemon.model import Line
from daemon.write.cover import must_tell
from tests.truth.reading import Sheet, Told
from tests.truth.slotting import SENTENCES
from tests.truth.trying import Judge, JudgeFor


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a section had to be asked for again, and whether it was handed over after that."""

    language: str
    again: bool
    handed_over: bool


def asked(sheet: Sheet, judge_for: JudgeFor) -> Asked | None:
    """What becomes of the section; None where it has no copied lines."""
    judge = judge_for(sheet.brief)
    told = [each for each in sheet.told if "copied" in each.words]
    if not told:
        return None
    first = [judge(_line(each, each.words["copied"])) is None for each in told]
    must = must_tell(sheet.brief)
    again = _fails(told, first, must)
    second = [fine or _second(each, judge) for each, fine in zip(told, first, strict=True)]
    return Asked(sheet.language, again, again and _fails(told, second, must))


def _second(told: Told, judge: Judge) -> bool:
    """Whether something of the refused line may be said at the second asking."""
    parts = SENTENCES.split(told.words["copied"])
    kept = [part for part in parts if judge(_line(told, part)) is None]
    return bool(kept) and judge(_line(told, " ".join(kept))) is None


def _fails(told: list[Told], fine: list[bool], must: frozenset[str]) -> bool:
    items = {key for each in told for key in each.items} & must
    said = {key for each, is_fine in zip(told, fine, strict=True) if is_fine for key in each.items}
    return fine.count(False) * 3 > len(fine) or bool(items - said)


def _line(told: Told, text: str) -> Line:
    return Line(text=text, items=told.items)
