"""Streams a section's lines from its writer and keeps those that may be spoken."""

import asyncio

from config.errors import TryLaterError
from daemon.clock.budget import Deadline
from daemon.model import Line, Refusal, Script, SectionBrief
from daemon.write.base import Writer
from daemon.write.check import check


async def write(writer: Writer, brief: SectionBrief, deadline: Deadline) -> Script:
    """The section's script. What was refused is asked for once more; every line may have been refused in the end.

    Raises TryLaterError when the writer is too slow.
    """
    try:
        async with asyncio.timeout(deadline.left()):
            lines, refused = await _asked(writer, brief, ())
            if refused:
                lines, still = await _asked(writer, brief, refused)
                refused = tuple(dict.fromkeys((*refused, *still)))
    except TimeoutError as error:
        raise TryLaterError(f"The writer {writer.name} was not done in time. Try again.") from error
    return Script(
        section=brief.section.kind,
        title=writer.title(brief),
        language=brief.language,
        writer=writer.name,
        lines=lines,
        refused=refused,
    )


async def _asked(
    writer: Writer, brief: SectionBrief, before: tuple[Refusal, ...]
) -> tuple[tuple[Line, ...], tuple[Refusal, ...]]:
    """The lines that may be spoken, and those that may not."""
    lines: list[Line] = []
    refused: list[Refusal] = []
    async for line in writer.write(brief, before):
        if reason := check(line, brief):
            refused.append(Refusal(line=line, reason=reason))
        else:
            lines.append(line)
    return tuple(lines), tuple(refused)
