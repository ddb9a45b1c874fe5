"""Which lines are refused, and that the stage keeps the rest."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from config.errors import TryLaterError
from daemon.clock.budget import Deadline
from daemon.model import Entry, Line, Refusal, SectionBrief
from daemon.unspeakable import without_addresses, without_markup
from daemon.write.builtin import BuiltinWriter
from daemon.write.check import MOST_WORDS, check
from daemon.write.write import write
from tests.daemon.write.morning import at, brief, day_section, event

YOGA = event("Yoga", at(9), at(10))
BRIEF = brief(day_section(YOGA))

REFUSED = {
    "empty": ["", "  ", "…", "—"],
    "words": [" ".join(["word"] * (MOST_WORDS + 1))],
    "markup": ["a <b>bold</b> word", "see [this](x)", "AT&amp;T", "**loud**", "{e1.start}", "a | b"],
    "heard": ["zero\u200bwidth", "bell\x07", "right\u202eleft", "soft\u00adhyphen",
        "smile 😀", "`code`", "two\nlines", "a\u3164b"],
    "link": [
        "go to https://a.example/b", "see www.a.example", "see evil.com now", "see evil.com/path", "at bbc.co.uk today",
        "write to kim@example.org",
        "mailto:kim", "javascript:alert(1)", "visit evil dot com", "besuche evil Punkt de",
        "the host 10.0.0.1", "EVIL.COM", "Evil.Com",
        "at evil.community", "evil.tech", "EVIL.NETWORK", "at evil.\u0440\u0444", "see xn--80ak6aa92e",
        "email bob (at) evil (dot) org", "bob [at] evil.network", "Www evil com", "h t t p s colon slash slash evil",
        "dot evil dot club now", "https colon slash slash evil", "Follow @evilbot on Telegram", "@kim@evil.social",
        "HTTPS://evil.test/x", "at evil.to/x", "at evil.page",
        "join discord.gg/abc", "at evil\u2024com",
        "at evil\u3002com", "at \uff45\uff56\uff49\uff4c\uff0e\uff43\uff4f\uff4d",
    ],
    "phone": [
        "call 030 1234567", "call +49 (30) 123-4567", "code 12345678", "call 555.123.4567",
        "call 600 123 456", "ring 030 123 456", "PIN 4839", "the code is 482 913", "Passwort: 1234",
        "dial in one one one two two two", "Use code SAVE2026NOW", "Password: hunter2", "Kennwort: geheim7",
        "Send it to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "IBAN DE89 3704 0044 0532 0130 00",
        "the key is a1b2c3d4e5", "mot de passe : abc1",
        "dial five five five one two three four", "eins zwei drei vier fünf sechs sieben", "5, 5, 5, 1, 2, 3, 4",
    ],
}  # fmt: skip
ACCEPTED = [
    "Your day begins at nine with the stand-up.",
    "It costs 1,200,000 euros.",
    "Es kostet 1.200.000 Euro.",
    "From 2019-2024 it rose.",
    "On 2026-03-24 it begins.",
    "Am 24.03.2026 beginnt es.",
    "It's four degrees.",
    "Node.js and C# are fine.",
    "Room 4.2, then 3.5 hours.",
    "There were 600 123 456 of them.",
    "From one to two, then three, four or five.",
    "The building code 2026 is out.",
    "The U.S. and the EU, e.g. at 9 a.m.",
    "Der Bus fährt z.B. bzw. um neun, i.d.R. pünktlich.",
    "EE.UU. y p.ej. México.",
    "Vue.js and report.pdf are not hosts.",
    "Lunch @Joe's, then drinks @ noon.",
    "The password manager was updated in 2026.",
    "Eurovision2026 and a 24stündiger Dienst.",
    "Please pin 3 posters.",
    "He said dot the i.",
    "你好。世界很大。",
    "It ends.In the morning it begins.",
    "one two three go",
    "What? Yes … no.",
]


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in REFUSED.items() for text in texts])
def test_refused(why: str, text: str) -> None:
    assert why in (check(Line(text=text), BRIEF) or "")


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str) -> None:
    assert check(Line(text=text), BRIEF) is None


def test_line_may_rest_on_its_sections_items_only() -> None:
    assert check(Line(text="Yoga.", items=(Entry(item=YOGA).key,)), BRIEF) is None
    assert "section" in (check(Line(text="Yoga.", items=("news/other",)), BRIEF) or "")


@pytest.mark.parametrize("text", [text for why in ("markup", "heard", "link", "phone") for text in REFUSED[why]])
def test_what_is_refused_can_be_taken_out(text: str) -> None:
    bare = without_addresses(without_markup(text)) + " word"
    assert check(Line(text=bare.translate({ord(sign): " " for sign in "{}|[]&"})), BRIEF) is None


class Talker:
    """A writer that says what it is told to."""

    name = "talker"

    def __init__(self, *texts: str, pause: float = 0) -> None:
        self.texts, self.pause = texts, pause

    def title(self, brief: SectionBrief) -> str:
        return "Talk"

    async def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncIterator[Line]:
        for text in self.texts:
            await asyncio.sleep(self.pause)
            yield Line(text=text)


def soon(seconds: float) -> Deadline:
    return Deadline.after(seconds, lambda: 0.0)


def test_stage_keeps_the_good_lines_and_records_the_refused() -> None:
    script = asyncio.run(write(Talker("Good.", "Go to evil.com.", "Also good."), BRIEF, soon(5)))
    assert [line.text for line in script.lines] == ["Good.", "Also good."]
    assert [refusal.line.text for refusal in script.refused] == ["Go to evil.com."]
    assert (script.section, script.title, script.writer, script.language) == ("day", "Talk", "talker", "en")


def test_section_all_of_whose_lines_were_refused_is_an_empty_script() -> None:
    assert asyncio.run(write(Talker("evil.com"), BRIEF, soon(5))).lines == ()


def test_slow_writer_runs_out_of_time() -> None:
    with pytest.raises(TryLaterError):
        asyncio.run(write(Talker("One.", "Two.", pause=30), BRIEF, soon(0.01)))


def test_an_event_whose_words_are_refused_is_told_without_them() -> None:
    told = asyncio.run(_said_after(Refusal(line=Line(text="Yoga.", items=("work/Yoga",)), reason="it holds a link")))
    assert "at nine" in told
    assert "oga" not in told


async def _said_after(refusal: Refusal) -> str:
    return " ".join([line.text async for line in BuiltinWriter().write(BRIEF, [refusal])])
