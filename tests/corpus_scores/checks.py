"""A check of one expectation, the list of those that are not met on purpose, and the table. Pure but for `listed`."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("disagreements.toml")


@dataclass(frozen=True)
class Check:
    """One expectation: the group it is from, its name (the file, where there are several of it also which), the result.

    `told` is what we say instead, where we do not agree.
    """

    group: str
    name: str
    agrees: bool
    told: str = ""


@dataclass(frozen=True)
class Listed:
    """`disagreements.toml`: names with their reasons, those that do not apply apart from those that are not mended."""

    not_mended: Mapping[str, str]
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class Score:
    """How many of a group agree, of how many that apply."""

    group: str
    agree: int
    apply: int
    left_out: int

    @property
    def share(self) -> float:
        """The share that agrees, 1 where nothing applies."""
        return self.agree / self.apply if self.apply else 1.0

    def __str__(self) -> str:
        left = f"   {self.left_out} left out" if self.left_out else ""
        return f"  {self.group:<44}{self.agree:>6} of {self.apply:<6}{self.share:>8.1%}{left}"


def listed() -> Listed:
    """The one list of disagreements."""
    found = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return Listed(found["not_mended"], found["left_out"])


def score(group: str, checks: Iterable[Check], known: Listed) -> Score:
    """Of the checks that apply, those that agree."""
    checks = tuple(checks)
    apply = [check for check in checks if check.name not in known.left_out]
    return Score(group, sum(check.agrees for check in apply), len(apply), len(checks) - len(apply))


def scores(title: str, checks: Sequence[Check], known: Listed) -> tuple[Score, ...]:
    """A score for each group, and one for all of them."""
    groups = dict.fromkeys(check.group for check in checks)
    each = (score(group, (check for check in checks if check.group == group), known) for group in groups)
    return (*each, score(title, checks, known))


def surprises(checks: Iterable[Check], known: Listed) -> tuple[str, ...]:
    """What the list does not say: disagreements without a reason, and reasons for what agrees or is not there."""
    checks = tuple(checks)
    reasons = {**known.not_mended, **known.left_out}
    new = [
        f"not listed: {check.name}: {check.told}" for check in checks if not check.agrees and check.name not in reasons
    ]
    differ = {check.name for check in checks if not check.agrees}
    stale = [f"listed, but it agrees or is not there: {name}" for name in known.not_mended if name not in differ]
    gone = [
        f"left out, but not there: {name}" for name in known.left_out if name not in {check.name for check in checks}
    ]
    return (*new, *stale, *gone)
