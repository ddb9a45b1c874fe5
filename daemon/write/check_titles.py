"""Whether a line says the title of an appointment or a task. Pure."""

from daemon.write.facts import Facts
from daemon.write.talk import counted
from daemon.write.values.words import content_words, stem, words

_LONG_TITLE = 3
_PART = 4
"""Letters that a part of a German compound has at least."""
_TELLING = 5
"""Letters of a title's word that few other titles have."""
_DETAILS = 2
_PARTICLES_LISTED = """
ab an auf aus bei dar durch ein fern fest fort frei heim her heraus herunter hin hinaus hoch los mit nach nieder raus
runter statt teil um vor voran vorbei weg weiter wieder zu zurück zusammen
"""
_PARTICLES = frozenset(_PARTICLES_LISTED.split())


def is_told(facts: Facts, text: str, language: str) -> bool:
    """Whether the text says the one title of the facts: all of it, but for a third of a long one.

    Or one telling word of it, and two more of what the item says beside its title.
    """
    title = frozenset().union(*facts.titles)
    said = frozenset(content_words(text, language))
    told = title & said
    if language == "de":
        told |= said_in_compounds(title - told, said) | _parted(title - told, said, text)
    if len(told) >= (len(title) if len(title) < _LONG_TITLE else len(title) * 2 / 3):
        return True
    telling = any(len(word) >= _TELLING and not counted(word, language) for word in told)
    return telling and len(said & facts.content - title) >= _DETAILS


def said_in_compounds(theirs: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """Those stems with which a longer one begins or ends: of "reif" and "wechsel" both, in "reifenwechsel"."""
    long = [word for word in said if len(word) > _PART]
    return frozenset(
        part
        for part in theirs
        if len(part) >= _PART and any(word.startswith(part) or word.endswith(part) for word in long)
    )


def _parted(title: frozenset[str], said: frozenset[str], text: str) -> frozenset[str]:
    """The title's German verbs of which the particle stands apart, or a "zu" or "ge" within: "abzugeben", "gib ab"."""
    tokens = {*words(text)}
    pairs = [(word, particle) for word in title for particle in _PARTICLES if word.startswith(particle)]
    return frozenset(
        word
        for word, particle in pairs
        if not said.isdisjoint(f"{particle}{link}{word.removeprefix(particle)}" for link in ("zu", "ge"))
        or (particle in tokens and stem(word.removeprefix(particle), "de") in said)
    )
