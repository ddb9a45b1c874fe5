"""Times and dates as German says and writes them."""

import re
from collections.abc import Iterator

from daemon.write.values.moments_grammar import Sense, Tongue, rule
from daemon.write.values.moments_tables import numbered, tree

_WORDS = """
ONE 1: ein
WABBR 0: ^mo
WABBR 1: ^di
WABBR 2: ^mi
WABBR 3: ^do
WABBRSO 4: ^fr
WABBR 5: ^sa
WABBRSO 6: ^so
MONTH 1: janner
MONTH 2: feber
MONTH 3: maerz
REL 1: heute, heut
REL 2: morgen
CAPREL 2: ^morgen
REL 3: gestern
REL 4 night: heute nacht
REL 0: ubermorgen, uebermorgen, vorgestern
REL 2 morning: morgen fruh, morgen frueh
FOLLOW: guten morgen, den morgen, der morgen, einen morgen, eines morgens, dem morgen, vom morgen
PART morning: morgens, am morgen, am fruhen morgen, in der fruh, in der fruhe, fruhmorgens, fruh, frueh, jeden morgen
PART forenoon: vormittags, am vormittag
PART noon: mittags, am mittag
PART afternoon: nachmittags, am nachmittag, am fruhen nachmittag, am spaten nachmittag
PART evening: abends, am abend, am fruhen abend, am spaten abend, jeden abend
PART night: nachts, in der nacht
HALF 30: halb
QUARTER 15: viertel, ein viertel
THREEQUARTERS 45: dreiviertel, drei viertel
OCLOCK: uhr
NOON 12: mittag
MIDNIGHT 0: mitternacht
MINUTES: minuten, minute, min
HOURS: stunden, stunde, std, h
AT: um, punkt, @
BY: gegen, ab
UNTIL: bis, bis um, bis gegen, bis zu
FROM: von
BETWEEN: zwischen
AND: und, oder, sowie
BEFORE: vor
AFTER: nach
SINCE: seit
ABOUT: etwa, ungefahr, circa, ca, zirka, exakt, genau, kurz
ON: am, vom, zum, beim, bis zum, ab dem, seit dem, vor dem, nach dem, dem, den, der
THE: die, das, des
IN: im, in
THIS: dieses, diesen, diesem, nachsten, letzten, kommenden, vergangenen, jeden, anfang, mitte, ende, auf, fur
YEAR: jahr, jahre, jahres, jahren, anno, ums jahr
SCALE: hundert, tausend, million, millionen, mio, milliarde, milliarden, mrd, komma, dutzend, mal
NEG: version, raum, zimmer, saal, seite, kapitel, gleis, linie, nummer, nr, artikel, abschnitt, absatz, haus
NEG: mit, ziffer
RATE: stieg, steigt, sank, sinkt, fiel, fallt, wuchs, wachst, erhoht, verringert, gesenkt, gestiegen, gesunken
RATE: gewachsen
COUNT: mehr als, weniger als, fast, rund, knapp, uber, mindestens, hochstens, alle, weitere, jene
UNIT: prozent, prozentpunkte, meter, kilometer, km, cm, mm, grad, euro, dollar, pfund, franken, cent, kilo, kg, gramm
UNIT: tonnen, liter, sekunden, tage, tagen, wochen, monate, monaten, menschen, leute, personen, stellen, wohnungen
UNIT: hauser, falle, fallen, stimmen, punkte, punkten, worter, seiten, sitze, platze, mitarbeiter, beschaftigte
UNIT: mitglieder
UNIT: schuler, studenten, besucher, karten, stuck, exemplare, teilnehmer, soldaten, haushalte, megawatt, mw, gw
UNIT: kwh, mb
UNIT: gb, tore, einheiten, firmen, unternehmen, lander, tote, jahrige, mark, arbeitsplatze, kinder, frauen
UNIT: manner, gaste
FOLLOW: treffen, gehen, mussen, kommen, haben, werden, sind, beginnen, starten, sollen, wollen, konnen, stehen, fahren
FOLLOW: folgen, enden, offnen, schliessen, eroffnen, dann, an, aus, es, er, sie, wir, ihr, ihre, deine, dein
FOLLOW: deinen, seine
FOLLOW: seinen, eine, einen, einer, eines, keine, keinen, mehr, aber, wieder, hier, weiter, immer, alle
FOLLOW: bei, unter, hinter, ihren, unsere, diese, als, wie, wenn, weil, dass, lassen, gelten, liegen, arbeiten
FOLLOW: sprechen
"""
_MONTHS = "januar februar marz april mai juni juli august september oktober november dezember"
_ABBREVIATED = "jan feb mrz apr mai jun jul aug sep/sept okt nov dez"
_DAYS = "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag"
_PARTS = {
    "fruh/frueh/morgen": "morning",
    "vormittag": "forenoon",
    "mittag": "noon",
    "nachmittag": "afternoon",
    "abend": "evening",
    "nacht": "night",
}
_DECADES = "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"
_ADJECTIVE = re.compile(r"(?:e|en|er|es|em)$")

_N = "(?=NEXT|WORD|$)"
_X = "(?!AMOUNT|DASH (WORD|NAME|AMOUNT))"
_P = "(?<p>PART)?"
_H = "(?<h>HOUR12|NOON|MIDNIGHT)"
_W = "((?<w>WEEKDAY|ANYWABBR) (?<p>DAYPART)? DOT? COMMA? ON?)?"
_D = "((?<d>DIGITDAY) DOT | (?<d2>ORD))"
_Y = "(?<y>ANYYEAR)?"
_DATE_LEAD = "(?<=ON|UNTIL|FROM|SINCE|BY)"

_CLOCKS = (
    rule(f"(?<c>HM|HH|DOTTED) OCLOCK {_P}", sure=True),
    rule(f"(?<!SIGN)(?<!NEG)(?<c>HM|HH) {_P} {_X}"),
    rule(f"(?<=AT|BETWEEN)(?<c>DOTTED) {_X}"),
    rule(f"(?<=BY|UNTIL|FROM|AND|BEFORE|AFTER)(?<c>DOTTED) {_N}(?!OCLOCK)"),
    rule("(?<c>DOTTED)(?=(DASH|UNTIL) (DOTTED|HM|HOUR) OCLOCK)"),
    rule(f"(?<h>HOUR|ONE) OCLOCK {_P} {_X}", sure=True),
    rule(f"(?<h>HOUR|ONE) OCLOCK (?<m>MINUTE) {_P} {_N}", sure=True),
    rule(f"(?<m>QUARTER) AFTER {_H} OCLOCK? {_P}"),
    rule(f"(?<t>QUARTER) BEFORE {_H} OCLOCK? {_P}"),
    rule(f"(?<m>MINUTE) MINUTES? AFTER {_H} OCLOCK? {_P} {_N}"),
    rule(f"(?<t>MINUTE) MINUTES? BEFORE {_H} OCLOCK? {_P} {_N}"),
    rule(f"(?<m>MINUTE) MINUTES? AFTER (?<t>HALF) (?<h>HOUR12) OCLOCK? {_P}"),
    rule(f"(?<t2>MINUTE) MINUTES? BEFORE (?<t>HALF) (?<h>HOUR12) OCLOCK? {_P}"),
    rule(f"(?<t>HALF) (?<h>HOUR12) OCLOCK? {_P} {_X}"),
    rule(f"(?<m>QUARTER|THREEQUARTERS) (?<h>WH) {_P} {_N}", offset=-60),
    rule("(?<h>MIDNIGHT)"),
    rule("(?<=AT|BY|UNTIL|BEFORE|AFTER|SINCE|FROM)(?<h>NOON)"),
    rule("(?<h>HOUR12) (?<p>PART)(?!NAME)"),
)
_DATES = (
    rule(f"{_W} {_D} (?<mo>MONTH|MABBR) DOT? {_Y} {_X}"),
    rule(f"{_W} {_D} (?<mo>MONTH|MABBR) {_Y} {_X}"),
    rule("(?<mo>MONTH|MABBR) DOT? (?<y>ANYYEAR)"),
    rule("(?<d>DIGITDAY) DOT? (?=(DASH|UNTIL|AND|SLASH|ON) ON? DIGITDAY DOT (?<mo>MONTH|MABBR))"),
    rule("(?<d>ORD) (?=(UNTIL|AND|ON) ON? ORD (?<mo>MONTH))"),
    rule("((?<w>WEEKDAY|ANYWABBR) (?<p>DAYPART)? DOT? COMMA? ON?)? (?<!NEG)(?<!SIGN)(?<f>FORM)"),
    rule(f"{_DATE_LEAD}(?<dm>SLASHED)"),
    rule("(?<=ON)(?<dm>DOTTED)(?!AMOUNT|OCLOCK)"),
    rule("(?<!NUMBER)(?<d>DIGITDAY) DOT (?<mo>DIGITDAY) DOT (?<y>DY)"),
    rule("(?<w>WEEKDAY) (?<p>DAYPART|CAPREL|NOON|PART)?"),
    rule(f"(?<w>WEEKDAY) (?<p>DAYPART)? COMMA? ON? ((?<d>DIGITDAY) DOT|(?<d2>ORD)) {_N}"),
    rule("(?<w>WABBR) DOT"),
    rule("(?<w>ANYWABBR) DOT? (?=COMMA? (DIGITDAY|HM|CLOCK|FORM))"),
    rule("(?<w>ANYWABBR) DOT? (?=DASH (WEEKDAY|ANYWABBR))"),
    rule("(?<=ANYWABBR DASH)(?<w>ANYWABBR) DOT?"),
    rule("(?<=ANYWABBR DOT DASH)(?<w>ANYWABBR) DOT?"),
    rule(f"(?<=ON|SINCE|UNTIL|BY)(?<w>WABBR) {_N}"),
    rule("(?<mo>MONTH)"),
    rule("(?<r>REL)"),
    rule("(?:^|(?<=STOPS))(?<r>CAPREL)"),
    rule("(?<!SIGN)(?<!COUNT)(?<!NEG)(?<y>DY)(?!AMOUNT|OCLOCK)"),
    rule("(?<=YEAR|SINCE|AROUND|FROM|UNTIL|AT|BEFORE|AFTER|BY|BETWEEN|AND)(?<y>DY|WCOUNT|WOLD)(?=NEXT|WORD|$|DASH DY)"),
    rule("(?<!SCALE)(?<y>WY)(?!AMOUNT)"),
    rule("(?<!COUNT)(?<y>WCOUNT)(?=NEXT|WORD|$)"),
    rule("(?<=YEAR)(?<y>WCOUNT|WOLD)"),
    rule("(?<y>DECADE|DECADEWORD) DASH? YEAR"),
    rule("(?<f>FORM) DASH? YEAR"),
    rule("(?<=ON)(?<y>DECADE|DECADEWORD)"),
    rule("(?<=THE)(?<y>DECADE)"),
    rule(f"(?<=ON)((?<d>DIGITDAY) DOT|(?<d2>ORD)) {_N}"),
)
_BARE = (
    rule("(?<!RATE AT|RATE BY|NUMBER AT)(?<=AT|BY)(?<h>HOUR) (?=NEXT|WORD|NEG|$)"),
    rule("(?<=UNTIL|BEFORE|AFTER|SINCE)(?<h>HOUR) (?=NEXT|WORD|NEG|$)"),
    rule(f"(?<=(AT|BY|UNTIL) ABOUT)(?<h>HOUR) {_N}"),
    rule("(?<!RATE FROM)(?<=FROM|BETWEEN)(?<h>HOUR) (?=(DASH|UNTIL|AND) (HOUR (NEXT|WORD|$)|CLOCK))"),
    rule(f"(?<!RATE FROM HOUR UNTIL)(?<=(FROM|BETWEEN) HOUR (DASH|UNTIL|AND))(?<h>HOUR) {_N}"),
    rule("(?<h>HOUR)(?=(UNTIL|DASH) CLOCK)", sure=True),
    rule(f"(?<=CLOCK (UNTIL|DASH|AND|COMMA))(?<h>HOUR) {_N}"),
)


def tongue() -> Tongue:
    """German, as the grammar has it."""
    return Tongue(tree("de", _WORDS, _names()), _CLOCKS, _DATES, _BARE, adjectives=_ADJECTIVE)


def _names() -> Iterator[tuple[str, Sense]]:
    yield from numbered("MABBR", _ABBREVIATED, 1)
    yield from numbered("MONTH", _MONTHS, 1)
    yield from numbered("WEEKDAY", _DAYS, 0)
    for value, alike in enumerate(_DAYS.split()):
        for day in alike.split("/"):
            yield f"{day}s", Sense("WEEKDAY", value)
            yield from (
                (f"{day}{word}{s}", Sense("WEEKDAY", value, part)) for word, part in _parts() for s in ("", "s")
            )
    for word, part in _parts():
        yield f"heute {word}", Sense("REL", 1, part) if part != "night" else Sense("REL", 4, part)
        yield f"gestern {word}", Sense("REL", 3, part)
        yield f"morgen {word}", Sense("REL", 2, part)
        if word != "mittag":
            yield f"^{word}", Sense("DAYPART", 0, part)
    for value, stem in enumerate(_DECADES.split(), start=2):
        yield from ((f"{stem}er{n}", Sense("DECADEWORD", 1900 + value * 10)) for n in ("", "n", "jahre", "jahren"))


def _parts() -> Iterator[tuple[str, str]]:
    return ((word, part) for alike, part in _PARTS.items() for word in alike.split("/"))
