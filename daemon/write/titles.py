"""Titles as they are said inside a sentence: "Design review" is "the design review", "Call with Anna" "your call"."""

import re
from dataclasses import dataclass

from connectors.items import Event, Task
from daemon.unspeakable import is_spoiled, without_addresses
from daemon.write.sentences import shortened
from daemon.write.telling import Telling, named

_LONGEST = 20
_LONGEST_PLACE = 10
_LONGEST_SOURCE = 8
_HOST = re.compile(r"(?:[a-z]+://)?((?:[\w-]+\.)+[a-z]{2,})(?::\d+)?(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """What an event is called; `plain` is told after a colon, for nobody knows what kind of words it is."""

    text: str
    plain: bool


def event_title(event: Event, tell: Telling, most: int = _LONGEST) -> Title:
    """What the event is called; a private one is only "a private appointment"."""
    if event.private:
        return Title(tell.phrase("words.private"), plain=False)
    text = shortened(named(tell.heard(event.summary)), most)
    return _with_article(text, tell) if text else Title(tell.phrase("words.untitled"), plain=False)


def unconfirmed(event: Event, tell: Telling) -> str:
    """What follows its title where it is not certain: ", not confirmed yet"."""
    open_still = event.status == "tentative" or event.my_answer in ("tentative", "needs-action")
    return tell.phrase("words.tentative") if open_still else ""


def _with_article(text: str, tell: Telling) -> Title:
    """Nouns that everybody's calendar knows get their article; anything else stands as it was written."""
    lists = tell.book.lists
    head = _head(text, lists["breaks"])
    last = head.lower().split()[-1:]
    if "'s" in head or "’s" in head or not last:
        return Title(lowered(text, tell), plain=True)
    for article in ("the", "your", "bare"):
        if last[0] in lists[article]:
            before = "" if article == "bare" or head.lower().split()[0] in ("the", "my", "our", "a") else f"{article} "
            return Title(f"{before}{lowered(text, tell)}", plain=False)
    return Title(lowered(text, tell), plain=True)


def _head(text: str, breaks: tuple[str, ...]) -> str:
    """The words before the first "with", "at", comma or bracket."""
    words: list[str] = []
    for word in re.split(r"[,:;(/]", text)[0].split():
        if word.lower() in breaks:
            break
        words.append(word)
    return " ".join(words)


def lowered(text: str, tell: Telling) -> str:
    """Its first word with a small letter, if it is a word of the lists and not a name."""
    first, *rest = text.split(" ", 1)
    lists = tell.book.lists
    known = (*lists["common"], *lists["the"], *lists["your"], *lists["bare"], *lists["verbs"], *lists["small"])
    if first[1:].islower() and first.lower().replace("’", "'") in known:
        first = first.lower()
    return " ".join([first, *rest])


def task_title(task: Task, tell: Telling, most: int = _LONGEST) -> str:
    """What is to be done: "pay the rent"."""
    text = shortened(named(tell.heard(task.summary)), most)
    return lowered(text, tell) if text else tell.phrase("words.task")


def headline(title: str, tell: Telling) -> str:
    """A story's headline as a sentence after a colon: its own end mark kept, "A strike" as "a strike"."""
    text = tell.heard(title).strip(" -–—•·:;,/#+=~")
    first, *rest = text.split(" ", 1)
    small = first.lower() in tell.book.lists["small"] and not _is_title_case(rest)
    return " ".join([first.lower(), *rest]) if rest and small else text


def _is_title_case(rest: list[str]) -> bool:
    """Whether the Words After the First Have Capitals, as Some Headlines Do."""
    words = " ".join(rest).split()
    return sum(word[:1].isupper() for word in words) * 2 > len(words)


def place(event: Event, tell: Telling) -> str:
    """Where the event is, as it follows its title: ", in room four point two"; empty where nobody said."""
    if event.private or not event.location:
        return ""
    if re.search(rf"\b(?:{'|'.join(tell.book.lists['online'])})\b", event.location.lower()):
        return tell.phrase("words.online")
    said = spoken_place(event, tell)
    if said:
        return tell.phrase(_place_key(said, tell), place=_room(said, tell))
    return tell.phrase("words.online") if "://" in event.location else ""


def spoken_place(event: Event, tell: Telling) -> str:
    """The first part of where it is, as it may be spoken."""
    location = event.location or ""
    first = next((part.strip() for part in re.split(r"[\n,;(]|\s[–—|]\s", location) if part.strip()), "")
    if is_spoiled(location) and not without_addresses(location).startswith(first):
        first = ""
    return shortened(named(tell.heard(first)), _LONGEST_PLACE)


def _place_key(said: str, tell: Telling) -> str:
    if said.split(" ", 1)[0].lower() in tell.book.lists["placed"]:
        return "words.placed"
    return "words.room" if _is_room(said, tell) else "words.place"


def _is_room(said: str, tell: Telling) -> bool:
    """Whether it begins "Room …" or "Meeting room …"."""
    return not set(said.lower().split()[:2]).isdisjoint(tell.book.lists["rooms"])


def _room(said: str, tell: Telling) -> str:
    """Small where the first word is no name: "room", "the"; German nouns keep their capital."""
    first, *rest = said.split(" ", 1)
    common = (*tell.book.lists["rooms"], *tell.book.lists["the"], "the")
    is_noun = _is_room(said, tell) or first.lower() == "the"
    lower = is_noun and first.lower() in common and tell.book.language != "de"
    return " ".join([first.lower(), *rest]) if lower else said


def source_name(feed: str, tell: Telling) -> str:
    """A feed's name in speech: "Tagesblick – Berlin (RSS)" is "Tagesblick", "www.tagesblick.de" too."""
    feed = feed.strip()
    if host := _HOST.fullmatch(feed):
        feed = _site(host[1])
    first = re.split(r"\s[-–—|:»·]+\s|\s?[:|»(]\s?", tell.heard(feed))[0]
    text = named(re.sub(r"\b(?:RSS|Atom|[Ff]eed)\b", " ", first))
    return shortened(" ".join(text.split()), _LONGEST_SOURCE) or tell.phrase("words.unnamed")


def _site(host: str) -> str:
    """The label that people know a site by: "tagesblick" of "www.tagesblick.co.uk"."""
    labels = host.lower().split(".")[:-1]
    return next((label for label in reversed(labels) if label not in ("co", "com", "org", "www")), "")
