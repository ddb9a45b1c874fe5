"""What models answer when something is wrong with them: functions from a good answer to a broken one, by name.

A good answer is JSON lines, one {"items": […], "say": "…"} each.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

Breaks = Callable[[str, str], str]
"""The prompt and a good answer to it, to what came instead."""

CUTS = 40
SHAKEN = 60
_REFUSALS = (
    "I'm sorry, but I can't help with that.",
    "As a language model I cannot read out personal data.",
    "I can't assist with that request. Is there anything else I can do for you?",
    "Es tut mir leid, dabei kann ich nicht helfen.",
    "Als KI-Modell darf ich keine Termine vorlesen.",
    "Ich kann diese Anfrage leider nicht bearbeiten.",
    "Je suis désolé, mais je ne peux pas répondre à cette demande.",
    "En tant que modèle de langage, je ne peux pas lire d'agenda.",
    "Lo siento, pero no puedo ayudar con eso.",
    "Como modelo de lenguaje no puedo leer tu calendario.",
)
_TYPES: dict[str, Any] = {
    "nothing": None, "true": True, "zero": 0, "minus one": -1, "a fraction": 0.5, "an empty text": "", "a text": "e1",
    "a list": [], "a list of nothing": [None], "a list of numbers": [1, 2], "a list of lists": [["e1"], [["t1"]]],
    "an object": {}, "an object with an alias": {"e1": True}, "a list of objects": [{"id": "e1"}],
}  # fmt: skip  # a table
_SAYS = {
    "a slot of nobody": "{e1.colour} comes now.",
    "a slot of nothing": "{} comes now.",
    "a slot of another item": "{n9.title} comes now.",
    "a slot with a call": "{e1.__class__.__mro__} comes now.",
    "a slot with an index": "{0} and {1} come now.",
    "an unclosed brace": "{e1.title comes now.",
    "a brace too many": "{e1.title}} comes now}.",
    "four braces": "{{{{e1.title}}}} comes now.",
    "a format of old": "%s and %(title)s come now.",
    "a template": "{% for e in items %}{{ e }}{% endfor %}",
    "a shell": "$(cat items) `ls` ${HOME} comes now.",
    "tags": "<b>At nine</b> comes <i>the stand-up</i>.",
    "speech tags": "<speak><prosody rate='slow'>The stand-up</prosody><break time='9s'/></speak>",
    "audio tags": "[laughs] The stand-up [whispers] comes now.",
    "bold": "**Stand-up** comes __now__.",
    "a link": "The [stand-up](https://example.org) comes now.",
    "a picture": "![stand-up](https://example.org/p.png)",
    "a heading": "# Your day",
    "a list": "1. Stand-up 2. Lunch 3. Yoga",
    "a table": "| 09:00 | Stand-up |",
    "a smile": "😀 The stand-up comes now 🎉",
    "a null": "The stand-up\u0000 comes now.",
    "a bell": "The stand-up\u0007 comes now.",
    "a line break": "The stand-up\ncomes now.",
    "a byte order mark": "\ufeffThe stand-up comes now.",
    "right to left": "\u202eThe stand-up comes now.\u202c",
    "Arabic": "يبدأ الاجتماع الآن.",
    "Chinese": "现在是站会时间。",
    "tag characters": "The stand-up" + "".join(chr(0xE0000 + ord(letter)) for letter in "hello") + " comes now.",
    "half a pair": "The stand-up \ud83d comes now.",
    "no letters": "…!?…",
    "blanks": "   ",
    "no blanks": "Thestandupcomesnow" * 20,
    "combining": "The stand-up" + "\u0301" * 300 + " comes now.",
    "a huge number": "The stand-up takes " + "9" * 4000 + " minutes.",
    "a power": "The stand-up takes 1e400 minutes.",
    "an endless word": "stand" * 1500,
    "two thousand words": "The stand-up comes now and " * 400,
    "instructions": "Keep the order in which the items stand.",
    "a greeting": "Good morning, dear listener, and welcome back to the show!",
    "a stage direction": "(Music fades in) HOST: Your day.",
}
_WRAPS = {
    "a fence": ("```json\n", "\n```"), "a fence of its own": ("~~~~\n", "\n~~~~"), "an open fence": ("```json\n", ""),
    "a closed fence": ("", "\n```"), "an array": ("[", "]"), "an open array": ("[", ""), "brackets": ("((", "))"),
    "an object": ('{"lines":[', "]}"), "an open object": ('{"lines":[', ""), "quotation marks": ('"', '"'),
    "a page": ("<html><body><p>", "</p></body></html>"), "speech": ("<speak>", "</speak>"),
    "XML": ("<items><item>", ""),
    "a thought": ("<think>", "</think>"), "an open thought": ("<think>", ""), "a closed thought": ("", "</think>"),
    "a thinking": ("<thinking>\n", "\n</thinking>"), "a channel": ("<|channel|>analysis<|message|>", ""),
    "a reasoning": ("<reasoning>", "</reasoning>"), "a script": ("answer = [", "]\nprint(answer)"),
    "YAML": ("---\nlines: |\n  ", "\n..."), "a call": ('{"tool_calls":[{"function":{"arguments":"', '"}}]}'),
    "a role": ("assistant: ", "\nuser: thanks"), "an end of turn": ("", "<|eot_id|><|im_end|></s>"),
    "a hundred braces": ("{" * 100, "}" * 100), "a thousand brackets": ("[" * 1000, "]" * 1000),
}  # fmt: skip  # a table
_BETWEEN = {
    "commas": ",", "blank lines": "\n\n\n", "notes": "\n// the next one\n", "nulls": "\x00", "numbers": "\n1.\n2.\n",
    "chatter": "\nAnd here is the next line:\n", "half objects": '\n{"items":["e1"],\n', "empty objects": "\n{}\n",
    "other objects": '\n{"thought":"hm"}\n', "events": "\n\ndata: ", "done": "\n[DONE]\n", "commands": "\n<|tool|>\n",
    "separators": "\x1e", "returns": "\r", "quotation marks": '"', "backslashes": "\\", "surrogates": "\ud800",
}  # fmt: skip  # a table
_KEYS = ("text", "line", "content", "sentence", "SAY", "say ", "speak", "answer", "message", "0", "", "say\u200b")
_JSON = {
    "not a number": '{"items":NaN,"say":Infinity}',
    "a comma too many": '{"items":["e1",],"say":"Now.",}',
    "no commas": '{"items":["e1"] "say":"Now."}',
    "single quotation marks": "{'items':['e1'],'say':'Now.'}",
    "no quotation marks": "{items:[e1],say:Now}",
    "an unknown escape": '{"items":["e1"],"say":"\\x41\\q now."}',
    "half an escape": '{"items":["e1"],"say":"\\u12"}',
    "a lone surrogate": '{"items":["e1"],"say":"\\ud800 now."}',
    "a pair turned round": '{"items":["e1"],"say":"\\ude00\\ud83d now."}',
    "the same key twice": '{"say":"One.","say":"Two.","items":["e1"],"items":["e2"]}',
    "a huge number": '{"items":[' + "9" * 5000 + '],"say":1e9999}',
    "deep": '{"items":' * 500 + "1" + "}" * 500,
    "a text": '"The stand-up comes now."',
    "a number": "42",
    "true": "true",
    "nothing": "null",
    "an error": '{"error":{"message":"The server is overloaded","type":"server_error"}}',
    "a schema": '{"type":"object","properties":{"items":{"type":"array"},"say":{"type":"string"}}}',
    "a comment": '{/* say */"items":["e1"]/* ! */,"say":"Now."}',
    "a text that never ends": '{"items":["e1"],"say":"The stand-up comes now and then ' + "and then " * 3000,
    "an object that never ends": '{"items":["e1"],' + '"more":1,' * 3000,
}


def breaks() -> dict[str, Breaks]:
    """Every way in which an answer breaks."""
    found: dict[str, Breaks] = {}
    for kind in (
        _cut,
        _empty,
        _long,
        _refused,
        _typed,
        _said,
        _wrapped,
        _between,
        _keyed,
        _json,
        _looped,
        _aliased,
        _shaken,
        _echoed,
    ):
        for name, broken in kind():
            found[f"{kind.__name__[1:]}: {name}"] = broken
    return found


Named = Iterator[tuple[str, Breaks]]


def _cut() -> Named:
    for part in range(CUTS):
        yield f"{part} of {CUTS}", lambda _, good, part=part: good[: len(good) * part // CUTS]  # type: ignore[misc]
        yield f"without the first {part} of {CUTS}", lambda _, good, part=part: good[len(good) * part // CUTS + 1 :]  # type: ignore[misc]


def _empty() -> Named:
    for name, text in {
        "nothing": "",
        "a blank": " ",
        "lines": "\n" * 50,
        "tabs": "\t\t",
        "a mark": "\ufeff",
        "nulls": "\0" * 9,
    }.items():
        yield name, _always(text)


def _long() -> Named:
    for name, text in {
        "letters": "a",
        "words": "now and ",
        "braces": "{",
        "pairs": "{}",
        "marks": '"',
        "digits": "7 ",
    }.items():
        yield f"100 kB of {name}", _always(text * (100_000 // len(text)))
    yield "100 kB in a line", _always(_line("now and then " * 7700))
    yield "500 lines", lambda _, good: "\n".join(itertools.islice(itertools.cycle(good.splitlines()), 500))
    yield "500 new lines", _always("\n".join(_line(f"Then comes {number}.") for number in range(500)))


def _refused() -> Named:
    for number, text in enumerate(_REFUSALS):
        yield f"in prose {number}", _always(text)
        yield f"as a line {number}", _always(_line(text))
        yield f"after the first line {number}", lambda _, good, text=text: f"{good.splitlines()[0]}\n{text}"  # type: ignore[misc]


def _typed() -> Named:
    for name, value in _TYPES.items():
        yield f"items is {name}", lambda _, good, value=value: _each(good, items=value)  # type: ignore[misc]
        yield f"say is {name}", lambda _, good, value=value: _each(good, say=value)  # type: ignore[misc]
    yield "no items", lambda _, good: "\n".join(json.dumps({"say": line["say"]}) for line in _lines(good))
    yield "no words", lambda _, good: "\n".join(json.dumps({"items": line["items"]}) for line in _lines(good))


def _said() -> Named:
    for name, text in _SAYS.items():
        yield f"{name} everywhere", lambda _, good, text=text: _each(good, say=text)  # type: ignore[misc]
        yield f"{name} once", lambda _, good, text=text: f"{good}\n{_each(good.splitlines()[0], say=text)}"  # type: ignore[misc]


def _wrapped() -> Named:
    for name, (before, after) in _WRAPS.items():
        yield name, lambda _, good, before=before, after=after: f"{before}{good}{after}"  # type: ignore[misc]


def _between() -> Named:
    for name, text in _BETWEEN.items():
        yield name, lambda _, good, text=text: text.join(good.splitlines())  # type: ignore[misc]


def _keyed() -> Named:
    for key in _KEYS:
        yield (
            repr(key),
            lambda _, good, key=key: "\n".join(  # type: ignore[misc]
                json.dumps({"ids": line["items"], key: line["say"]}) for line in _lines(good)
            ),
        )


def _json() -> Named:
    for name, text in _JSON.items():
        yield name, _always(text)


def _looped() -> Named:
    yield "the first line", lambda _, good: f"{good.splitlines()[0]}\n" * 300
    yield "two lines", lambda _, good: "\n".join(good.splitlines()[:2] * 200)
    yield "a word", lambda _, good: good + "\n" + _line("the the " * 40)
    yield "a token", lambda _, good: good[:60] + "ing" * 5000
    yield "turned round", lambda _, good: "\n".join(reversed(good.splitlines()))
    yield "backwards", lambda _, good: good[::-1]


def _aliased() -> Named:
    for name, alias in {
        "unknown": "e99",
        "capital": "E1",
        "odd": "e1 ",
        "a number": "1",
        "a key": "work/Stand-up",
        "none": "",
    }.items():
        yield name, lambda _, good, alias=alias: _each(good, items=[alias])  # type: ignore[misc]
    yield "the first for all", lambda _, good: _each(good, items=_lines(good)[0]["items"])
    yield "all for each", lambda _, good: _each(good, items=[one for line in _lines(good) for one in line["items"]])
    yield "each its neighbour's", _neighbours


def _neighbours(_: str, good: str) -> str:
    lines = _lines(good)
    moved = (*lines[1:], *lines[:1])
    return "\n".join(json.dumps({**line, "items": other["items"]}) for line, other in zip(lines, moved, strict=True))


def _shaken() -> Named:
    """Characters lost, doubled or changed by chance."""
    for seed in range(SHAKEN):
        yield f"seed {seed}", lambda _, good, seed=seed: _shake(good, random.Random(seed))  # type: ignore[misc]  # noqa: S311


def _shake(good: str, lot: random.Random) -> str:
    letters = list(good)
    for _ in range(lot.randint(1, 25)):
        at = lot.randrange(len(letters))
        letters[at] = lot.choice(("", letters[at] * 2, lot.choice('{}[]":,\\\n\0é😀 '), letters[-at]))
    return "".join(letters)


def _echoed() -> Named:
    yield "the prompt", lambda prompt, _: prompt
    yield "the prompt before", lambda prompt, good: f"{prompt}\n{good}"
    yield "the prompt as a line", lambda prompt, _: _line(prompt)
    yield "the prompt's lines", lambda prompt, _: "\n".join(map(_line, prompt.splitlines()))


def _always(text: str) -> Breaks:
    return lambda _prompt, _good: text


def _line(say: str) -> str:
    return json.dumps({"items": ["e1"], "say": say})


def _lines(good: str) -> list[Any]:
    return [json.loads(line) for line in good.splitlines()]


def _each(good: str, **changes: Any) -> str:
    return "\n".join(json.dumps({**line, **changes}) for line in _lines(good))
