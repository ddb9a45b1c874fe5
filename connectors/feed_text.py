"""Markup to plain text, and links that may be shown. Pure."""

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from connectors.plaintext import cut

MOST_MARKUP = 100_000
"""Characters of markup that are looked at: far more than is told of any story."""
MOST_LINK = 2000
MOST_TITLE, MOST_SUMMARY, TITLE_FROM_SUMMARY = 300, 2000, 120
BEGINNING = 20_000
"""Characters of a long article's markup in which all that a summary can need stands."""
SILENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title", "textarea"}
BLOCKS = (
    "address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|"
    "main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
INLINE = (
    "a|abbr|acronym|audio|b|base|bdi|bdo|big|body|button|canvas|center|cite|code|col|colgroup|data|del|dfn|dialog|em|"
    "embed|font|form|frame|frameset|head|html|i|iframe|img|input|ins|kbd|label|link|map|mark|marquee|math|meta|"
    "noscript|object|param|picture|q|rp|rt|ruby|s|samp|script|select|small|source|span|strike|strong|style|sub|sup|"
    "svg|template|textarea|time|title|track|tt|u|var|video|wbr"
)
_BLOCK = re.compile(rf"</?(?:{BLOCKS})\b", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!/?(?:{BLOCKS}|{INLINE})[\s/>]|!--|!doctype)", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{BLOCKS}|{INLINE})[\s/>]|<!--|<!doctype", re.IGNORECASE)
# Control and format characters, surrogates: they change what is heard or break what is written.
_UNHEARD = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f"
    "\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hsenc|_hsmi", re.IGNORECASE)


def plain(markup: str, most: int) -> str:
    """What a reader sees of HTML, in one line of at most so many characters; no script, no style, no markup.

    Markup that was escaped once too often (a common fault of feeds) is taken for markup too.
    """
    text = _UNHEARD.sub("", markup[:MOST_MARKUP]).replace("<![CDATA[", "").replace("]]>", "")
    for _ in range(3):
        text = html.unescape(_without_tags(text)) if _TAG.search(text) else html.unescape(text)
        if not _TAG.search(text) and html.unescape(text) == text:
            break
    return cut(" ".join(_UNHEARD.sub("", text).split()), most)


def _without_tags(text: str) -> str:
    import nh3

    end = text.rfind(">") + 1
    tags = _NO_TAG.sub("&lt;", text[:end]) + text[end:].replace("<", "&lt;")
    apart = _BLOCK.sub(r" \g<0>", tags)  # or the last word of a paragraph runs into the next one's first
    return nh3.clean(apart, tags=set(), clean_content_tags=SILENT, link_rel=None)


def web_link(link: str, base: str = "") -> str | None:
    """The absolute http(s) address that a link means on the page `base`; None for anything else."""
    if not link.strip():
        return None
    try:
        whole = urljoin(base, link.strip())
        parts = urlsplit(whole)
        parts.port  # noqa: B018  # raises ValueError where it is none
    except ValueError:
        return None
    good = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return whole if good and len(whole) <= MOST_LINK and not re.search(r"[\s\\<>\"]", whole) else None


def canonical(link: str) -> str:
    """The link without what only tells where a reader came from."""
    parts = urlsplit(link)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in query if not _TRACKING.fullmatch(name)]
    same = parts.query if len(kept) == len(query) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, same, ""))


def title_and_summary(title: str, markup: str) -> tuple[str, str]:
    """Both as plain text; a post without a title (a microblog's) is known by how it begins.

    Of a long article only the beginning is read, cut before a tag: it is all that a summary can need.
    """
    start = markup[:BEGINNING]
    if len(markup) > BEGINNING and start.rfind("<") > start.rfind(">"):
        start = start[: start.rfind("<")]
    summary = plain(start, MOST_SUMMARY)
    said = plain(title, MOST_TITLE) or cut(summary, TITLE_FROM_SUMMARY)
    return said, "" if summary == said else summary
