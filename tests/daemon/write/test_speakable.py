"""What no line may hold, whatever it rests on."""

import pytest

from daemon.unspeakable import without_addresses, without_markup
from daemon.write.speakable import MOST_WORDS, speakable

REFUSED = {
    "empty": ["", "  ", "…", "—"],
    "words": [" ".join(["word"] * (MOST_WORDS + 1))],
    "without end": ["stand" * 1500],
    "encoded": ["call .---- ---.. -----", "fmysaobqgaqdknjveaydcojz"],
    "markup": ["a <b>bold</b> word", "see [this](x)", "AT&amp;T", "**loud**", "{e1.start}", "a | b",
        "# Your day.", "%s and %(title)s come now.", "$(items) comes now", "*soft*", "a ==== b"],
    "heard": ["zero\u200bwidth", "bell\x07", "right\u202eleft", "soft\u00adhyphen",
        "smile 😀", "`code`", "two\nlines", "a\u3164b",
        "The stand-up" + "\u0301" * 300 + " comes now."],
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
        "the word is ZX81-CANARY-7F3K9.", "zxachteins bindestrich canary",
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
    "We're #1 in C#, 20 % up; a 50%ige Lösung.",
    "Tiê\u0301ng Việt",
    "Flight LH2034 with the A320neo, GPT-5 and K2-18b.",
    "What? Yes … no.",
]


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in REFUSED.items() for text in texts])
def test_refused(why: str, text: str) -> None:
    assert why in (speakable(text) or "")


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str) -> None:
    assert speakable(text) is None


@pytest.mark.parametrize("text", [text for why in ("markup", "heard", "link", "phone") for text in REFUSED[why]])
def test_what_is_refused_can_be_taken_out(text: str) -> None:
    bare = without_addresses(without_markup(text)) + " word"
    assert speakable(bare.translate({ord(sign): " " for sign in "{}|[]&"})) is None
