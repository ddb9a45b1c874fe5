from dataclasses import replace
from pathlib import Path

import pytest

from connectors.items import Message
from daemon.model import Section
from daemon.write.spoken import LANGUAGES
from tests.daemon.write.morning import brief, lines, message, said, section

DATA = Path(__file__).parent / "data"


def mail(*messages: Message, sentences: int = 1, complete: bool = True) -> Section:
    return section("mail", *messages, sentences=sentences, complete=complete)


def the_mail() -> Section:
    return mail(
        message("Re: The flat in June", summary="Hi Kim. The flat is free in June. Shall I book it?", flagged=True),
        message("[Accounts] Invoice 12", "Brandt &amp; Co"),
        message("", "Dr Weiss"),
        message("Tennis?", ""),
        sentences=2,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_in_four_languages(language: str) -> None:
    told = "\n".join(line.text for line in lines(brief(the_mail(), language)))
    assert told + "\n" == (DATA / f"mail.{language}.txt").read_text(encoding="utf-8")


def test_the_count_rests_on_all_and_each_line_on_its_own() -> None:
    first, *rest = lines(brief(mail(message("One"), message("Two"))))
    assert first.items == ("mail/One", "mail/Two")
    assert [line.items for line in rest] == [("mail/One",), ("mail/Two",)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (mail(message("One")), "ne unread message."),
        (mail(message("One"), message("Two")), "wo unread messages."),
        (mail(message("One", flagged=True)), "ne message "),
        (mail(message("One", flagged=True), message("Two")), "wo messages "),
        (mail(message("One"), message("Two"), complete=False), "of your messages"),
    ],
)
def test_how_many_there_are(told: Section, words: str) -> None:
    first, *_ = lines(brief(told))
    assert words in first.text.replace("Of your messages, two", "two of your messages")
    assert "unread" in first.text or "unread" not in words


@pytest.mark.parametrize(
    ("subject", "spoken"),
    [
        ("Re: AW: Fwd: Lunch", "Lunch"),
        ("[rowing-club] Re[2]: Lunch", "Lunch"),
        ("The flat", "the flat"),
        ("Lunch?", "Lunch?"),
        ("LUNCH!!!", "LUNCH."),
        ("Regatta", "Regatta"),
        ("<b>Lunch</b>: kim@example.org", "Lunch"),
        ("word " * 60, "word " * 24 + "word."),
    ],
)
def test_subjects(subject: str, spoken: str) -> None:
    assert said(brief(mail(message(subject)))).rstrip(".").endswith(spoken.rstrip("."))


@pytest.mark.parametrize("subject", ["", "Re:", "https://evil.example", "!!!", "[list]"])
def test_what_is_no_subject(subject: str) -> None:
    assert "without a subject" in said(brief(mail(message(subject))))


def test_a_sentence_only_of_a_flagged_one_and_only_if_it_is_short() -> None:
    short, long = "The flat is free in June.", "The flat is free " + "and free " * 12 + "in June."
    assert short in said(brief(mail(message("x", summary=short, flagged=True), sentences=2)))
    assert short not in said(brief(mail(message("x", summary=short, flagged=True), sentences=1)))
    assert "and free" not in said(brief(mail(message("x", summary=long, flagged=True), sentences=2)))
    assert "Read more" not in said(
        brief(mail(message("x", summary="Read more on our page.", flagged=True), sentences=2))
    )


def test_nobody_is_called_by_an_address() -> None:
    told = said(brief(mail(replace(message("Lunch"), sender="anna@example.org"))))
    assert "omebody" in told
    assert "example" not in told
