"""What the doctor says of a writer's models, none of which it calls."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config.errors import UsageError
from config.secrets import Secret
from daemon.doctor import _limits, examine_library, examine_writer
from daemon.finding import Finding
from daemon.model import Call, Line, Refusal, SectionBrief, SectionKind
from daemon.publish.base import LibraryError
from daemon.write.base import Desk, Writer, WriterConfig, WriterType
from daemon.write.builtin import WRITER as BUILTIN


class Thrifty:
    """An account that allows nothing: whoever calls a model here is found out."""

    def allows(self, cost: float | None) -> bool:
        return False

    def record(self, call: Call, estimate: float | None) -> None:
        raise AssertionError("a model was called")


@dataclass
class Model:
    name: str
    remote: bool

    def title(self, brief: SectionBrief) -> str:
        return "News"

    def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        raise AssertionError("a model was called")


class Config(WriterConfig):
    api_key: Secret | None = None


LARGE, SMALL, ODD = Model("acme/large", remote=True), Model("own/small", remote=False), Model("acme/odd", remote=True)


def writers(config: Any, desk: Desk, kind: SectionKind) -> tuple[Writer, ...]:
    if kind == "closing":
        return ()
    return (LARGE, ODD) if kind in {"news", "weather"} else (SMALL, LARGE)


def price(model: str, tokens_in: int, tokens_out: int) -> float | None:
    return tokens_in * 3e-6 + tokens_out * 15e-6 if model == "acme/large" else None


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(show="morning", prompt=None, prompts=tmp_path, account=Thrifty())


def found(
    desk: Desk, config: WriterConfig, of_kind: Callable[[Any, Desk, SectionKind], Sequence[Writer]] = writers
) -> list[Finding]:
    writer = WriterType("acme", "1", Config, of_kind, lambda asked: (asked, None))
    return list(examine_writer(writer, config, desk, price))


def test_each_model_once_and_where_what_it_is_given_goes(desk: Desk) -> None:
    findings = {finding.what: finding for finding in found(desk, Config())}
    assert all(finding.well for finding in findings.values())
    assert {what: finding.sentence.split(":")[0] for what, finding in findings.items()} == {
        "model own/small": "at home",
        "model acme/large": "elsewhere",
        "model acme/odd": "elsewhere",
    }
    assert "a million tokens cost $3.00 to send and $15.00 to receive" in findings["model acme/large"].sentence
    assert "its price is not known" in findings["model acme/odd"].sentence


def test_a_key_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    missing = tmp_path / "acme.key"
    config = Config.model_validate({"api_key": {"file": str(missing)}})
    first, *_ = found(desk, config)
    assert (first.well, first.what) == (False, "writer api_key")
    assert str(missing) in first.sentence


def test_a_library_that_is_not_there(desk: Desk) -> None:
    def not_installed(config: Any, desk: Desk, kind: SectionKind) -> Sequence[Writer]:
        raise UsageError("Run: pip install acme")

    assert found(desk, Config(), not_installed) == [
        Finding(well=False, what="writer", sentence="Run: pip install acme")
    ]


@pytest.mark.parametrize(("spent", "well"), [(0.0, True), (10.0, True), (10.01, False)])
def test_a_limit_that_is_reached_says_what_to_do(spent: float, well: bool) -> None:
    finding = _limits(WriterConfig(), spent)
    assert finding.well is well
    assert ("raise per_month" in finding.sentence) is not well


def test_the_builtin_writer_has_no_models(desk: Desk) -> None:
    assert list(examine_writer(BUILTIN, WriterConfig(), desk)) == []


@pytest.mark.parametrize("well", [True, False])
def test_a_library_that_can_be_asked_is_asked(well: bool) -> None:
    class Asked:
        async def examine(self) -> str:
            if well:
                return "It is logged in."
            raise LibraryError("The login is over. Run: dawncast login cloud", transient=False)

    finding = asyncio.run(examine_library("cloud", Asked()))
    assert (finding.well, finding.what) == (well, "library cloud")
    assert finding.sentence.startswith("It is" if well else "The login is over.")
