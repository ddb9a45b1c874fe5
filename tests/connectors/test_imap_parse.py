from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.codec import to_json
from connectors.imap_answers import Fetched, Node, Part, day, fetched, folder, nodes, text_part
from connectors.imap_parse import Mail, is_newsletter, message, newsletter, page
from connectors.imap_text import decoded, unpacked
from connectors.items import Message
from tests.corpus import corpus

ARRIVED = datetime(2026, 3, 24, 5, 0, tzinfo=UTC)
PLAIN = Part("1", html=False, charset="utf-8", encoding="8bit", octets=100)


def read(header: str | bytes, body: str = "", part: Part | None = PLAIN) -> Message:
    raw = header if isinstance(header, bytes) else header.encode()
    return message(Mail(7, ARRIVED, raw, part, body.encode()), 1)


# the header ---


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Anna Kern <anna@example.org>", "Anna Kern"),
        ('"Kern, Anna" <anna@example.org>', "Kern, Anna"),
        ('"Anna \\"A\\" Kern" <anna@example.org>', 'Anna "A" Kern'),
        ("anna@example.org (Anna Kern)", "Anna Kern"),
        ("=?utf-8?Q?J=C3=BCrgen_Wei=C3=9F?= <j@example.org>", "Jürgen Weiß"),
        ("=?utf-8?Q?Kern=2C_Anna_=3Cx=3E?= <a@example.org>", "Kern, Anna <x>"),
        ('"=?iso-8859-1?q?Andr=E9?=" <a@example.org>', "André"),
        ("Jürgen <j@example.org>", "Jürgen"),
        ("anna@example.org", ""),
        ("<anna@example.org>", ""),
        ('"anna@example.org" <anna@example.org>', ""),
        ("Anna (anna@example.org) <anna@example.org>", ""),
        ("Anna anna @ example.org <x@example.org>", ""),
        ("undisclosed-recipients:;", ""),
        ("", ""),
        ("((((((((((" * 2000, ""),
    ],
)
def test_a_sender_is_a_name_and_never_an_address(field: str, name: str) -> None:
    assert read(f"From: {field}\r\n").sender == name


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("The flat in June", "The flat in June"),
        ("The flat\r\n in\r\n\tJune", "The flat in June"),
        ("=?utf-8?B?RGllIFdvaG51bmc=?= im Juni", "Die Wohnung im Juni"),
        ("=?utf-8?Q?a_=C3?=\r\n =?utf-8?Q?=BC_b?=", "a ü b"),
        ("=?utf-8?Q?a?= =?iso-8859-1?Q?=FC?= b", "aü b"),
        ("=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語"),
        ("=?gb2312?B?yMu5pNbHxNw=?=", "人工智能"),
        ("=?no-such-charset?Q?caf=E9?=", "café"),
        ("=?utf-8?B?!!!?=", ""),
        ("=?utf-8?B?QQ?=", "A"),
        ("=?utf-8*en?Q?tagged?=", "tagged"),
        ("=?utf-8?Q?unclosed", "=?utf-8?Q?unclosed"),
        ("=?punycode?Q?abc-?=", "abc-"),
        ("Sale \x00\u202enow", "Sale now"),
        ("", ""),
    ],
)
def test_subjects(field: str, subject: str) -> None:
    assert read(f"X-Other: 1\r\nSubject: {field}\r\nFrom: a\r\n").subject == subject


def test_a_subject_without_a_charset() -> None:
    assert read(b"Subject: caf\xe9\r\n").subject == "café"
    assert len(read(b"Subject: " + b"word " * 4000).subject) <= 300


def test_the_uid_is_the_message_ids_and_holds_no_address() -> None:
    first, again = (read("Message-ID: <1@example.org>\r\n", body) for body in ("a", "b"))
    assert first.uid == again.uid != read("Message-ID: <2@example.org>\r\n").uid
    assert "example" not in first.uid
    assert read("Subject: x\r\n").uid == read("Subject: y\r\n").uid  # of the same UID in the same folder


@pytest.mark.parametrize(
    ("header", "wanted", "expected"),
    [
        ("List-Id: Orbit <news.orbit.example>", ("news.orbit.example",), True),
        ("List-ID: <News.Orbit.example>", ("<news.orbit.EXAMPLE>",), True),
        ("list-id: news.orbit.example", ("news.orbit.example",), True),
        ("List-Id: Orbit\r\n <news.orbit.example>", ("*",), True),
        ("List-Id: Orbit <other.example>", ("news.orbit.example",), False),
        ("List-Id: Orbit <news.orbit.example>", (), False),
        ("Subject: no list", ("*",), False),
    ],
)
def test_newsletters_are_known_by_their_list_id(header: str, wanted: tuple[str, ...], expected: bool) -> None:
    assert is_newsletter(f"{header}\r\n".encode(), wanted) == expected


@pytest.mark.parametrize(
    ("list_id", "name"),
    [
        ("Orbit Weekly <weekly.orbit.example>", "Orbit Weekly"),
        ("=?utf-8?Q?K=C3=BCche?= <kueche.example>", "Küche"),
        ("1f0d04ea9mc list <1f0d04ea9.list-id.example>", "Orbit"),
        ("<weekly.orbit.example>", "Orbit"),
    ],
)
def test_a_newsletters_name(list_id: str, name: str) -> None:
    header = f"From: Orbit <o@orbit.example>\r\nList-Id: {list_id}\r\n".encode()
    assert newsletter(Mail(1, ARRIVED, header), 1).feed == name
    assert newsletter(Mail(1, ARRIVED, b"List-Id: <w.orbit.example>"), 1).feed == "w.orbit.example"


# the text ---


@pytest.mark.parametrize(
    ("body", "encoding", "charset", "text"),
    [
        (b"Gr\xfc\xdfe", "8bit", "iso-8859-1", "Grüße"),
        (b"Gr\xfc\xdfe", "8bit", "utf-8", "Grüße"),
        ("Grüße".encode() + b"\xff", "8bit", "utf-8", "Grüße\ufffd"),
        ("Grüße".encode(), "8bit", "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "", "", "Grüße"),
        (b"Gr=C3=BC=C3=9Fe aus=\r\n dem = Norden =ZZ", "quoted-printable", "utf-8", "Grüße aus dem = Norden =ZZ"),
        (b"R3LDvMOf\r\nZQ==", "base64", "utf-8", "Grüße"),
        (b"R3LDvMOfZ", "base64", "utf-8", "Grüß"),
        (b"\x1b$BF|K\\8l\x1b(B", "7bit", "iso-2022-jp", "日本語"),
        (b"\x93\xfa\x96{", "8bit", "shift_jis", "日本"),
        (b"\x93quoted\x94", "7bit", "us-ascii", "“quoted”"),
        (b"+AGE-", "7bit", "utf-7", "a"),
        (b"abc", "8bit", "zlib", "abc"),
        (b"abc", "8bit", "\x00", "abc"),
        (b"begin 644 x", "x-uuencode", "", ""),
        (b"", "base64", "utf-8", ""),
    ],
)
def test_bytes_to_text(body: bytes, encoding: str, charset: str, text: str) -> None:
    assert unpacked(body, encoding, charset, cut=False) == text


def test_a_letter_at_which_reading_stopped() -> None:
    assert unpacked("Grüße".encode()[:3], "8bit", "utf-8", cut=True) == "Gr"
    assert unpacked(b"R3LDvMOfZ", "base64", "utf-8", cut=True) == "Grüß"


def test_a_text_is_the_writers_own_words() -> None:
    body = "Yes.\n\nOn Monday Kim wrote:\n> Is it free?\n>> Which?\nSee you.\n-- \nAnna\n0301234567\n"
    assert read("Subject: x\r\n", body).summary == "Yes. See you."


def test_html_is_read_as_it_is_seen() -> None:
    part = Part("2", html=True, charset="utf-8", encoding="8bit", octets=100)
    body = "<style>p {color: red}</style><p>Hi&nbsp;Kim,</p><script>x()</script><p>it is &lt;free&gt;."
    assert read("Subject: x\r\n", body, part).summary == "Hi Kim, it is <free>."


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("View this email in your browser: https://orbit.example/42.", "https://orbit.example/42"),
        ("Im Browser ansehen <https://orbit.example/42?utm_source=x&a=1>", "https://orbit.example/42?a=1"),
        ("Voir dans votre navigateur\nhttps://orbit.example/42", "https://orbit.example/42"),
        ("Ver en tu navegador: https://orbit.example/42", "https://orbit.example/42"),
        ("View in your browser: http://orbit.example/42", None),
        ("View in your browser: https://kim:word@orbit.example/42", None),
        ("Read more: https://orbit.example/42", None),
        ("https://orbit.example/42 view in your browser", None),
        ("", None),
    ],
)
def test_the_page_of_a_newsletter(text: str, link: str | None) -> None:
    assert page(text, html=False) == link


@pytest.mark.parametrize(
    ("anchor", "link"),
    [
        ('<a class="x" href="https://orbit.example/42?a=1&amp;b=2">View in browser</a>', "https://orbit.example/42?a=1&b=2"),
        ('<a href="javascript:alert(1)">View in browser</a>', None),
        ('<a href="http://orbit.example/42">View in browser</a>', None),
        ('<a href="https://orbit.example/42">Our shop</a>', None),
    ],
)  # fmt: skip
def test_the_page_of_a_newsletter_in_html(anchor: str, link: str | None) -> None:
    assert page(f'<p><a href="https://a.example/">One</a>{anchor}</p>', html=True) == link


# the protocol ---


def structure(text: bytes) -> Node:
    (found,) = nodes([text])
    return found


TEXT = b'("text" "plain" ("charset" "UTF-8") NIL NIL "8BIT" 120 4 NIL NIL NIL NIL)'
HTML = b'("TEXT" "HTML" ("CHARSET" "iso-8859-1") NIL NIL "QUOTED-PRINTABLE" 900 20)'
NOTE = b'("text" "plain" NIL NIL NIL "7bit" 50 4 NIL ("attachment" ("filename" "a.txt")) NIL)'
IMAGE = b'("image" "png" NIL NIL NIL "base64" 3000)'


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (TEXT, Part("1", html=False, charset="utf-8", encoding="8bit", octets=120)),
        (HTML, Part("1", html=True, charset="iso-8859-1", encoding="quoted-printable", octets=900)),
        (b"(" + HTML + TEXT + b'"alternative")', Part("2", html=False, charset="utf-8", encoding="8bit", octets=120)),
        (
            b"((" + TEXT.replace(b"120", b"12") + HTML + b'"alternative")' + IMAGE + b'"mixed")',
            Part("1.2", html=True, charset="iso-8859-1", encoding="quoted-printable", octets=900),
        ),
        (b"(" + IMAGE + NOTE + b'"mixed")', None),
        (IMAGE, None),
        (b"()", None),
        (b'("text")', None),
        (b"(" * 5000 + TEXT + b")" * 5000, None),
    ],
)
def test_the_part_that_a_reader_is_shown(text: bytes, part: Part | None) -> None:
    assert text_part(structure(text)) == part


def test_what_a_fetch_tells() -> None:
    head = b'1 (UID 7 FLAGS (\\Seen) INTERNALDATE " 4-Mar-2026 06:40:00 +0100" BODY[HEADER.FIELDS (SUBJECT)]<0> {4}'
    answers = [(head, b"a: ("), b' BODY[1] "x \\"y\\"")', b"2 (FLAGS (\\Seen))", None, b"3 (UID 9)"]
    arrived = datetime(2026, 3, 4, 5, 40, tzinfo=UTC)
    assert list(fetched(answers)) == [Fetched(7, arrived, b"a: (", b'x "y"'), Fetched(9)]


def test_an_arrival_in_no_known_zone_is_in_utc() -> None:
    (told,) = fetched([b'1 (UID 7 INTERNALDATE "24-Mar-2026 06:40:00 -0000")'])
    assert told.arrived == datetime(2026, 3, 24, 6, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("INBOX", '"INBOX"'),
        ("R&D Entwürfe", '"R&-D Entw&APw-rfe"'),
        ("台北", '"&U,BTFw-"'),  # RFC 3501's own example
        ('a "b"', '"a \\"b\\""'),
    ],
)
def test_names_of_folders(name: str, sent: str) -> None:
    assert folder(name) == sent


def test_days_are_in_no_language() -> None:
    assert day(datetime(2026, 5, 4, tzinfo=UTC)) == "4-May-2026"


@example([b'((("'])
@example([(b"1 (UID 7 BODY[1] {99}", b"short")])
@given(st.lists(st.binary(max_size=40) | st.tuples(st.binary(max_size=20), st.binary(max_size=20)), max_size=5))
def test_any_answer_is_read_or_nothing(answers: list[bytes | tuple[bytes, bytes]]) -> None:
    for told in fetched(answers):
        assert told.uid >= 0
        text_part(told.structure)
    for node in nodes(answers):
        text_part(node)


PARTS = st.builds(
    Part,
    section=st.just("1"),
    html=st.booleans(),
    charset=st.sampled_from(["utf-8", "utf-7", "utf-16", "iso-2022-jp", "big5", "hz", "idna", "rot13", "x", ""]),
    encoding=st.sampled_from(["base64", "quoted-printable", "8bit", "x-uu", ""]),
    octets=st.integers(0, 99),
)


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), PARTS, st.booleans())
def test_any_mail_is_an_item(header: bytes, body: bytes, part: Part, cut: bool) -> None:
    mail = Mail(1, ARRIVED, b"From: " + header + b"\r\nSubject: " + header + b"\r\n" + header, part, body, cut)
    assert to_json(message(mail, 1))
    assert to_json(newsletter(mail, 1))
    assert "@" not in message(mail, 1).sender or " @" in message(mail, 1).sender


@given(st.text(max_size=40), st.sampled_from(["utf-8", "utf-16", "iso-2022-jp", "gb2312"]))
def test_encoded_words_are_read_back(text: str, charset: str) -> None:
    line = " ".join(text.replace("\x1b", "").split())  # escapes are ISO-2022's own
    data = line.encode(charset, "ignore")
    wanted = data.decode(charset)
    encoded = "".join(f"={byte:02X}" for byte in data)
    assert decoded(f"=?{charset}?Q?{encoded}?=".encode()) == wanted


def test_real_mails_are_read() -> None:
    for path in sorted((corpus("eml") / "mail").glob("*.eml")):
        header, _, body = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
        for part in (PLAIN, Part("1", html=True, charset="utf-8", encoding="quoted-printable", octets=9)):
            mail = Mail(1, ARRIVED, header, part, body[: 128 * 2**10], cut=True)
            assert "@" not in message(mail, 1).sender, path.name
            assert to_json(newsletter(mail, 1)), path.name
