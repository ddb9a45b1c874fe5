"""Streams a section's lines from its writer and keeps those that may be spoken."""

import asyncio

from daemon.clock.budget import Deadline
from daemon.model import Line, Refusal, Script, SectionBrief
from daemon.write.base import Writer
from daemon.write.check import check


async def write(writer: Writer, brief: SectionBrief, deadline: Deadline) -> Script:
    """The section's script; every line may have been refused. Raises TimeoutError when the writer is too slow."""
    lines: list[Line] = []
    refused: list[Refusal] = []
    async with asyncio.timeout(deadline.left()):
        async for line in writer.write(brief):
            if reason := check(line, brief):
                refused.append(Refusal(line=line, reason=reason))
            else:
                lines.append(line)
    return Script(
        section=brief.section.kind,
        title=writer.title(brief),
        language=brief.language,
        writer=writer.name,
        lines=tuple(lines),
        refused=tuple(refused),
    )
