"""Asking a voice for a clip: in its turn, again where that may help, judged, and written down where it left home."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from daemon.home.clips import Clips, key_of
from daemon.model import Call, Clip, SectionKind, VoiceWhy
from daemon.narrate.base import Voice, VoiceError
from daemon.narrate.booth import Booth
from daemon.narrate.lanes import Lanes, Turn
from daemon.narrate.quality import fault

TRIES = 4
SOUND_TRIES = 2
"""A voice that gave no speech twice will not the third time."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
LONGEST_PATIENCE = 60.0
"""Seconds; a host that wants more than that is not asked again in this production."""
ANSWER_SECONDS, ANSWER_SECONDS_A_CHARACTER = 10.0, 0.05
FOR_GOOD: frozenset[VoiceWhy] = frozenset({"key", "quota", "voice", "consent"})
"""What one text has run into, every other one would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A clip that is wanted: the text as the voice gets it, for which section, and when it is its turn."""

    voice: Voice
    text: str
    before: str
    after: str
    section: SectionKind
    turn: Turn

    @property
    def key(self) -> str:
        """What its clip is kept under."""
        return key_of(self.voice.identity, self.text, self.before, self.after)

    @property
    def estimate(self) -> float | None:
        """What it costs (US dollars), None where no price is known."""
        return None if self.voice.price is None else self.voice.price * len(self.text)


class Asking:
    """Asks the voices of one production and keeps their clips; what has shut one of them for good is remembered."""

    def __init__(self, clips: Clips, booth: Booth) -> None:
        self._clips = clips
        self._booth = booth
        self._lanes = Lanes(booth.widths, booth.clock)
        self._shut: dict[str, VoiceError] = {}
        self._widths: dict[str, int] = {}

    def shut(self, voice: Voice) -> VoiceError | None:
        """Why a voice need not be asked."""
        if self._booth.offline and voice.host:
            return VoiceError(
                f"{voice.name} was not asked: this run is offline. Run it with a connection, or set a local voice.",
                "offline",
            )
        return self._shut.get(voice.identity)

    async def clip(self, order: Order) -> Clip:
        """The clip, which is speech. Raises VoiceError: for good, or after several tries.

        Too much at once is no try: there is an end to it when whoever asks has no more time.
        """
        failures: list[VoiceWhy] = []
        busy = 0
        while True:
            try:
                return await self._asked(order)
            except VoiceError as error:
                if not error.busy:
                    failures.append(error.why)
                if _is_final(error, failures):
                    raise
                wait = _wait(error, busy if error.busy else len(failures) - 1, self._booth.jitter())
                busy += error.busy
            await asyncio.sleep(wait)

    async def _asked(self, order: Order) -> Clip:
        """One request, in its turn. Its clip is judged and kept outside it, which holds up no other turn."""
        async with self._lanes.of(order.voice).turn(order.turn):
            estimate = await self._allowed(order)
            try:
                answer = await _answer(order)
            except asyncio.CancelledError:
                await asyncio.to_thread(self._record, order, estimate, None)
                raise
            self._notice(order.voice, answer)
        # The thread goes on to its end, even where nobody waits for the clip any more: it was paid for.
        answer = await asyncio.to_thread(self._settled, order, estimate, answer)
        if isinstance(answer, VoiceError):
            raise answer
        return answer

    def _settled(self, order: Order, estimate: float | None, answer: Clip | VoiceError) -> Clip | VoiceError:
        """The answer, as it was judged; a good clip is kept, and the request written down. For a thread."""
        try:
            if isinstance(answer, VoiceError):
                return answer
            if wrong := fault(answer, order.text):
                return _unusable(order.voice, wrong)
            self._clips.put(order.key, answer, order.voice.identity)
            return answer
        finally:
            self._record(order, estimate, answer)

    def _record(self, order: Order, estimate: float | None, answer: Clip | VoiceError | None) -> None:
        if not order.voice.host:
            return
        self._booth.account.record(_call(order, answer, self._booth.now()), estimate)
        width = self._lanes.of(order.voice).at_once
        if self._widths.setdefault(order.voice.host, width) != width:
            self._widths[order.voice.host] = width
            self._booth.widths.learnt(order.voice.host, width)

    def _notice(self, voice: Voice, answer: Clip | VoiceError) -> None:
        """What an answer means for all that comes after it, before anybody else has a turn."""
        lane = self._lanes.of(voice)
        self._widths.setdefault(voice.host, lane.at_once)
        if isinstance(answer, Clip):
            lane.answered(voice)
        elif _is_for_good(answer):
            self._shut[voice.identity] = answer
        elif answer.busy:
            lane.refused(voice, None if answer.retry_after is None else max(FIRST_WAIT, answer.retry_after))

    async def _allowed(self, order: Order) -> float | None:
        """The request's estimated cost, once it may be made."""
        shut = self._shut.get(order.voice.identity)
        if shut and shut.why != "limit":
            raise shut
        if not order.voice.host:
            return None
        if order.estimate and not await asyncio.to_thread(self._booth.account.allows, order.estimate):
            error = VoiceError(
                f"{order.voice.name} was not asked: its cost would pass the limit under [writer]. Raise that, or set "
                "a voice that costs nothing.",
                "limit",
            )
            # A section that has not begun yet would only be bought in part.
            self._shut[order.voice.identity] = error
            raise error
        return order.estimate


async def _answer(order: Order) -> Clip | VoiceError:
    """What the voice answers in the time that a remote one is given."""
    voice = order.voice
    patience = ANSWER_SECONDS + ANSWER_SECONDS_A_CHARACTER * len(order.text) if voice.remote else None
    try:
        async with asyncio.timeout(patience):
            return await voice.speak(order.text, order.before, order.after)
    except TimeoutError:
        return VoiceError(f"{voice.name} did not answer in time. Try again, or choose another voice.", "late")
    except VoiceError as error:
        return error


def _is_for_good(error: VoiceError) -> bool:
    return error.why in FOR_GOOD or (error.retry_after or 0) > LONGEST_PATIENCE


def _is_final(error: VoiceError, failures: Sequence[VoiceWhy]) -> bool:
    if not error.transient or _is_for_good(error):
        return True
    return len(failures) >= TRIES or failures.count("sound") >= SOUND_TRIES


def _wait(error: VoiceError, before: int, jitter: float) -> float:
    """Seconds until the next try, after so many of the kind; none where its whole lane waits."""
    if error.busy and error.retry_after is not None:
        return 0.0
    return error.retry_after or min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(before, 10)) * (1 + jitter) / 2


def _unusable(voice: Voice, wrong: str) -> VoiceError:
    return VoiceError(f"What {voice.name} gave cannot be used ({wrong}). Try again, or choose another voice.", "sound")


def _call(order: Order, answer: Clip | VoiceError | None, now: datetime) -> Call:
    """What is written down of a request; None: it was given up."""
    return Call(
        at=now,
        purpose="narrate",
        section=order.section,
        host=order.voice.host,
        model=order.voice.name,
        sent=sum(len(text.encode(errors="replace")) for text in (order.before, order.text, order.after)),
        received=len(answer.pcm) if isinstance(answer, Clip) else 0,
        fields=("script.text",),
        characters=len(order.text),
        cost=order.estimate if isinstance(answer, Clip) else None,
        outcome=_outcome(answer),
    )


def _outcome(answer: Clip | VoiceError | None) -> Literal["done", "late", "failed"]:
    if isinstance(answer, Clip):
        return "done"
    return "late" if answer is None or (answer.why == "late" and not answer.busy) else "failed"
