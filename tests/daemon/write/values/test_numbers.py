"""Golden tables: the numbers of a text, each with its span, value, unit, digits, ~rounding and >noun."""

from collections.abc import Iterator

import pytest

from daemon.write.values.numbers import numbers

ENGLISH = """
It saved 38 % of the power
    [38 %] 38 percent >power
about thirty-eight percent of the money
    [thirty-eight percent] 38 percent ~about >money
38 per cent, 3 percentage points
    [38 per cent] 38 percent · [3 percentage points] 3 percentage point
€1.2 million and $3bn
    [€1.2 million] 1200000 EUR · [$3bn] 3000000000 USD
£1.2m for 5m people
    [£1.2m] 1200000 GBP · [5m] 5000000 >people
5 million US dollars
    [5 million US dollars] 5000000 USD
three euros fifty a litre
    [three euros fifty] 7/2 EUR
five dollars and twenty cents
    [five dollars and twenty cents] 26/5 USD
a £5 note, one $5 bill
    [£5] 5 GBP >note · [one] 1 · [$5] 5 USD >bill
EUR 12.50 or 12.50 EUR
    [EUR 12.50] 25/2 EUR · [12.50 EUR] 25/2 EUR
1,250 jobs, 1 250 jobs, 12,34,567 rupees
    [1,250] 1250 >jobs · [1 250] 1250 >jobs · [12,34,567 rupees] 1234567 INR
1.250 or 2,5
    [1.250] 5/4 · [2,5] 5/2
a 38-storey tower
    [38] 38 >storey
a 47-year-old man, 47 years old
    [47-year-old] 47 year >man · [47 years old] 47 year
a 5-year plan
    [5-year] 5 year >plan
35 to 38 percent; 35–38 %
    [35] 35 percent · [38 percent] 38 percent · [35] 35 percent · [38 %] 38 percent
from 5 to 9 million euros
    [5] 5000000 EUR · [9 million euros] 9000000 EUR
$3 to $5 billion; €3–5 million
    [$3] 3000000000 USD · [$5 billion] 5000000000 USD · [€3] 3000000 EUR · [5 million] 5000000 EUR
two or three days
    [two] 2 day · [three days] 3 day
an 8-10 minute walk
    [8] 8 minute >walk · [10 minute] 10 minute >walk
won 3–1, lost 1-3, 3:1, 2-3 days
    [3–1] 3 score 3-1 · [1-3] 1 score 1-3 · [3:1] 3 score 3-1 · [2] 2 day · [3 days] 3 day
a third of the people
    [a third] 1/3 >people
a third man
    [third] 3 ordinal >man
two thirds; a two-thirds majority; one-fifth
    [two thirds] 2/3 · [two-thirds] 2/3 >majority · [one-fifth] 1/5
three-quarters of an hour
    [three-quarters of an hour] 3/4 hour
a quarter of a million people
    [a quarter of a million] 250000 >people
half an hour, an hour and a half
    [half an hour] 1/2 hour · [an hour and a half] 3/2 hour
two and a half million
    [two and a half million] 2500000
one and a half, 1 1/2, 2½, 3/4
    [one and a half] 3/2 · [1 1/2] 3/2 · [2½] 5/2 · [3/4] 3/4
the second half; half-time; half of it
    [second] 2 ordinal · [half] 1/2
no one; one of the men; a new one; each one; one day
    –
one person died; only one survived
    [one] 1 >person · [one] 1 >survived
one in five; one or two
    [one] 1 · [five] 5 · [one] 1 · [two] 2
at one point five percent; at one point he fell
    [one point five percent] 3/2 percent
a hundred people, the one hundred metres
    [a hundred] 100 >people · [one hundred metres] 100 metre
several hundred
    [hundred] 100 ~about
hundreds of thousands of people
    [hundreds of thousands] 100000 ~about >people
tens of thousands
    [tens of thousands] 10000 ~about
a dozen, half a dozen eggs, dozens
    [a dozen] 12 · [half a dozen] 6 >eggs · [dozens] 12 ~about
both teams; a couple of weeks
    [both] 2 >teams · [a couple of weeks] 2 week
twice as many; prices doubled; three times; threefold; 20x faster
    [twice] 2 times · [doubled] 2 times · [three times] 3 times · [threefold] 3 times · [20x] 20 times >faster
version 3.2.1, v3.0, Pinwheel 3.2.1
    [version 3.2.1] 3 version 3.2.1 · [v3.0] 3 version 3 · [3.2.1] 3 version 3.2.1
version three point one
    [version three point one] 3 version 3.1
room 4.2, room four point two
    [4.2] 21/5 · [four point two] 21/5
nineteen eighty-nine people
    [nineteen eighty-nine] 1989 >people
the twenty-first century, the 3rd, the 1,000th
    [twenty-first] 21 ordinal >century · [3rd] 3 ordinal · [1,000th] 1000 ordinal
second-largest; at first; 30 seconds; a second later
    [second] 2 ordinal >largest · [30 seconds] 30 second · [second] 2 ordinal >later
-4 °C; minus four degrees; 4 degrees below zero
    [-4 °C] -4 degree · [minus four degrees] -4 degree · [4 degrees below zero] -4 degree
80 km/h; eighty kilometres an hour; 5 sq km; 300 m2
    [80 km/h] 80 kilometre per hour · [eighty kilometres an hour] 80 kilometre per hour
    [5 sq km] 5 square kilometre · [300 m2] 300 square metre
3 euros a day; 80 dollars a barrel; once a week
    [3 euros] 3 EUR · [80 dollars] 80 USD
one million two hundred and thirty-four thousand five hundred and sixty-seven people
    [one million two hundred and thirty-four thousand five hundred and sixty-seven] 1234567 >people
between one hundred and two hundred
    [one hundred] 100 · [two hundred] 200
between one million and two million
    [one million] 1000000 · [two million] 2000000
two thousand five hundred
    [two thousand five hundred] 2500
A380, G7, Covid-19, 10x20, #3
    [19] 19 · [10] 10 · [20] 20 · [3] 3
300 or so; 300+; more than 300; just under 300; ~5 people
    [300] 300 ~about · [300] 300 ~over · [300] 300 ~over · [300] 300 ~nearly · [5] 5 ~about >people
fewer than 20; as many as 20; at least 12; close to 5; over 5
    [20] 20 ~nearly · [20] 20 ~nearly · [12] 12 ~over · [5] 5 ~nearly · [5] 5 ~over
zero or nil
    [zero] 0 · [nil] 0
20 min. at best. 5 km. Then
    [20 min.] 20 minute · [5 km] 5 kilometre
"""

GERMAN = """
Die Stadt spart 38 % der Kosten
    [38 %] 38 percent >kosten
rund achtunddreißig Prozent
    [achtunddreißig Prozent] 38 percent ~about
1,2 Mio. € und 5 Mrd. Dollar
    [1,2 Mio. €] 1200000 EUR · [5 Mrd. Dollar] 5000000000 USD
drei Euro fünfzig, 3,50 Euro, 1.250,50 Euro
    [drei Euro fünfzig] 7/2 EUR · [3,50 Euro] 7/2 EUR · [1.250,50 Euro] 2501/2 EUR
1.250 Stellen, 3,125 Kilometer, 2,375 %
    [1.250] 1250 >stellen · [3,125 Kilometer] 3125 kilometre · [2,375 %] 19/8 percent
siebenundzwanzig Züge
    [siebenundzwanzig] 27 >zuge
hundertzwanzigtausend Menschen
    [hundertzwanzigtausend] 120000 >menschen
zwei Millionen dreihunderttausend
    [zwei Millionen dreihunderttausend] 2300000
ein Prozent, ein Mensch, eine Stunde, vor einem Jahr
    [ein Prozent] 1 percent · [eine Stunde] 1 hour · [einem Jahr] 1 year
eine Million
    [eine Million] 1000000
ein bis zwei Tage
    [ein] 1 day · [zwei Tage] 2 day
fünf bis sechstausend, zwei- bis dreimal
    [fünf] 5000 · [sechstausend] 6000 · [zwei] 2 times · [dreimal] 3 times
ein Drittel, zwei Drittel der Wähler, drei Viertel
    [ein Drittel] 1/3 · [zwei Drittel] 2/3 >wahler · [drei Viertel] 3/4
die Hälfte, die erste Hälfte
    [Hälfte] 1/2 · [erste] 1 ordinal >halfte
eine halbe Stunde, anderthalb Stunden, zweieinhalb Stunden
    [eine halbe Stunde] 1/2 hour · [anderthalb Stunden] 3/2 hour · [zweieinhalb Stunden] 5/2 hour
eine Viertelstunde, eine Dreiviertelstunde
    [eine Viertelstunde] 1/4 hour · [eine Dreiviertelstunde] 3/4 hour
eine halbe Million
    [eine halbe Million] 500000
der 3. Platz; am 3. Tag. Es waren 3. Dann ging er
    [3.] 3 ordinal >platz · [3.] 3 ordinal >tag · [3] 3
die 5. und 6. Klasse; 3. Liga
    [5.] 5 ordinal · [6.] 6 ordinal >klasse · [3.] 3 ordinal >liga
der dritte Mann; im 21. Jahrhundert; erstmals
    [dritte] 3 ordinal >mann · [21.] 21 ordinal >jahrhundert · [erstmals] 1 ordinal
die zweitgrößte Stadt
    [zweitgrößte] 2 ordinal >stadt
dreimal, doppelt so viele, verdreifacht, 3,5-mal, 1,5-fache
    [dreimal] 3 times · [doppelt] 2 times · [verdreifacht] 3 times · [3,5-mal] 7/2 times · [1,5-fache] 3/2 times
eine zehnprozentige Erhöhung
    [zehnprozentige] 10 percent >erhohung
ein 47-jähriger Mann, die Fünfjährige, 47 Jahre alt
    [47-jähriger] 47 year >mann · [Fünfjährige] 5 year · [47 Jahre alt] 47 year
dreitägig, vierköpfig, 38-stöckig
    [dreitägig] 3 day · [vierköpfig] 4 >kopfig · [38] 38 >stockig
Dutzende Menschen; Zehntausende; mehrere hundert
    [Dutzende] 12 ~about >menschen · [Zehntausende] 10000 ~about · [hundert] 100 ~about
Hunderte Millionen Euro
    [Hunderte Millionen Euro] 100000000 EUR ~about
eins Komma zwei Millionen Euro, null Komma fünf Prozent
    [eins Komma zwei Millionen Euro] 1200000 EUR · [null Komma fünf Prozent] 1/2 percent
Raum vier Punkt zwei, Version drei Punkt eins
    [vier Punkt zwei] 21/5 · [Version drei Punkt eins] 3 version 3.1
minus vier Grad, -4 °C, vier Grad unter null
    [minus vier Grad] -4 degree · [-4 °C] -4 degree · [vier Grad unter null] -4 degree
80 Stundenkilometer, achtzig Kilometer pro Stunde
    [80 Stundenkilometer] 80 kilometre per hour · [achtzig Kilometer pro Stunde] 80 kilometre per hour
zwischen 5 und 10 Prozent; 14–16 Grad; beide Teams
    [5] 5 percent · [10 Prozent] 10 percent · [14] 14 degree · [16 Grad] 16 degree · [beide] 2 >teams
knapp 300, fast 300, über 300, etwa 300, bis zu 300, gut 300, ca. 300
    [300] 300 ~nearly · [300] 300 ~nearly · [300] 300 ~over · [300] 300 ~about · [300] 300 ~nearly
    [300] 300 ~over · [300] 300 ~about
gewann 3:1
    [3:1] 3 score 3-1
neunzehnhundertneunundachtzig
    [neunzehnhundertneunundachtzig] 1989
achte auf dich, außer Acht, eines Tages, einfach, einmal, einig, Elfmeter, Dreieck, Zweifel, vereinfachen
    –
"""


def told(text: str, language: str) -> str:
    """The numbers found, as the tables write them; "–" where there is none."""
    return " · ".join(_told(text, language)) or "–"


def _told(text: str, language: str) -> Iterator[str]:
    for found in numbers(text, language):
        rounding, noun = found.rounding and f"~{found.rounding}", found.noun and f">{found.noun}"
        parts = (f"[{text[found.start : found.end]}]", str(found.value), found.unit, found.digits, rounding, noun)
        yield " ".join(part for part in parts if part)


def cases(table: str) -> list[tuple[str, str]]:
    """Each text of a table and what is found in it: the indented lines that follow."""
    found: list[tuple[str, str]] = []
    for line in table.strip().splitlines():
        if not line.startswith(" "):
            found.append((line, ""))
        else:
            text, before = found[-1]
            found[-1] = (text, f"{before} · {line.strip()}" if before else line.strip())
    return found


@pytest.mark.parametrize(("text", "expected"), cases(ENGLISH))
def test_in_english(text: str, expected: str) -> None:
    assert told(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), cases(GERMAN))
def test_in_german(text: str, expected: str) -> None:
    assert told(text, "de") == expected


def test_a_scale_that_hangs_on_to_its_number_ends_a_sentence_too() -> None:
    assert [one.value for one in numbers("The plan was $3.1M. It fell to 5k.", "en")] == [3_100_000, 5000]
    assert [one.value for one in numbers("les 5 M. Dupont", "fr")] == [5]
