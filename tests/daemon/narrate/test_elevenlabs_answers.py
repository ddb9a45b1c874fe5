import pytest

from daemon.narrate.elevenlabs_answers import to_say, words_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One\n two\x00\ud800.", "One two."),
        ('A <break time="9s"/> stop', 'A break time="9s"/ stop'),
        ("[whispers] Buy now", "whispers Buy now"),
        ("38 % – um 14:00 Uhr", "38 % – um 14:00 Uhr"),
    ],
)
def test_no_text_steers_the_voice(text: str, said: str) -> None:
    assert to_say(text) == said


@pytest.mark.parametrize(
    ("text", "starts", "words"),
    [
        ("one two", [0, 1, 2, 3, 4, 5], [("one", 0), ("two", 3)]),
        ("[x] [ two", [0, 1, 2, 3], [("[x]", 0), ("[", 1), ("two", 1)]),
        ("one ]", [0, 1, 2], [("one", 0), ("]", 2)]),
        ("late early", [5, 5, 5, 5, 1, 1, 1, 1, 1], [("late", 5), ("early", 5)]),
        ("much later", [0, 0, 0, 0, 99, 99, 99, 99, 99], [("much", 0), ("later", 9.99)]),
        ("not all", [0, 1], []),
    ],
)
def test_word_times(text: str, starts: list[float], words: list[tuple[str, float]]) -> None:
    letters = [letter for letter in to_say(text) if letter != " "]
    told = list(zip(letters, starts, strict=False))
    assert [(word.text, round(word.start, 6)) for word in words_of(text, told, 10.0)] == words
