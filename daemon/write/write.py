"""Streams a section's lines from its writer, keeps those that may be spoken, and goes down the ladder of writers."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from config.errors import TryLaterError
from daemon.clock.budget import Deadline
from daemon.model import Fall, Line, Refusal, Script, SectionBrief
from daemon.write.base import Writer, WriterError
from daemon.write.check import judge
from daemon.write.cover import covered, must_tell, told_in, words_for
from daemon.write.hosting import cast, is_cast
from daemon.write.speakable import speakable
from daemon.write.spoken import say
from daemon.write.standins import StandIns, is_withheld, stand_ins
from daemon.write.telling import finished

_QUOTED = re.compile(r"“.*”|\{.*\}|unknown item \S+", re.DOTALL)
MOST_REFUSED = 1 / 3
"""Of a section's lines; with more of them it is asked for once more."""
ENOUGH = 3
"""After so many times the words that it may have, nothing more of a section is read."""


Heard = Callable[[tuple[Line, ...]], None]
"""Is told all lines that may be spoken so far, each time there are more: a voice need not wait for the rest."""


def _to_nobody(lines: tuple[Line, ...]) -> None:
    """For whoever waits for the whole script."""


async def write(
    models: Sequence[Writer], builtin: Writer, brief: SectionBrief, deadline: Deadline, heard: Heard = _to_nobody
) -> Script:
    """The section's script by the first of the models that can write it, else by the built-in writer.

    Each model has half of the time that is left. `heard` is told a model's lines while they come in, as they will be
    spoken; the script begins with them unless the writer falls, or goes back in the order of its items, or says more
    than fits. Raises TryLaterError when even the built-in writer is too slow.
    """
    fell: list[Fall] = []
    refused: list[Refusal] = []
    preview = _Preview(brief, heard)
    for model in models:
        try:
            async with asyncio.timeout(deadline.share(0.5).left()):
                answer = await _by_model(model, brief, preview)
        except TimeoutError:
            fell.append(Fall(writer=model.name, why="late"))
        except WriterError as error:
            fell.append(Fall(writer=model.name, why=error.why))
        else:
            refused += (*answer.before, *answer.refused)
            if not answer.failed(brief):
                lines = covered(answer.lines, brief)
                return _script(model, brief, replace(answer, lines=lines, refused=tuple(refused)), fell)
            fell.append(Fall(writer=model.name, why="refused"))
    return _script(builtin, brief, await _by_phrases(builtin, brief, deadline, refused), fell)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of asking a writer: lines that may be spoken, and those that may not.

    `before`: what was refused when it was asked the first time.
    """

    lines: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    before: tuple[Refusal, ...] = ()

    def failed(self, brief: SectionBrief) -> bool:
        """Whether a refused line took what must be told with it, too many were refused, or most items are not told."""
        refused = {key for refusal in self.refused for key in refusal.line.items}
        lost = refused & must_tell(brief) - told_in(self.lines, brief)
        all_of_it = len(self.lines) + len(self.refused)
        told = told_in(self.lines, brief)
        left_out = not must_tell(brief) and len(told) < len(brief.section.entries) / 2
        return bool(lost) or left_out or not self.lines or len(self.refused) > all_of_it * MOST_REFUSED


class _Preview:
    """Tells of lines before the section is whole: never two beginnings, and nothing of a section that is in doubt.

    In doubt is one of which a line was refused, and one with words that not every voice may hear.
    """

    def __init__(self, brief: SectionBrief, heard: Heard) -> None:
        self._brief = brief
        self._heard = heard
        self._told: tuple[Line, ...] = ()
        self._open = not any(entry.local_only for entry in brief.section.entries)

    def close(self) -> None:
        """Tell nothing more."""
        self._open = False

    def show(self, lines: Sequence[Line]) -> None:
        """All lines that there are so far."""
        if not self._open:
            return
        settled, told = _settled(lines, self._brief), len(self._told)
        if len(settled) > told and settled[:told] == self._told:
            self._told = settled
            self._heard(settled)


def _settled(lines: Sequence[Line], brief: SectionBrief) -> tuple[Line, ...]:
    """The first of the lines, with their speakers, that stay as they are if what is to come goes on in their order."""
    kept: list[Line] = []
    words = 0
    for line, same in zip(lines, covered(lines, _so_far(lines, brief)), strict=False):
        words += len(line.text.split())
        if line is not same or words > words_for(brief):
            break
        kept.append(line)
    if brief.hosts == "conversation" and not is_cast(kept):
        return ()  # whether the writer casts them is not known yet
    return cast(kept, brief)


def _so_far(lines: Sequence[Line], brief: SectionBrief) -> SectionBrief:
    """The section up to the last item that is told: what comes behind it may be told yet."""
    entries, told = brief.section.entries, {key for line in lines for key in line.items}
    last = max((at for at, entry in enumerate(entries, start=1) if entry.key in told), default=0)
    return replace(brief, section=replace(brief.section, entries=entries[:last]))


async def _by_model(model: Writer, brief: SectionBrief, preview: _Preview) -> _Answer:
    """What a model wrote, asked once more where the first answer will not do. Raises WriterError."""
    if model.remote and is_withheld(brief):
        raise WriterError("It holds what may not leave this machine.", "private")
    hidden = stand_ins(brief) if model.remote else StandIns(brief)
    answer = await _asked(model, hidden, preview)
    if answer.failed(brief):
        answer = replace(await _asked(model, hidden, preview, answer.refused), before=answer.refused)
    return answer


async def _asked(model: Writer, hidden: StandIns, preview: _Preview, before: Sequence[Refusal] = ()) -> _Answer:
    lines: list[Line] = []
    refused: list[Refusal] = []
    async with aclosing(checked(model, hidden.brief, before)) as answer:
        async for line in answer:
            if isinstance(line, Refusal):
                preview.close()
                refused.append(line)
                continue
            told = hidden.put_back(line)
            spoken = _in_words(told, hidden.brief.language)
            if reason := hidden.left(spoken) or speakable(spoken.text):
                preview.close()
                refused.append(Refusal(line=line, reason=reason))
                continue
            lines.append(spoken)
            preview.show(lines)
    return _Answer(tuple(lines), tuple(refused))


def _in_words(line: Line, language: str) -> Line:
    """A line whose values were copied, with its digits and signs as people say them."""
    return line if line.filled is not None else replace(line, text=finished(say(line.text, language)))


async def checked(
    model: Writer, brief: SectionBrief, before: Sequence[Refusal] = ()
) -> AsyncGenerator[Line | Refusal, None]:
    """The model's lines as they come, each as it may be spoken, or refused and why."""
    reason_of = judge(brief)
    words, most = 0, words_for(brief) * ENOUGH
    async with aclosing(model.write(brief, before)) as answer:
        async for line in answer:
            if isinstance(line, Refusal):
                yield line
            elif reason := reason_of(line):
                yield Refusal(line=line, reason=reason)
            else:
                yield line
            words += len((line.line if isinstance(line, Refusal) else line).text.split())
            if words > most:
                return


async def _by_phrases(builtin: Writer, brief: SectionBrief, deadline: Deadline, refused: Sequence[Refusal]) -> _Answer:
    """The built-in writer's lines. Its values are code's own; judged is how they sound. It is asked once more."""
    try:
        async with asyncio.timeout(deadline.left()):
            lines, bad = await _phrases(builtin, brief, ())
            if bad:
                lines, still = await _phrases(builtin, brief, bad)
                bad = tuple(dict.fromkeys((*bad, *still)))
    except TimeoutError as error:
        raise TryLaterError(f"The writer {builtin.name} was not done in time. Try again.") from error
    return _Answer(lines, (*refused, *bad))


async def _phrases(
    builtin: Writer, brief: SectionBrief, before: Sequence[Refusal]
) -> tuple[tuple[Line, ...], tuple[Refusal, ...]]:
    lines: list[Line] = []
    refused: list[Refusal] = []
    async for line in builtin.write(brief, before):
        if isinstance(line, Refusal):
            refused.append(line)
        elif reason := speakable(line.text) or _foreign(line, brief):
            refused.append(Refusal(line=line, reason=reason))
        else:
            lines.append(line)
    return tuple(lines), tuple(refused)


def _foreign(line: Line, brief: SectionBrief) -> str | None:
    known = {entry.key for entry in brief.section.entries}
    return None if known.issuperset(line.items) else "it names an item that is not in its section"


def _script(writer: Writer, brief: SectionBrief, answer: _Answer, fell: Sequence[Fall]) -> Script:
    """The script; of what was refused only why and about what: its words, quoted ones too, may be anybody's."""
    kept = {entry.key for entry in brief.section.entries if entry.local_only}
    return Script(
        section=brief.section.kind,
        title=writer.title(brief),
        language=brief.language,
        writer=writer.name,
        lines=cast(answer.lines, brief),
        refused=tuple(
            Refusal(line=Line(text="", items=one.line.items), reason=_QUOTED.sub("…", one.reason))
            for one in answer.refused
        ),
        fell=tuple(fell),
        local_only=any(key in kept for line in answer.lines for key in line.items),
    )
