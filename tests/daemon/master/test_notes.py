import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.items import Event, Item, Message, Story, key_of
from daemon.master.chapters import Placed
from daemon.master.notes import About, clones, disclosure, notes
from daemon.master.wording import WORDINGS, date_in_words
from daemon.model import (
    Briefing,
    Cue,
    Entry,
    Failure,
    Fall,
    Rundown,
    Section,
    SectionKind,
    SourceWarning,
    VoiceFall,
    VoiceWhy,
    Why,
)
from tests.daemon.master.studio import BRIEFING, DAY, MADE, MEETING, NOTE, RENT, RUNDOWN, STRIKE, WEATHER, a_segment


def placed(kind: SectionKind, title: str, start: float, *keys: str) -> Placed:
    return Placed(a_segment(kind, title, *(Cue(start=0.0, end=1.0, text="…", items=(key,)) for key in keys)), start)


def told(*sections: Placed, rundown: Rundown = RUNDOWN, briefing: Briefing = BRIEFING, language: str = "en") -> str:
    return notes(
        About(title="Morning: Tuesday", language=language, sections=sections, rundown=rundown, briefing=briefing)
    )


def told_of(item: Item, *, cancelled: bool = False) -> str:
    """The notes' one row, of a section that tells this item."""
    section = Section(kind="day", seconds=1, entries=(Entry(item=item, cancelled=cancelled),))
    page = told(
        placed("day", "Your day", 0.0, key_of(item)),
        rundown=Rundown(show="m", day=DAY, timezone="UTC", sections=(section,)),
    )
    return page.partition("<li>")[2].partition("</li>")[0]


def test_the_whole_page() -> None:
    failures = (
        Failure(source="mail", reason="no route to mail.internal.example", as_of=MADE),
        Failure(source="vault", reason="no folder at /home/kim"),
    )
    warnings = (SourceWarning(source="work", reason="line 3"), SourceWarning(source="work", reason="line 9"))
    page = told(
        placed("opening", "Good morning", 2.6, "work/e1"),
        placed("day", "Your day", 65.2, "work/e1", "work/e1", "family/e2"),
        placed("news", "News & more", 3700.0, "news/s1", "news/s2", "news/unknown"),
        briefing=replace(BRIEFING, failures=failures, warnings=warnings),
    )
    assert page == (
        '<!doctype html>\n<html lang="en">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark"><title>Morning: Tuesday</title></head>\n<body>\n'
        "<h1>Morning: Tuesday</h1>\n"
        "<h2>00:00 Good morning</h2>\n"
        "<h2>01:05 Your day</h2>\n"
        "<ul>\n"
        "<li>10:00–11:00: Design, room 4.2 — work</li>\n"
        "<li><s>15:00–16:00: Private appointment</s> (cancelled) — family</li>\n"
        "</ul>\n"
        "<h2>1:01:40 News &amp; more</h2>\n"
        "<ul>\n"
        '<li><a href="https://example.org/strike?a=1&amp;b=2" rel="noopener noreferrer">S-Bahn strike &amp; delays</a>'
        " — Tagesblick (also in Stadtfunk)</li>\n"
        "<li>A comet&#x27;s far side — Orbit</li>\n"
        "</ul>\n"
        "<h2>What is missing</h2>\n"
        "<ul>\n"
        "<li>mail could not be reached: as of 2026-03-24 04:30.</li>\n"
        "<li>vault could not be reached.</li>\n"
        "<li>Not everything in work could be read.</li>\n"
        "</ul>\n"
        "<p>Made by a program. Words: builtin. Synthetic voice: espeak-ng. Nobody has checked it by hand.</p>\n"
        "</body>\n</html>\n"
    )


@pytest.mark.parametrize(
    ("item", "row"),
    [
        (MEETING, "10:00–11:00: Design, room 4.2 — work"),
        (replace(MEETING, also_in=("family",)), "10:00–11:00: Design, room 4.2 — work (also in family)"),
        (
            Event(source="work", uid="a", summary="Holiday", start=DAY, end=date(2026, 3, 25), all_day=True),
            "All day: Holiday — work",
        ),
        (
            replace(MEETING, end=MEETING.end.replace(day=26)),
            "2026-03-24 10:00 – 2026-03-26 11:00: Design, room 4.2 — work",
        ),
        (RENT, "Pay rent (2026-03-24) — todo"),
        (replace(RENT, due=None), "Pay rent — todo"),
        (WEATHER, "Berlin: 4 – 11 °C — weather"),
        (replace(WEATHER, place="Berlin, call +49 30 1234567"), "Berlin: 4 – 11 °C — weather"),
        (replace(WEATHER, place="https://evil.example"), "4 – 11 °C — weather"),
        (replace(WEATHER, credit="Data by ![x](https://evil.example/p.png)"), "Berlin: 4 – 11 °C — Data by !x"),
        (replace(WEATHER, credit="PIN 4839"), "Berlin: 4 – 11 °C — weather"),
        (NOTE, "Ask Anna about the flat — vault"),
        (replace(STRIKE, link=None, also_in=()), "S-Bahn strike &amp; delays — Tagesblick"),
        (
            replace(MEETING, summary="Sync, PIN 4839", location="https://zoom.example/j/123456789?pwd=x"),
            "10:00–11:00: Sync — work",
        ),
        (
            replace(MEETING, summary="+49 30 1234567", location="Room 4.2, call +49 30 1234567"),
            "10:00–11:00: Room 4.2 — work",
        ),
        (replace(RENT, summary="Pay at evil.example/pay"), "Pay (2026-03-24) — todo"),
        (
            replace(STRIKE, link=None, title="<b>Win</b> at evil.network!", also_in=("Club evil.club",)),
            "Win! — Tagesblick (also in Club evil)",
        ),
        (replace(STRIKE, link=None, title="https://evil.example", also_in=()), "Tagesblick — Tagesblick"),
    ],
)
def test_each_kind_of_item(item: Item, row: str) -> None:
    assert told_of(item) == row


def test_the_end_of_the_page_says_who_did_what_instead_of_whom() -> None:
    day, news, closing = a_segment("day", "Your day"), a_segment("news", "News <now>"), a_segment("closing", "Bye")
    key = (VoiceFall(voice="ElevenLabs Anna", why="key"),)
    late = (*key, VoiceFall(voice="Kokoro", why="late"))
    page = notes(
        About(
            title="Morning: Tuesday",
            language="en",
            sections=(
                Placed(replace(day, voices_fell=key, fell=(Fall(writer="gpt-x", why="limit"),)), 2.0),
                Placed(replace(news, voices_fell=late), 60.0),
                Placed(replace(closing, voice="ElevenLabs Kim", cloned=("Kim & co",)), 90.0),
            ),
            rundown=RUNDOWN,
            briefing=BRIEFING,
            remarks=("<bed>.mp3 could not be played.",),
        )
    )
    assert page.partition("<h2>01:30 Bye</h2>\n")[2] == (
        "<h2>What is missing</h2>\n"
        "<ul>\n"
        "<li>&lt;bed&gt;.mp3 could not be played.</li>\n"
        "</ul>\n"
        "<p>Your day: written by builtin, since gpt-x would have cost more than you allow.</p>\n"
        "<p>Your day, News &lt;now&gt;: spoken by espeak-ng, since ElevenLabs Anna did not accept your key.</p>\n"
        "<p>News &lt;now&gt;: spoken by espeak-ng, since Kokoro was too slow.</p>\n"
        "<p>Made by a program. Words: builtin. Synthetic voice: espeak-ng, ElevenLabs Kim. "
        "Nobody has checked it by hand. The voice Kim &amp; co is a clone, used with the person’s consent.</p>\n"
        "</body>\n</html>\n"
    )


@given(st.text(), st.text(), st.text())
def test_nothing_in_an_item_is_markup(title: str, link: str, feed: str) -> None:
    row = told_of(Story(source="s", uid="u", title=title, link=link, feed=feed))
    assert row.count("<") == (2 if row.startswith('<a href="') else 0)
    assert "src=" not in row.partition(">")[0]


@pytest.mark.parametrize(
    ("sender", "subject", "row"),
    [
        ("Anna Kern", "The flat <in> June", "Anna Kern: The flat June — mail"),
        ("", "Tennis?", "Tennis? — mail"),
        ("Anna", "+49 30 1234567", "Anna — mail"),
        ("anna@example.org", "Lunch", "Lunch — mail"),
    ],
)
def test_a_message_is_sender_and_subject_and_no_address(sender: str, subject: str, row: str) -> None:
    assert told_of(Message(source="mail", uid="1", subject=subject, sender=sender, sent=MADE)) == row


def test_the_disclosure_names_each_writer_and_voice_once() -> None:
    segments = (
        a_segment("opening", "1", writer="builtin", voice="espeak-ng en"),
        a_segment("day", "2", writer="a-model", voice="espeak-ng en"),
        a_segment("closing", "3", writer="builtin", voice="espeak-ng en"),
    )
    said = disclosure([Placed(segment, 0.0) for segment in segments], "en")
    assert said == (
        "Made by a program. Words: builtin, a-model. Synthetic voice: espeak-ng en. Nobody has checked it by hand."
    )


@pytest.mark.parametrize("language", WORDINGS)
def test_every_language_says_it_all(language: str) -> None:
    briefing = replace(
        BRIEFING,
        failures=(Failure(source="mail", reason=""), Failure(source="work", reason="", as_of=MADE)),
        warnings=(SourceWarning(source="news", reason=""),),
    )
    page = told(placed("day", "Tag", 0.0, "family/e2"), briefing=briefing, language=f"{language}-XX")
    assert all(word in page for word in ("mail", "work", "2026-03-24 04:30", "news", "builtin", "espeak-ng"))
    assert "{" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-GB", "Tuesday, 24 March 2026"),
        ("de", "Dienstag, 24. März 2026"),
        ("fr", "Mardi 24 mars 2026"),
        ("es", "Martes, 24 de marzo de 2026"),
        ("xx-nonsense", "Tuesday, 24 March 2026"),
    ],
)
def test_the_date_in_words(language: str, said: str) -> None:
    assert date_in_words(DAY, language) == said


@pytest.mark.parametrize("why", get_args(Why))
@pytest.mark.parametrize("language", WORDINGS)
def test_who_wrote_instead_of_whom_and_why_is_said_once(language: str, why: Why) -> None:
    fell = (Fall(writer="gpt-x", why=why),)
    sections = [Placed(replace(a_segment("day", title), fell=fell), 0.0) for title in ("day", "news")]
    page = told(*sections, language=language)
    (said,) = re.findall(r"<p>(day, news.*)</p>", page)
    assert "builtin" in said
    assert "gpt-x" in said


@pytest.mark.parametrize("why", get_args(VoiceWhy))
@pytest.mark.parametrize("language", WORDINGS)
def test_who_spoke_instead_of_whom_and_why_is_said_once(language: str, why: VoiceWhy) -> None:
    fell = (VoiceFall(voice="Rachel", why=why),)
    sections = [Placed(replace(a_segment("day", title), voices_fell=fell), 0.0) for title in ("day", "news")]
    (said,) = re.findall(r"<p>(day, news.*)</p>", told(*sections, language=language))
    assert "espeak-ng" in said
    assert "Rachel" in said
    assert "{" not in said


def test_each_reason_reads_differently() -> None:
    for words in WORDINGS.values():
        assert len(set(words.voice_why.values())) == len(get_args(VoiceWhy))
        assert words.voice_why.keys() == set(get_args(VoiceWhy))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The voice Anna is a clone, used with the person’s consent."),
        ("de-AT", "Die Stimme Anna ist geklont und wird mit Zustimmung der Person verwendet."),
        ("fr", "La voix Anna est un clone, utilisé avec l’accord de la personne."),
        ("es", "La voz Anna es un clon, usado con el consentimiento de la persona."),
    ],
)
def test_a_clone_is_named_once_and_in_the_disclosure(language: str, said: str) -> None:
    sections = [Placed(replace(a_segment("day", title), cloned=("Anna",)), 0.0) for title in ("day", "news")]
    assert clones(sections, language) == said
    assert disclosure(sections, language).endswith(f" {said}")


def test_no_clone_no_word_of_it() -> None:
    assert clones([placed("day", "Day", 0.0)], "en") == ""
