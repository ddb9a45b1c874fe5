"""What stands in a text, and the times of day and dates a listener hears: golden tables by language.

A value is written `words=10:30` (with `?` where either half of the day may be meant) or `words=y2026 m3 d24 tue today`.
"""

import pytest

from daemon.write.values.base import Clock, Date
from daemon.write.values.moments import moments

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

FOUND = {
    "en": [
        ("at 10:30", ["10:30=10:30?"]),
        ("from 16:30 and 09:30", ["16:30=16:30", "09:30=9:30"]),
        ("4 p.m., 4pm, 4:30 PM", ["4 p.m.=16:00", "4pm=16:00", "4:30 PM=16:30"]),
        ("at 16.00, 4.30pm", ["16.00=16:00", "4.30pm=16:30"]),
        ("Doors open at 5.40.", ["5.40=5:40?"]),
        ("Expenses (March)", ["March=m3"]),
        ("from 14.00 to 16.00", ["14.00=14:00", "16.00=16:00"]),
        ("noon, midnight, twelve noon", ["noon=12:00", "midnight=0:00", "twelve noon=12:00"]),
        ("half past ten, half-past 10", ["half past ten=10:30?", "half-past 10=10:30?"]),
        ("a quarter to nine, ten to nine", ["a quarter to nine=8:45?", "ten to nine=8:50?"]),
        ("a quarter past midnight", ["a quarter past midnight=0:15"]),
        ("ten minutes to noon", ["ten minutes to noon=11:50"]),
        ("ten thirty, ten-thirty, ten oh five", ["ten thirty=10:30?", "ten-thirty=10:30?", "ten oh five=10:05?"]),
        ("nine o’clock sharp", ["nine o’clock=9:00?"]),
        ("four in the afternoon, twelve at night", ["four in the afternoon=16:00", "twelve at night=0:00"]),
        ("from two until ten.", ["two=2:00?", "ten=10:00?"]),
        ("from two until ten in the evening", ["two=2:00?", "ten in the evening=22:00"]),
        ("between nine and eleven", ["nine=9:00?", "eleven=11:00?"]),
        ("done by six, at ten, since 9", ["six=6:00?", "ten=10:00?", "9=9:00?"]),
        ("9-11am, 9 to 5pm", ["9=9:00?", "11am=11:00", "9=9:00?", "5pm=17:00"]),
        ("half past six to eight", ["half past six=6:30?", "eight=8:00?"]),
        ("half past six this evening", ["half past six=18:30", "this evening=today"]),
        ("this evening, half past six", ["this evening=today", "half past six=18:30"]),
        ("twenty to eleven last night", ["twenty to eleven=22:40", "last night=yesterday"]),
        ("at nineteen thirty, in nineteen thirty", ["nineteen thirty=19:30", "nineteen thirty=y1930"]),
        ("Half ten.", ["Half ten=10:30?"]),
        ("March 24th, 24 March 2026", ["March 24th=m3 d24", "24 March 2026=y2026 m3 d24"]),
        ("March 24, 2026 at 10:30", ["March 24, 2026=y2026 m3 d24", "10:30=10:30?"]),
        ("Tuesday, the twenty-fourth of March", ["Tuesday, the twenty-fourth of March=m3 d24 tue"]),
        ("Tue, 24 Mar 2026", ["Tue, 24 Mar 2026=y2026 m3 d24 tue"]),
        ("2026-03-24T09:00:00+01:00", ["2026-03-24=y2026 m3 d24", "09:00:00+01:00=9:00"]),
        ("24/03/2026, 03/24/2026", ["24/03/2026=y2026 m3 d24", "03/24/2026=y2026 m3 d24"]),
        ("03/04/2026, 3/24", ["03/04/2026=y2026", "3/24=m3 d24"]),
        ("24–26 March", ["24=m3 d24", "26 March=m3 d26"]),
        ("March 24-26", ["March 24=m3 d24", "26=m3 d26"]),
        ("on Mondays, Friday evening at eight", ["Mondays=mon", "Friday evening=fri", "eight=20:00"]),
        ("Mon-Fri, Sat 10:00, Thurs.", ["Mon=mon", "Fri=fri", "Sat=sat", "10:00=10:00?", "Thurs=thu"]),
        ("on the 24th, Tuesday the twenty-fourth", ["the 24th=d24", "Tuesday the twenty-fourth=d24 tue"]),
        ("in June, mid-July, in May, in March", ["June=m6", "July=m7", "May=m5", "March=m3"]),
        ("in 2024, the 2024 election", ["2024=y2024", "2024=y2024"]),
        ("2019–2024, 2024/25", ["2019=y2019", "2024=y2024", "2024/25=y2024"]),
        ("since nineteen eighty-nine", ["nineteen eighty-nine=y1989"]),
        ("twenty twenty-six, in two thousand", ["twenty twenty-six=y2026", "two thousand=y2000"]),
        ("the year 1764, in 1764 they", ["1764=y1764", "1764=y1764"]),
        ("the 1990s, the nineties", ["1990s=y1990", "nineties=y1990"]),
        (
            "today, tomorrow, yesterday, tonight",
            ["today=today", "tomorrow=tomorrow", "yesterday=yesterday", "tonight=tonight"],
        ),
        ("this morning, yesterday evening", ["this morning=today", "yesterday evening=yesterday"]),
        ("the day after tomorrow", ["the day after tomorrow="]),
    ],
    "de": [
        ("10:30 Uhr, 10.30 Uhr, 10 Uhr 30", ["10:30 Uhr=10:30", "10.30 Uhr=10:30", "10 Uhr 30=10:30"]),
        ("9:30, 16 Uhr, um 9.15", ["9:30=9:30", "16 Uhr=16:00", "9.15=9:15"]),
        ("sechzehn Uhr dreißig", ["sechzehn Uhr dreißig=16:30"]),
        ("um neun mit dem Team", ["neun=9:00?"]),
        ("halb elf, Viertel nach zehn", ["halb elf=10:30?", "Viertel nach zehn=10:15?"]),
        ("fünf vor halb elf, zehn vor neun", ["fünf vor halb elf=10:25?", "zehn vor neun=8:50?"]),
        ("dreiviertel elf, viertel elf", ["dreiviertel elf=10:45?", "viertel elf=10:15?"]),
        ("Mitternacht, gegen Mittag", ["Mitternacht=0:00", "Mittag=12:00"]),
        ("um neun beginnt es, ab acht, gegen zehn", ["neun=9:00?", "acht=8:00?", "zehn=10:00?"]),
        ("von zwei bis zehn, zwischen neun und elf", ["zwei=2:00?", "zehn=10:00?", "neun=9:00?", "elf=11:00?"]),
        ("14–16 Uhr, von 14 bis 16 Uhr", ["14=14:00", "16 Uhr=16:00", "14=14:00", "16 Uhr=16:00"]),
        ("acht Uhr abends, acht am Abend", ["acht Uhr abends=20:00", "acht am Abend=20:00"]),
        ("heute Abend, halb sieben", ["heute Abend=today", "halb sieben=18:30"]),
        ("um zehn Uhr zwei Termine", ["zehn Uhr=10:00"]),
        ("24.03.2026, 24.3., am 24.", ["24.03.2026=y2026 m3 d24", "24.3.=m3 d24", "24.=d24"]),
        ("am vierundzwanzigsten März", ["vierundzwanzigsten März=m3 d24"]),
        ("Dienstag, der vierundzwanzigste März", ["Dienstag, der vierundzwanzigste März=m3 d24 tue"]),
        ("am Dienstag, dem 24. März 2026", ["Dienstag, dem 24. März 2026=y2026 m3 d24 tue"]),
        ("vom 24. bis 26. März", ["24.=m3 d24", "26. März=m3 d26"]),
        ("Dienstagabend, montags, Sonnabend", ["Dienstagabend=tue", "montags=mon", "Sonnabend=sat"]),
        ("Mo.–Fr., Di., 24.03.", ["Mo.=mon", "Fr.=fri", "Di., 24.03.=m3 d24 tue"]),
        ("im Juni, Mitte Mai", ["Juni=m6", "Mai=m5"]),
        ("im Jahr 1764, seit 2026", ["1764=y1764", "2026=y2026"]),
        ("neunzehnhundertneunundachtzig", ["neunzehnhundertneunundachtzig=y1989"]),
        ("seit zweitausendsechsundzwanzig", ["zweitausendsechsundzwanzig=y2026"]),
        ("in den Neunzigern, die 90er-Jahre", ["Neunzigern=y1990", "90er-Jahre=y1990"]),
        (
            "heute früh, heute Nacht, gestern Abend",
            ["heute früh=today", "heute Nacht=tonight", "gestern Abend=yesterday"],
        ),
        ("er kommt morgen um acht", ["morgen=tomorrow", "acht=8:00?"]),
        ("Morgen kommt er.", ["Morgen=tomorrow"]),
        ("übermorgen", ["übermorgen="]),
    ],
    "fr": [
        ("10h30, 10 h, 10:30", ["10h30=10:30", "10 h=10:00", "10:30=10:30"]),
        ("à dix heures et demie, midi et quart", ["dix heures et demie=10:30?", "midi et quart=12:15"]),
        ("neuf heures moins le quart", ["neuf heures moins le quart=8:45?"]),
        ("départ à 8 h 10 de Noiraigue, à 1 h 15 de Marrakech", ["8 h 10=8:10"]),
        ("dès neuf heures, vers midi, minuit", ["neuf heures=9:00", "midi=12:00", "minuit=0:00"]),
        ("vingt et une heures vingt et une", ["vingt et une heures vingt et une=21:21"]),
        ("de dix heures à onze heures", ["dix heures=10:00", "onze heures=11:00"]),
        ("entre neuf et onze heures, de 9 à 11h", ["neuf=9:00", "onze heures=11:00", "9=9:00", "11h=11:00"]),
        ("neuf heures du soir", ["neuf heures du soir=21:00"]),
        ("quatre heures de l’après-midi", ["quatre heures de l’après-midi=16:00"]),
        ("ce soir à huit heures", ["ce soir=tonight", "huit heures=20:00"]),
        ("hier soir à dix heures et demie", ["hier soir=yesterday", "dix heures et demie=22:30"]),
        ("le 24 mars, le premier mai, 1er mai", ["24 mars=m3 d24", "premier mai=m5 d1", "1er mai=m5 d1"]),
        ("mardi vingt-quatre mars", ["mardi vingt-quatre mars=m3 d24 tue"]),
        ("le deux mars deux mille vingt-six", ["deux mars deux mille vingt-six=y2026 m3 d2"]),
        ("du 24 au 26 mars", ["24=m3 d24", "26 mars=m3 d26"]),
        ("en juin, fin mars", ["juin=m6", "mars=m3"]),
        ("mardi soir, les lundis", ["mardi soir=tue", "lundis=mon"]),
        ("le 24, le mardi 24", ["24=d24", "mardi 24=d24 tue"]),
        ("mille neuf cent quatre-vingt-neuf", ["mille neuf cent quatre-vingt-neuf=y1989"]),
        ("en 2024, depuis 1789", ["2024=y2024", "1789=y1789"]),
        ("les années 90, les années quatre-vingt-dix", ["90=y1990", "quatre-vingt-dix=y1990"]),
        ("aujourd'hui, demain, hier", ["aujourd'hui=today", "demain=tomorrow", "hier=yesterday"]),
        ("ce matin, cette nuit", ["ce matin=today", "cette nuit=tonight"]),
    ],
    "es": [
        ("a las diez y media", ["las diez y media=10:30?"]),
        ("las nueve menos cuarto", ["las nueve menos cuarto=8:45?"]),
        ("a las 10:30, 16:30 h", ["las 10:30=10:30", "16:30 h=16:30"]),
        ("a las 4 p. m.", ["las 4 p. m.=16:00"]),
        ("a las nueve, hasta las diez", ["las nueve=9:00?", "las diez=10:00?"]),
        ("entre las dos y las cuatro", ["las dos=2:00?", "las cuatro=4:00?"]),
        ("de las diez a las once", ["las diez=10:00?", "las once=11:00?"]),
        ("las cuatro de la tarde", ["las cuatro de la tarde=16:00"]),
        ("a las doce de la mañana", ["las doce de la mañana=12:00"]),
        ("al mediodía, medianoche", ["mediodía=12:00", "medianoche=0:00"]),
        ("anoche a las once menos veinte", ["anoche=yesterday", "las once menos veinte=22:40"]),
        ("mañana por la mañana a las ocho", ["mañana por la mañana=tomorrow", "las ocho=8:00"]),
        ("24 de marzo de 2026", ["24 de marzo de 2026=y2026 m3 d24"]),
        ("martes, veinticuatro de marzo", ["martes, veinticuatro de marzo=m3 d24 tue"]),
        ("del 24 al 26 de marzo", ["24=m3 d24", "26 de marzo=m3 d26"]),
        ("uno de mayo, 1.º de mayo", ["uno de mayo=m5 d1", "1.º de mayo=m5 d1"]),
        ("los lunes, el martes 24, el 24", ["lunes=mon", "martes 24=d24 tue", "24=d24"]),
        ("marzo de 2026, en junio", ["marzo de 2026=y2026 m3", "junio=m6"]),
        ("en dos mil veintiséis", ["dos mil veintiséis=y2026"]),
        ("los años 90, los noventa", ["90=y1990", "los noventa=y1990"]),
        ("hoy, ayer, mañana", ["hoy=today", "ayer=yesterday", "mañana=tomorrow"]),
        ("esta mañana, esta noche", ["esta mañana=today", "esta noche=tonight"]),
    ],
}
NOTHING = {
    "en": (
        "ten people|at ten metres|from two to ten percent|by six votes|from five countries|at 5%|at $5|at 10 km|"
        "rose from two to ten|one of them|he is six|won 3-2|in 2:05:30|version 3.10|room 10.30|24/7|1/2|2,024 people|"
        "2024 votes|$2024|1080p|two thousand people|they may march on|an august body|he sat there|the Sun reports|"
        "the second floor|the 24th meeting|half an hour|a quarter of an hour|two thirty-minute sessions|I am ten|"
        "Theresa May said|in his 30s|after two years|around six people|John has five to ten people"
    ),
    "de": (
        "um zehn Prozent|um neun Stimmen|um neun weitere Stellen|von fünf Ländern|von zwei bis zehn Prozent|"
        "vor zehn Jahren|"
        "Guten Morgen|am Morgen|der Morgen war kalt|im 3. Stock|am 24. Spieltag|am dritten Tag|Raum 4.2|Version 3.10|"
        "16.30 Euro|2026 Menschen|zweitausendsechsundzwanzig Euro|Jan Müller|Fr. Müller|So ist es|zu Mittag essen|hier"
    ),
    "fr": (
        "pendant deux heures|il y a trois heures|dans dix heures|un trajet de deux heures|à deux heures de Paris|"
        "deux heures plus tard|plus de dix heures|en 2h30|24h sur 24|14 heures de travail|Mars est une planète|"
        "2026 personnes|deux mille personnes|dix personnes|de cinq à neuf pour cent|le 24 heures|dans le Midi|"
        "salle 4.05"
    ),
    "es": (
        "las dos ciudades|mover una de las dos|las tres hermanas|a las dos personas|por la mañana|la mañana|10 horas|"
        "dos mil personas|2026 personas|de dos a diez por ciento|a cinco metros|versión 3.10|tres mil doscientos"
    ),
}


HEARD = [(language, *row) for language, rows in FOUND.items() for row in rows]
UNHEARD = [(language, text) for language, texts in NOTHING.items() for text in texts.split("|")]


@pytest.mark.parametrize(("language", "text", "expected"), HEARD)
def test_what_is_heard_is_found(language: str, text: str, expected: list[str]) -> None:
    assert [_told(text, found) for found in moments(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"), [(key, text) for key, texts in NOTHING.items() for text in texts.split("|")]
)
def test_what_is_no_time_is_left_alone(language: str, text: str) -> None:
    assert [_told(text, found) for found in moments(text, language)] == []


def _told(text: str, found: Clock | Date) -> str:
    words = text[found.start : found.end]
    if isinstance(found, Clock):
        return f"{words}={found.hour}:{found.minute:02}{'' if found.sure else '?'}"
    numbers = {"y": found.year, "m": found.month, "d": found.day}
    parts = [f"{letter}{value}" for letter, value in numbers.items() if value is not None]
    parts += [DAYS[found.weekday]] if found.weekday is not None else []
    return f"{words}={' '.join([*parts, *([found.relative] if found.relative else [])])}"
