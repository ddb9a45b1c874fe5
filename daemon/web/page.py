"""The page on which an episode can be heard at once, for the link of a notification. Pure but for its own template.

It loads nothing from anywhere else, holds no script of its own, and works where scripts are off.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from config.languages import base_of
from daemon.publish.records import Place, Record

TEMPLATE = Path(__file__).with_name("player.html")
POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; script-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class _Words:
    download: str
    notes_word: str
    transcript_word: str


_WORDS = {
    "en": _Words("Download", "Show notes", "Transcript"),
    "de": _Words("Herunterladen", "Notizen zur Sendung", "Mitschrift"),
    "fr": _Words("Télécharger", "Notes de l’épisode", "Transcription"),
    "es": _Words("Descargar", "Notas del episodio", "Transcripción"),
}


def page(record: Record, place: Place, root: str) -> str:
    """The page of an episode, as HTML; `root`: where the server's own addresses begin, seen from the page."""
    words = _WORDS.get(base_of(record.language), _WORDS["en"])
    told = {
        "language": record.language,
        "title": record.title,
        "show": record.show_title,
        "length": clock(record.seconds),
        "audio": place.audio(record),
        "file": f"{record.show}-{record.day}{Path(record.audio).suffix}",
        "cover": place.cover(record),
        "notes": place.notes(record),
        "transcript": place.transcript(record),
        "root": root,
        **asdict(words),
    }
    safe = {name: escape(value) for name, value in told.items()}
    return _template().substitute(safe, about="\n".join(_about(record, safe["audio"])))


def clock(seconds: float) -> str:
    """A time in the episode, as 4:05 or 1:04:05."""
    hours, rest = divmod(int(seconds), 3600)
    minutes = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{minutes}" if hours else minutes.removeprefix("0")


def _about(record: Record, audio: str) -> Iterator[str]:
    """The chapters as links into the audio (Media Fragments), which the script turns into jumps; else the summary."""
    if not record.chapters:
        yield f'<p class="summary" dir="auto">{escape(record.summary)}</p>'
        return
    yield '<ol class="chapters">'
    for chapter in record.chapters:
        at = f"{chapter.start:.3f}".rstrip("0").rstrip(".")
        link = f'<a href="{audio}#t={at}" data-start="{at}">'
        title = f'<span dir="auto">{escape(chapter.title)}</span>'
        yield f"<li>{link}<time>{clock(chapter.start)}</time>{title}</a></li>"
    yield "</ol>"


@cache
def _template() -> Template:
    return Template(TEMPLATE.read_text(encoding="utf-8"))
