"""Times and dates as English says and writes them."""

from collections.abc import Iterator

from daemon.write.values.moments_grammar import Sense, Tongue, rule
from daemon.write.values.moments_tables import numbered, tree

_WORDS = """
WEEKDAY 1: ^tue, ^tues
WEEKDAY 3: ^thu, ^thur, ^thurs
WEEKDAY 4: ^fri
WABBR 0: ^mon
WABBR 2: ^wed
WABBR 5: ^sat
WABBR 6: ^sun
CAPMONTH 3: ^march
LOWMONTH 3: march
MAYBE 5: ^may
LOWMONTH 5: may
LOWMONTH 8: august
MONTH 8: ^august
REL 1: today
REL 2: tomorrow
REL 3: yesterday
REL 4 night: tonight
REL 1 morning: this morning
REL 1 afternoon: this afternoon, this lunchtime
REL 1 evening: this evening
REL 3 night: last night
REL 0: the day after tomorrow, day after tomorrow, the day before yesterday, day before yesterday
PART morning: in the morning, in the early morning, in the early hours
PART noon: at lunchtime
PART afternoon: in the afternoon, in the early afternoon, in the late afternoon
PART evening: in the evening, in the early evening, in the late evening
PART night: at night, in the night, in the middle of the night
DAYPART morning: morning, mornings
DAYPART afternoon: afternoon, afternoons, lunchtime
DAYPART evening: evening, evenings
DAYPART night: night, nights
AMPM am: am, a.m., a.m, a. m.
AMPM pm: pm, p.m., p.m, p. m.
HALF 30: half, a half
QUARTER 15: quarter, a quarter
PAST: past
TO: to, through
OCLOCK: o'clock, oclock, o clock
NOON 12: noon, midday, twelve noon, 12 noon
MIDNIGHT 0: midnight, twelve midnight
MINUTES: minute, minutes, min, mins
HOURS: hour, hours, hrs
AT: at, @
BY: by
FROM: from
UNTIL: until, till, til, 'til
BETWEEN: between
AND: and, or
BEFORE: before
AFTER: after
SINCE: since
AROUND: around
ABOUT: about, roughly, exactly, precisely, approximately, nearly
IN: in, during, throughout
THIS: this, next, last, every, each, early, late, mid, for
ON: on
OF: of
THE: the
YEAR: year, years, anno, circa
DECADEWORD 1920: twenties
DECADEWORD 1930: thirties
DECADEWORD 1940: forties
DECADEWORD 1950: fifties
DECADEWORD 1960: sixties
DECADEWORD 1970: seventies
DECADEWORD 1980: eighties
DECADEWORD 1990: nineties
SCALE: hundred, thousand, million, billion, trillion, point, dozen, k, m, bn
NEG: version, room, gate, page, chapter, verse, line, platform, number, no, article, section, channel, score, ratio
RATE: priced, valued, stood, stands, stand, capped, estimated, rated, ranked, aged, won, lost, win, lose, beat
RATE: led, lead
RATE: rose, rise, rises, rising, fell, fall, falls, falling, grew, grow, grows, growing, dropped, drop, drops
RATE: up, down
RATE: increase, increased, decrease, decreased, reduced, cut, raised, lowered, climbed, ages, scores, scored
RATE: unchanged
COUNT: more than, fewer than, less than, some, almost, another, up to, at least, at most, all
UNIT: percent, per cent, percentage, metre, metres, meter, meters, kilometre, kilometres, kilometer, kilometers
UNIT: km, mile
UNIT: miles, cm, mm, feet, foot, inch, inches, yard, yards, degree, degrees, euro, euros, dollar, dollars, pound
UNIT: pounds, penny, pence
UNIT: cents, kg, kilo, kilos, gram, grams, ton, tons, tonne, tonnes, litre, litres, seconds, day, days, week, weeks
UNIT: month, months, times, people, persons, men, women, children, jobs, homes, houses, cases, votes, points
UNIT: words, pages
UNIT: seats, places, workers, employees, members, students, pupils, users, visitors, tickets, copies, items
UNIT: participants
UNIT: soldiers, passengers, households, megawatts, mw, gw, kwh, mb, gb, goals, units, companies, countries
UNIT: deaths
FOLLOW: a, an, that, these, those, is, are, was, were, will, when, where, while, with, there, you, your, he, she
FOLLOW: it, we
FOLLOW: they, his, her, their, its, our, my, i, if, but, so, as, because, then, sharp, onwards, onward, local
FOLLOW: daily, also
FOLLOW: not, only, just, both, still, instead, starts, start, started, begins, begin, began, comes, ends, end
FOLLOW: ended, opens
FOLLOW: closes, opened, closed, follows, who, which, what, can, could, must, should, might, would, has, have, had, do
FOLLOW: please, followed, plus, than, yet, now, again, already, unless, whether, why, how, goes, go, leaves
FOLLOW: leave, meets
FOLLOW: arrives, arrive, lasts, runs, meet, met, left, arrived, came, went, see, unfortunately
"""
_MONTHS = "january february march april may june july august september october november december"
_ABBREVIATED = "jan feb mar apr may jun jul aug sep/sept oct nov dec"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"

_N = "(?=NEXT|$)(?!AND HALF)"
_X = "(?!AMOUNT|DASH (WORD|NAME|AMOUNT|YEAR))"
_LEAD = "(?<=AT|BY|UNTIL|FROM|BEFORE|AFTER|SINCE|AROUND|BETWEEN|ABOUT)"
_HALF_OF_DAY = "(?<p>PART|AMPM)?"
_W = "((?<w>WEEKDAY|ANYWABBR) (?<p>DAYPART)? DOT? COMMA? (ON? THE)? | THE)?"
_Y = "(COMMA? OF? (?<y>ANYYEAR))?"
_D = "(?<d>ORD|DORD|DIGITDAY)"
_YEAR_LEAD = "(?<=IN|SINCE|OF|FROM|UNTIL|BY|YEAR|MONTH|BETWEEN|AND|TO|BEFORE|AFTER|AROUND)"

_CLOCKS = (
    rule(f"(?<!SIGN)(?<!NEG)(?<!IN)(?<c>HM|HH) {_HALF_OF_DAY} {_X}"),
    rule("(?<c>HM|HH|DOTTED) OCLOCK? (?<p>PART|AMPM)"),
    rule(f"{_LEAD}(?<!RATE AT|RATE BY)(?<!RATE FROM)(?<c>DOTTED) {_X}"),
    rule("(?<c>DOTTED)(?=(DASH|TO|UNTIL) (DOTTED|HM) (AMPM|PART))"),
    rule("(?<h>HOUR12) OCLOCK? (?<p>AMPM|PART)"),
    rule(f"(?<h>HOUR) OCLOCK {_HALF_OF_DAY}"),
    rule(f"(?<m>HALF|QUARTER|MINUTE) MINUTES? DASH? PAST (?<h>HOUR|NOON|MIDNIGHT) OCLOCK? {_HALF_OF_DAY} {_X}"),
    rule(f"(?<t>QUARTER) DASH? (TO|BEFORE|UNTIL) (?<h>HOUR12|NOON|MIDNIGHT) OCLOCK? {_HALF_OF_DAY} {_X}"),
    rule(
        f"(?<!FROM)(?<!BETWEEN)(?<t>WORDMINUTE) TO (?<h>WH|NOON|MIDNIGHT) {_HALF_OF_DAY} {_N}", minutes=(5, 10, 20, 25)
    ),
    rule(f"(?<=AT)(?<t>DIGITDAY) TO (?<h>HOUR12|NOON|MIDNIGHT) {_HALF_OF_DAY} {_N}"),
    rule(f"(?<t>MINUTE) MINUTES (TO|BEFORE) (?<h>HOUR12|NOON|MIDNIGHT) {_HALF_OF_DAY} {_N}"),
    rule(f"(?<m>QUARTER) AFTER (?<h>HOUR12|NOON|MIDNIGHT) OCLOCK? {_HALF_OF_DAY} {_X}"),
    rule(f"(?<=AT|BY|UNTIL)(?<m>WORDMINUTE) AFTER (?<h>WH|NOON|MIDNIGHT) {_HALF_OF_DAY} {_N}"),
    rule(f"(?<!NUMBER)(?<h>WH) DASH? (?<m>WT|WM|OHFIVE) {_HALF_OF_DAY} {_X}"),
    rule(f"{_LEAD}(?<h>WH) (?<m>WH) {_HALF_OF_DAY} {_X}"),
    rule(f"{_LEAD}(?<h>WT) (?<m>WORDMINUTE|OHFIVE) {_X}", sure=True),
    rule(f"(?<m>HALF)(?<h>WH) {_HALF_OF_DAY} {_N}"),
    rule("(?<h>NOON|MIDNIGHT)"),
    rule("(?<hm>WOLD|WY|DY) HOURS (?=NEXT|$)", sure=True),
    rule(f"(?<=AT)(?<hm>WOLD|WY) {_X}", sure=True),
)
_DATES = (
    rule(f"{_W} {_D} OF? (?<mo>ANYMONTH) DOT? {_Y} {_X}"),
    rule(f"{_W} {_D} OF? (?<mo>ANYMONTH) {_Y} {_X}"),
    rule(f"{_W} (?<mo>SUREMONTH) DOT? THE? {_D} {_Y} (?!AMOUNT|AMPM|OCLOCK|DASH WORD)"),
    rule(f"{_W} (?<mo>SUREMONTH) (?<d>WORDDAY) {_N}"),
    rule("(?<mo>SUREMONTH) DOT? COMMA? OF? (?<y>ANYYEAR)"),
    rule("(?<mo>LOWMONTH) (?<y>DY)"),
    rule(f"THE? {_D} (?=(DASH|TO|AND|UNTIL) THE? (DORD|ORD|DIGITDAY) OF? (?<mo>ANYMONTH))"),
    rule(f"(?<=(?<mo>SUREMONTH) DAY (DASH|TO|AND)) {_D} {_Y} {_X}"),
    rule("((?<w>WEEKDAY|ANYWABBR) (?<p>DAYPART)? DOT? COMMA?)? (?<!NEG)(?<!SIGN)(?<f>FORM)"),
    rule("(?<w>WEEKDAY) (?<p>DAYPART)?"),
    rule(f"(?<w>WEEKDAY) (?<p>DAYPART)? COMMA? (ON? THE)? (?<d>ORD|DORD) {_N}"),
    rule(f"(?<w>WEEKDAY) (?<d>DIGITDAY) {_N}"),
    rule("(?<w>ANYWABBR) DOT? (?=COMMA? (DIGITDAY|DORD|HM|CLOCK))"),
    rule("(?<w>ANYWABBR) (?=DASH (WEEKDAY|WABBR))"),
    rule("(?<=(WEEKDAY|WABBR) DASH)(?<w>ANYWABBR)"),
    rule(f"(?<=ON|IN|THIS|BY|UNTIL|SINCE)(?<w>ANYWABBR) {_N}"),
    rule("(?<mo>MONTH)"),
    rule("(?<=~STOPS)(?<mo>CAPMONTH)(?!ON)"),
    rule("(?<=IN|THIS|OF|BY|SINCE|UNTIL|FROM|TO|BEFORE|AFTER|BETWEEN|DASH|AROUND)(?<mo>MAYBE|CAPMONTH)"),
    rule("(?<=MONTH AND)(?<mo>MAYBE|CAPMONTH)"),
    rule("(?<=PUNCT)(?<mo>MAYBE|CAPMONTH)(?=PUNCT)"),
    rule("(?<mo>MAYBE|CAPMONTH)(?=(AND|DASH|TO|UNTIL) MONTH)"),
    rule("(?<mo>CAPMONTH)(?=COMMA|DOT|FOLLOW|DASH|$)"),
    rule("(?<r>REL)"),
    rule("(?<!SIGN)(?<!COUNT)(?<!NEG)(?<y>DY)(?!AMOUNT|AMPM|OCLOCK)"),
    rule(f"{_YEAR_LEAD}(?<y>DY|WCOUNT|WOLD)(?=NEXT|NAME|$|TO|DASH DY)"),
    rule("(?<y>WY)(?!AMOUNT)"),
    rule(f"(?<!NUMBER)(?<!COUNT)(?<y>WCOUNT) {_N}"),
    rule("(?<=THE)(?<y>DECADE|DECADEWORD)"),
    rule("(?<=THE THIS)(?<y>DECADE|DECADEWORD)"),
    rule("(?<=ON|BY|UNTIL|FROM|SINCE|BEFORE|AFTER|TO) THE (?<d>ORD|DORD) (?=NEXT|TO|$)"),
)
_BARE = (
    rule(f"(?<!RATE AT|RATE BY)(?<=AT|BY)(?<h>HOUR12) {_N}"),
    rule("(?<=AT|BY|UNTIL)(?<h>HOUR12) (?=NAME (?!WORD|NAME))"),
    rule(f"(?<=UNTIL|BEFORE|AFTER|SINCE|AROUND|PAST)(?<h>HOUR12) {_N}"),
    rule(f"(?<=(AT|BY|UNTIL) (ABOUT|AROUND))(?<h>HOUR12) {_N}"),
    rule(f"(?<!RATE FROM)(?<=FROM)(?<h>HOUR12) {_N}"),
    rule("(?<!RATE FROM)(?<=FROM|BETWEEN)(?<h>HOUR12) (?=(TO|UNTIL|DASH|AND) (HOUR12 (NEXT|$)|CLOCK))"),
    rule(f"(?<!RATE FROM HOUR12 TO)(?<=(FROM|BETWEEN) HOUR12 (TO|UNTIL|DASH|AND))(?<h>HOUR12) {_N}"),
    rule("(?<h>HOUR12)(?=(TO|DASH|UNTIL) CLOCK)"),
    rule(f"(?<=CLOCK (TO|UNTIL|DASH|AND|COMMA))(?<h>HOUR12) {_N}"),
    rule(f"(?<=CLOCK (TO|UNTIL|DASH|AND))(?<c>DOTTED) {_N}"),
)


def tongue() -> Tongue:
    """English, as the grammar has it."""
    phrases = tree("en", _WORDS, _names())
    return Tongue(phrases, _CLOCKS, _DATES, _BARE, clear=False, month_first=True)


def _names() -> Iterator[tuple[str, Sense]]:
    yield from numbered("MONTH", _MONTHS, 1)
    yield from numbered("MABBR", " ".join(f"^{name.replace('/', '/^')}" for name in _ABBREVIATED.split()), 1)
    yield from numbered("WEEKDAY", _DAYS, 0)
    yield from numbered("WEEKDAY", _DAYS.replace("day", "days"), 0)
    for part in ("morning", "afternoon", "evening", "night"):
        yield f"tomorrow {part}", Sense("REL", 2, part)
        yield f"yesterday {part}", Sense("REL", 3, part)
