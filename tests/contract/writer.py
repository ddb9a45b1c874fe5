"""What every writer owes: subclass it in the writer's tests and give it the writer."""

import asyncio

import pytest

from daemon.model import Line, Refusal, Section, SectionBrief
from daemon.write.base import Writer
from daemon.write.check import judge
from tests.daemon.write.morning import DAY, NOW, ZONE, brief, morning


async def _lines(writer: Writer, told: SectionBrief, refused: tuple[Refusal, ...] = ()) -> list[Line]:
    return [line async for line in writer.write(told, refused) if isinstance(line, Line)]


class WriterContract:
    """The suite; `writer` makes the one to judge."""

    def writer(self) -> Writer:
        """The writer that is judged."""
        raise NotImplementedError

    def lines(self, section: Section, refused: tuple[Refusal, ...] = ()) -> list[Line]:
        return asyncio.run(_lines(self.writer(), brief(section), refused))

    def test_has_a_name(self) -> None:
        assert self.writer().name

    @pytest.mark.parametrize("section", morning(), ids=lambda section: section.kind)
    def test_titles_every_section(self, section: Section) -> None:
        title = self.writer().title(brief(section))
        assert title == title.strip() != ""

    @pytest.mark.parametrize("section", morning(), ids=lambda section: section.kind)
    def test_tells_every_section_in_lines_that_may_be_spoken(self, section: Section) -> None:
        lines = self.lines(section)
        assert lines
        reason = judge(brief(section), phrases=True)
        assert [reason(line) for line in lines] == [None] * len(lines)

    @pytest.mark.parametrize("section", morning(), ids=lambda section: section.kind)
    def test_names_every_item_it_was_given(self, section: Section) -> None:
        told = {key for line in self.lines(section) for key in line.items}
        assert told == {entry.key for entry in section.entries}

    @pytest.mark.parametrize("section", morning(), ids=lambda section: section.kind)
    def test_does_not_say_a_refused_line_again(self, section: Section) -> None:
        first, *_ = self.lines(section)
        again = self.lines(section, (Refusal(line=first, reason="it may not be spoken"),))
        assert first.text not in [line.text for line in again]

    def test_empty_sections_do_no_harm(self) -> None:
        for section in morning():
            empty = Section(kind=section.kind, seconds=0)
            told = SectionBrief(section=empty, day=DAY, now=NOW, timezone=ZONE.key, language="en")
            lines = asyncio.run(_lines(self.writer(), told))
            assert [line.items for line in lines] == [()] * len(lines)
