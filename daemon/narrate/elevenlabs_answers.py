"""What ElevenLabs answers, and what that means. Pure, but for the names of its library's errors."""

import base64
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from daemon.model import Clip, Word
from daemon.narrate.base import VoiceError
from daemon.narrate.service import Answered, broken, refusal, sayable, trouble

MOST_AT_ONCE = 100
_FORMAT_REFUSED = frozenset({"output_format_not_allowed", "subscription_required"})
_NO_PCM = (b"ID3", b"RIFF", b"OggS", b"fLaC")
_TAGS = str.maketrans("<>[]", "    ")
_LAST = 0.999
"""A word begins before its clip is over, also where the times that are told run a little beyond it."""
_NOBODYS = frozenset({"premade", "generated", "famous"})
"""Categories of voices that are nobody's clone, or that ElevenLabs has licensed itself."""
_SOMEBODYS = frozenset({"professional", "high_quality"})
"""Clones of voices that their speakers share in ElevenLabs' library, or the account's own."""


class FormatError(VoiceError):
    """The plan does not give sound in the format that was asked for."""


def failure(host: str, error: BaseException) -> VoiceError:
    """What an error of the library means, or of what it uses."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return trouble(host, error)
    answered = Answered(status=status, codes=codes(getattr(error, "body", None)), headers=headers_of(error))
    found = refusal(host, answered)
    return FormatError(str(found), "quota") if status == 403 and answered.codes & _FORMAT_REFUSED else found


def codes(body: object) -> frozenset[str]:
    """The service's words for what went wrong: `code`, and `status` as older answers have it."""
    detail = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(detail, dict):
        return frozenset()
    return frozenset(value for key in ("code", "status") if isinstance(value := detail.get(key), str))


def headers_of(answer: object) -> Mapping[str, str]:
    """The headers of an answer or an error, by lower-case name."""
    headers = getattr(answer, "headers", None) or {}
    return {str(name).lower(): str(value) for name, value in headers.items()}


def at_once(headers: Mapping[str, str]) -> int | None:
    """How many requests the plan takes at a time, where an answer says it."""
    text = headers.get("maximum-concurrent-requests", "")
    return int(text) if re.fullmatch(r"\d{1,3}", text) and 0 < int(text) <= MOST_AT_ONCE else None


def is_clone(category: object, is_owner: object) -> bool:
    """Whether a voice may be a person's who was asked by nobody; where it is not known, it may."""
    return not (category in _NOBODYS or (category in _SOMEBODYS and is_owner is False))


def to_say(text: str) -> str:
    """The text as it is sent: nothing in it is a tag (<break>, [whispers]) by which a text would steer the voice."""
    return sayable(text.translate(_TAGS))


def clip_of(host: str, text: str, rate: int, answer: object) -> Clip:
    """The clip of an answer with timestamps. Raises VoiceError, "sound"."""
    try:
        pcm = base64.b64decode(getattr(answer, "audio_base_64", None) or "", validate=True)
    except (TypeError, ValueError):
        raise broken(host) from None
    if not pcm or len(pcm) % 2 or pcm.startswith(_NO_PCM):
        raise broken(host)
    clip = Clip(text=text, rate=rate, pcm=pcm)
    return replace(clip, words=words_of(text, _told(getattr(answer, "alignment", None)), clip.seconds))


def words_of(text: str, told: Sequence[tuple[str, float]], seconds: float) -> tuple[Word, ...]:
    """When each word begins, by when its first letter does (`told`: every letter that was sent, but no white space).

    None where those are not the text's letters. A word of which nothing was sent begins with what comes after it.
    """
    if not told or [letter for letter, _ in told] != _letters(text):
        return ()
    words: list[Word] = []
    at, start = 0, 0.0
    for word in text.split():
        start = min(max(told[min(at, len(told) - 1)][1], start), seconds * _LAST)
        words.append(Word(text=word, start=start))
        at += len(_letters(word))
    return tuple(words)


def _letters(text: str) -> list[str]:
    return [letter for letter in to_say(text) if not letter.isspace()]


def _told(alignment: Any) -> list[tuple[str, float]]:
    """Each letter of an alignment and when it begins; nothing where it is none."""
    try:
        pairs = zip(alignment.characters, alignment.character_start_times_seconds, strict=True)
        told = [(letter, float(start)) for part, start in pairs for letter in part if not letter.isspace()]
    except (AttributeError, TypeError, ValueError):
        return []
    return told if all(math.isfinite(start) for _, start in told) else []
