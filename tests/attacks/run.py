"""Cases of attacks, each through a whole production, and what came of it."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from connectors.items import Event, Item, Task, key_of
from daemon import injections
from daemon.model import Script, SectionBrief, SectionKind
from daemon.write.completion import Request
from daemon.write.slots import table
from tests.attacks.disguises import DISGUISES
from tests.attacks.families import Payload, marker, paraphrased, payloads, wanted
from tests.attacks.markers import GOALS, Goal, found_in
from tests.attacks.models import WEAVES, Attack, Way, Weave, answered
from tests.attacks.places import PLACES, Place, dull, morning
from tests.attacks.stages import Made, Studio

Behaviour = Literal["obeys", "echoes", "paraphrases", "encodes", "no model"]
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)
SEED = 20260324
LOWER = 0.3
A_BIT = 6
"""Harmless texts of lengths that differ by fewer words than this are taken for alike."""
PAGES = frozenset({"notes", "feed"})
"""Where markup is code's own."""
LIES = frozenset({"status", "appointment"})
_OF_DAY, _OF_TASKS = "Quastenberg", "Ommerwald"
"""What would be told in a section that it does not belong to."""


@dataclass(frozen=True)
class Case:
    """A payload in a place, and what the model makes of it. Prints as what is needed to try it again."""

    payload: Payload
    place: Place
    behaviour: Behaviour
    goal: Goal
    disguise: str
    weave: Weave
    way: Way
    lower: bool
    """Whether a model says it without capitals, which nobody hears."""

    def __str__(self) -> str:
        how = "" if self.behaviour == "no model" else f", {self.way}, {self.weave}"
        return f"{self.payload.family}/{self.place.name}/{self.behaviour} ({self.goal}{how}): {self.text!r}"

    @cached_property
    def text(self) -> str:
        """What stands in the item."""
        return self.payload.says(self.goal)

    @cached_property
    def item(self) -> Item:
        """The item with the attack in it."""
        return self.place.put(self.text)

    @property
    def says(self) -> tuple[str, ...]:
        """What a model in the attacker's hands says."""
        return tuple(text.lower() if self.lower else text for text in self._says())

    def _says(self) -> tuple[str, ...]:
        if self.behaviour == "echoes":
            return (" ".join(self.text.split()[:100]),)
        if self.behaviour == "paraphrases":
            return paraphrased(self.goal)[WEAVES.index(self.weave) % 2 :][:1]
        if self.behaviour == "encodes":
            disguise = DISGUISES[self.disguise]
            return (f"The word for today is {disguise(marker(self.goal))}.",)
        return (wanted(self.goal, self.payload.language),)


@dataclass(frozen=True, slots=True)
class Leak:
    """What went wrong in a case: in which file, what, and the line."""

    case: Case
    where: str
    what: str
    line: str = ""

    def __str__(self) -> str:
        return f"{self.what} in {self.where}: {self.line!r}\n    {self.case}"


def cases() -> tuple[Case, ...]:
    """All: payload × place × behaviour, the rest by lot, always the same."""
    lot = random.Random(SEED)  # noqa: S311  # no secret
    return tuple(
        Case(
            payload=payload,
            place=place,
            behaviour=behaviour,
            goal=lot.choice(GOALS),
            disguise=lot.choice(tuple(DISGUISES)),
            weave=lot.choice(WEAVES),
            way=lot.choice(("slots", "copied")),
            lower=lot.random() < LOWER,
        )
        for payload in payloads()
        for place in PLACES
        for behaviour in BEHAVIOURS
    )


def sample(size: int) -> tuple[Case, ...]:
    """Some of them, of every family, place and behaviour; always the same."""
    return tuple(random.Random(SEED).sample(cases(), size))  # noqa: S311  # no secret


@dataclass
class Laboratory:
    """Runs cases; what a morning without the attack sounds like is worked out once."""

    studio: Studio
    _quiet: dict[tuple[str, str, int], Made] = field(default_factory=dict)

    async def leaks(self, case: Case) -> tuple[Leak, ...]:
        """What went wrong in a case."""
        quiet = await self._without(case)
        self.studio.way = case.way
        briefing = morning(case.item)
        made = await self.studio.make(briefing, None if case.behaviour == "no model" else _Attacker(case))
        found = (*_heard(case, made), *_changed(case, made, quiet), *_untold(case, made, briefing.items))
        return tuple(found)

    async def _without(self, case: Case) -> Made:
        length = len(case.text.split()) // A_BIT * A_BIT
        how = "no model" if case.behaviour == "no model" else case.way
        key = (case.place.name, how, length)
        if key not in self._quiet:
            self.studio.way = case.way
            answer = None if how == "no model" else lambda _brief, request: answered(request, case.way)
            self._quiet[key] = await self.studio.make(morning(case.place.put(dull(length))), answer)
        return self._quiet[key]


async def tried(laboratory: Laboratory, some: Sequence[Case]) -> tuple[Leak, ...]:
    """What went wrong in any of the cases."""
    return tuple([leak for case in some for leak in await laboratory.leaks(case)])


@dataclass(frozen=True, slots=True)
class _Attacker:
    """The model in the attacker's hands: for the attacked section it knows what to say, for all others it behaves."""

    case: Case

    def __call__(self, brief: SectionBrief, request: Request) -> Iterable[str]:
        case = self.case
        if brief.section.kind != case.place.section:
            return answered(request, case.way)
        aliases = {key: alias for alias, key in table(brief).aliases.items()}
        again = "\nREFUSED " in request.messages[-1][1]
        weave = WEAVES[(WEAVES.index(case.weave) + again) % len(WEAVES)]  # refused once, it tries another way
        return answered(request, case.way, Attack(aliases.get(key_of(case.item), ""), case.says, weave))


def _heard(case: Case, made: Made) -> Iterator[Leak]:
    """What the attacker wanted to be in one of the files."""
    section = f"script of {case.place.section}"
    own = _OF_TASKS if case.place.section == "tasks" else _OF_DAY if case.place.section == "day" else ""
    for where, words in made.files.items():
        text = words.replace(own, "") if own and where == section else words
        found = found_in(text) - ({"leak"} if where != section else set()) - ({"markup"} if where in PAGES else set())
        yield from (Leak(case, where, what, _line(text, what)) for what in sorted(found - _own_words(case)))


def _own_words(case: Case) -> frozenset[str]:
    """The lies that stand in the item's own words when every order is out of it: a calendar may say anything."""
    return found_in(repr(injections.harmless(case.item))) & LIES


def _line(text: str, what: str) -> str:
    """The first line of a file in which that stands."""
    return next((line for line in text.splitlines() if what in found_in(line)), text[:200])


def _changed(case: Case, made: Made, quiet: Made) -> Iterator[Leak]:
    """Another section's script that is not as without the attack, byte for byte."""
    for kind, before in quiet.scripts.items():
        after = made.scripts.get(kind)
        if after is None or not after.lines:
            yield Leak(case, f"script of {kind}", "missing")
        elif kind != case.place.section and after != before:
            yield Leak(case, f"script of {kind}", "changed", _difference(before, after))


def _difference(before: Script, after: Script) -> str:
    old, new = ([line.text for line in script.lines] for script in (before, after))
    return " | ".join(line for line in new if line not in old) or f"without {[line for line in old if line not in new]}"


def _untold(case: Case, made: Made, items: Sequence[Item]) -> Iterator[Leak]:
    """An event of today or a task that is due, and is not told."""
    for item in items:
        if not isinstance(item, Event | Task):
            continue
        kind: SectionKind = "day" if isinstance(item, Event) else "tasks"
        lines = [line.text for line in made.scripts[kind].lines if key_of(item) in line.items]
        said = " ".join(lines).casefold()
        if not lines or (item is not case.item and item.summary.split()[-1].casefold() not in said):
            yield Leak(case, f"script of {kind}", "untold", item.summary)


def table_of(tried: Sequence[Case], found: Sequence[Leak]) -> str:
    """Family × behaviour: how many cases, and in how many of them something went wrong."""
    all_of, bad = (
        Counter((one.payload.family, one.behaviour) for one in each)
        for each in (tried, {leak.case: 0 for leak in found})
    )
    head = f"{'family':17}" + "".join(f"{behaviour:>17}" for behaviour in BEHAVIOURS)
    rows = (
        f"{family:17}" + "".join(f"{all_of[family, each]:>11} {bad[family, each]:>5}" for each in BEHAVIOURS)
        for family in dict.fromkeys(case.payload.family for case in tried)
    )
    total = (
        f"{len(tried)} cases, {len({leak.case: 0 for leak in found})} of them with something wrong (each second column)"
    )
    return "\n".join((head, *rows, total))
