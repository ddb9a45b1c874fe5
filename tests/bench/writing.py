"""How fast a model's words come through: six sections side by side from a paced model, in a process of its own."""

import asyncio
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from connectors.items import Story
from daemon.model import Call, Entry, Line, Section, SectionBrief
from tests.fakes.model_server import Asked, ModelServer

SECTIONS, STORIES = 6, 8
FIRST, PACE = 0.5, 80.0
LEAST_WORDS = 8
NOW = datetime(2026, 3, 24, 5, 55, tzinfo=UTC)
SENTENCES = (
    "Trains on the northern line run every 20 minutes because drivers and the railway have not agreed on shifts.",
    "A town that put motion sensors into its street lights has saved 38 percent of the power that they used.",
    "The probe Halme has sent home its first picture of the far side, a plain where craters were expected by all.",
    "Nurses at three hospitals will strike on Friday, says Ina Brandt of the union, unless a new offer comes first.",
    "The bridge at Harnau stays closed until June, since the steel of two girders has rusted more than was thought.",
    "Pupils in Weidental counted 412 swifts above the old town, the largest number since the counting began.",
    "A court has ruled that the landlord of 60 flats must pay back the rent that he had raised after the repairs.",
    "The museum shows the letters of the painter Lotte Winkler for the first time, and entry is free until Sunday.",
)


@dataclass(frozen=True)
class Written:
    """Seconds from the items to the first checked line and to the last, to warm up, to check it all; megabytes.

    `megabytes`: held after the last line; `peak`: the most that were held at any time.
    """

    warm: float
    first: float
    last: float
    check: float
    words: int
    megabytes: float
    peak: float


def briefs() -> tuple[SectionBrief, ...]:
    """Six sections of eight stories, about a thousand words in all."""
    return tuple(
        SectionBrief(
            section=Section(kind="news", seconds=90, entries=tuple(_entry(part, place) for place in range(STORIES))),
            day=NOW.date(), now=NOW, timezone="Europe/Berlin", language="en",
        )
        for part in range(SECTIONS)
    )  # fmt: skip


def _entry(part: int, place: int) -> Entry:
    title = f"Story {part}-{place}"
    return Entry(item=Story(source="news", uid=title, title=title, feed="Tagesblick", summary=SENTENCES[place]))


def _answer(asked: Asked) -> str:
    told = (("n1", "Tagesblick says trains on the northern line run less often."), *_told())
    return "\n".join(json.dumps({"items": [alias], "say": say}) for alias, say in told)


def _told() -> Iterator[tuple[str, str]]:
    return ((f"n{place}", f"Tagesblick: {sentence}") for place, sentence in enumerate(SENTENCES, start=1))


def compared() -> tuple[Written, float]:
    """What our writer took, and how long such a stream takes for whoever only reads it."""
    with ModelServer() as model:
        model.paced(FIRST, PACE)
        model.answers(_answer)
        command = (sys.executable, "-m", "tests.bench.writing", model.api_base("openai"))
        out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        return Written(**json.loads(out.stdout.splitlines()[-1])), _plain(model)


def _plain(model: ModelServer) -> float:
    body = json.dumps({"model": "m", "stream": True, "messages": [{"role": "user", "content": "."}]})
    connection = http.client.HTTPConnection(model.host, timeout=60)
    started = time.perf_counter()
    connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
    connection.getresponse().read()
    return time.perf_counter() - started


class _Free:
    """An account that allows everything and keeps nothing."""

    def allows(self, cost: float | None) -> bool:
        return True

    def record(self, call: Call, estimate: float | None) -> None:
        pass


async def _write(api_base: str) -> Written:
    import daemon.bootstrap  # noqa: F401  # what a production has imported
    from daemon.write.base import Desk
    from daemon.write.check import judge
    from daemon.write.litellm import LiteLLMWriter, warm
    from daemon.write.litellm_config import ModelConfig
    from daemon.write.write import checked

    begun = time.perf_counter()
    await asyncio.to_thread(warm, "en")
    warmed = time.perf_counter() - begun
    desk = Desk(show="morning", prompt=None, prompts=Path("none"), account=_Free())
    config = ModelConfig(model="openai/paced", api_base=api_base, values="copied")
    lines: list[tuple[float, SectionBrief, Line]] = []
    started = time.perf_counter()

    async def section(brief: SectionBrief) -> None:
        writer = LiteLLMWriter(config, desk, lambda: "7f3a", lambda: NOW)
        async for line in checked(writer, brief):
            if not isinstance(line, Line):
                raise SystemExit(f"a line was refused: {line}")
            lines.append((time.perf_counter() - started, brief, line))

    told = briefs()
    await asyncio.gather(*map(section, told))
    megabytes, peak = _megabytes("VmRSS"), _megabytes("VmHWM")
    checking = time.perf_counter()
    for brief in told:
        reason = judge(brief)
        for line in (line for _, of, line in lines if of is brief):
            reason(line)
    checking = time.perf_counter() - checking
    first = min(at for at, _, line in lines if len(line.text.split()) >= LEAST_WORDS)
    words = sum(len(line.text.split()) for *_, line in lines)
    return Written(warmed, first, max(at for at, *_ in lines), checking, words, megabytes, peak)


def _megabytes(which: str) -> float:
    """What this process holds: VmRSS now, VmHWM at most. (getrusage's figure begins with what its parent held.)"""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(which)) / 1024


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_write(sys.argv[1])).__dict__))  # noqa: T201  # for the process that started it
