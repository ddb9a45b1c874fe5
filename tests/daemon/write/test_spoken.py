"""Golden tables: what stands in text, and what a listener hears."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.spoken import LANGUAGES, say, spoken

SAID = {
    "en": [
        ("Strike from 14:00 to 22:00", "Strike from two in the afternoon to ten in the evening"),
        ("14:00–22:00", "two in the afternoon to ten in the evening"),
        ("at 9:30", "at half past nine in the morning"),
        ("by 5pm", "by five in the afternoon"),
        ("at 7.15 p.m. sharp", "at a quarter past seven in the evening sharp"),
        ("12:00", "noon"),
        ("John 3:16", "John 3:16"),
        ("in 2:05:30", "in 2:05:30"),
        ("saved 38 %", "saved thirty-eight percent"),
        ("saved 38%", "saved thirty-eight percent"),
        ("a 5–10% rise", "a five to ten percent rise"),
        ("€1.2m", "one point two million euros"),
        ("£5", "five pounds"),
        ("$3bn deal", "three billion dollars deal"),
        ("€3.50", "three euros fifty"),
        ("4 °C", "four degrees"),
        ("-4 °C", "minus four degrees"),
        ("3.5 times", "three point five times"),
        ("1,200 people", "one thousand two hundred people"),
        ("1,234,567 people", "one million two hundred and thirty-four thousand five hundred and sixty-seven people"),
        ("in 2026", "in twenty twenty-six"),
        ("in one week of 1764 they", "in one week of seventeen sixty-four they"),
        ("code 4711", "code 4711"),
        ("2019–2024", "twenty nineteen to twenty twenty-four"),
        ("the 1st prize", "the first prize"),
        ("on 24 March", "on the twenty-fourth of March"),
        ("on March 24, they", "on March the twenty-fourth, they"),
        ("Tuesday, Aug. 6", "Tuesday, August the sixth"),
        ("2026-03-24", "the twenty-fourth of March twenty twenty-six"),
        ("Pinwheel v3.0 is out", "Pinwheel version three is out"),
        ("v3.1", "version three point one"),
        ("room 4.2", "room four point two"),
        ("bread & butter", "bread and butter"),
        ("80 km/h", "eighty kilometres an hour"),
        ("Call with Dr Weiss", "Call with Doctor Weiss"),
        ("St Mary", "Saint Mary"),
        ("at 2 p.m. Trains run late", "at two in the afternoon. Trains run late"),
        ("at 2 p.m. Monday they", "at two in the afternoon Monday they"),
        ("at 2 p.m. sharp", "at two in the afternoon sharp"),
        ("every 20 min. at best", "every twenty minutes at best"),
        ("~5 people", "about five people"),
        ("~5pm", "about five in the afternoon"),
        ("≈ 5 people", "about five people"),
        ("12 Baker St", "twelve Baker Street"),
        ("1:1 with Kim", "one-on-one with Kim"),
        ("#3", "number three"),
        (">5 %", "more than five percent"),
        ("Covid-19", "Covid-19"),
        ("won 3-2", "won 3-2"),
        ("1.2.3", "1.2.3"),
        ("24/7", "24/7"),
        ("007", "007"),
        ("an A380", "an A380"),
        ("20 minutes.", "twenty minutes."),
        ("1.500 €", "one thousand five hundred euros"),
        ("1 500 €", "one thousand five hundred euros"),
        ("1.234,56 €", "one thousand two hundred and thirty-four euros fifty-six"),
        ("12,50 €", "twelve euros fifty"),
        ("$3.459 a gallon", "three point four five nine dollars a gallon"),
        ("1.500 or 1 500", "1.500 or 1 500"),
        ("24/03/2026", "the twenty-fourth of March twenty twenty-six"),
        ("03/24/2026", "the twenty-fourth of March twenty twenty-six"),
        ("03/04/2026", "03/04/2026"),
    ],
    "de": [
        ("Streik von 14:00 bis 22:00 Uhr", "Streik von vierzehn Uhr bis zweiundzwanzig Uhr"),
        ("14–16 Uhr", "vierzehn bis sechzehn Uhr"),
        ("um 9.30 Uhr", "um neun Uhr dreißig"),
        ("um 18 Uhr", "um achtzehn Uhr"),
        ("um 1:00 Uhr", "um ein Uhr"),
        ("38 %", "achtunddreißig Prozent"),
        ("1 %", "ein Prozent"),
        ("1,2 Mio. €", "eins Komma zwei Millionen Euro"),
        ("5 €", "fünf Euro"),
        ("3,50 Euro", "drei Euro fünfzig"),
        ("4 °C", "vier Grad"),
        ("−4 °C", "minus vier Grad"),
        ("3,5-mal", "drei Komma fünf-mal"),
        ("rund 3,5 Tage", "rund drei Komma fünf Tage"),
        ("1.200 Leute", "eintausendzweihundert Leute"),
        ("seit 2026", "seit zweitausendsechsundzwanzig"),
        ("im Jahr 1764", "im Jahr siebzehnhundertvierundsechzig"),
        ("1989", "neunzehnhundertneunundachtzig"),
        ("am 24. März", "am vierundzwanzigsten März"),
        ("der 24. März", "der vierundzwanzigste März"),
        ("24. März", "vierundzwanzigster März"),
        ("am 24.03.2026", "am vierundzwanzigsten März zweitausendsechsundzwanzig"),
        ("bis 1.4.", "bis ersten April"),
        ("2026-03-24", "vierundzwanzigster März zweitausendsechsundzwanzig"),
        ("Pinwheel v3.0", "Pinwheel Version drei"),
        ("Raum 4.2", "Raum vier Punkt zwei"),
        ("Brot & Butter", "Brot und Butter"),
        ("80 km/h", "achtzig Kilometer pro Stunde"),
        ("Dr. Weiss", "Doktor Weiss"),
        ("St. Pauli", "Sankt Pauli"),
        ("0.05", "null Punkt null fünf"),
        ("Raum 4.05", "Raum vier Punkt null fünf"),
        ("v1.07.2", "Version eins Punkt null sieben Punkt zwei"),
        ("≈5 km", "etwa fünf Kilometer"),
        ("Hauptstr. 5", "Hauptstraße fünf"),
        ("z. B. heute", "zum Beispiel heute"),
        ("im 3. Stock", "im 3. Stock"),
        ("1 Zug", "1 Zug"),
        ("21 Züge", "21 Züge"),
        ("20 Minuten.", "zwanzig Minuten."),
        ("A100", "A100"),
        ("€12,000", "zwölftausend Euro"),
        ("3,500 Leute", "dreitausendfünfhundert Leute"),
        ("$1,234.56", "eintausendzweihundertvierunddreißig Dollar sechsundfünfzig"),
        ("€12.50", "zwölf Euro fünfzig"),
        ("1 500 €", "eintausendfünfhundert Euro"),
        ("2,375 %", "zwei Komma drei sieben fünf Prozent"),
        ("0,125", "null Komma eins zwei fünf"),
    ],
    "fr": [
        ("de 14h à 22h", "de quatorze heures à vingt-deux heures"),
        ("14h30", "quatorze heures trente"),
        ("14 h 30", "quatorze heures trente"),
        ("à 10:30", "à dix heures et demie du matin"),
        ("à 12h", "à midi"),
        ("14h–16h", "quatorze heures à seize heures"),
        ("38 %", "trente-huit pour cent"),
        ("1,2 million d'euros", "un virgule deux million d'euros"),
        ("5 €", "cinq euros"),
        ("3,50 €", "trois euros cinquante"),
        ("3 M€", "trois millions d'euros"),
        ("4 °C", "quatre degrés"),
        ("-4 °C", "moins quatre degrés"),
        ("1 °C", "un degré"),
        ("3,5 fois", "trois virgule cinq fois"),
        ("3,25 fois", "trois virgule vingt-cinq fois"),
        ("0.05", "zéro point zéro cinq"),
        ("salle 4.05", "salle quatre point zéro cinq"),
        ("v1.07.2", "version un point zéro sept point deux"),
        ("John M. Keynes", "John M. Keynes"),
        ("Appel avec M. Dupont", "Appel avec Monsieur Dupont"),
        ("~5 personnes", "environ cinq personnes"),
        ("1 200 personnes", "mille deux cents personnes"),
        ("en 2026", "en deux mille vingt-six"),
        ("le 24 mars", "le vingt-quatre mars"),
        ("le 1er mai", "le premier mai"),
        ("le 1er prix", "le premier prix"),
        ("la 2e fois", "la deuxième fois"),
        ("24/03/2026", "le vingt-quatre mars deux mille vingt-six"),
        ("2026-03-24", "le vingt-quatre mars deux mille vingt-six"),
        ("Pinwheel v3.0", "Pinwheel version trois"),
        ("salle 4.2", "salle quatre point deux"),
        ("pain & beurre", "pain et beurre"),
        ("80 km/h", "quatre-vingts kilomètres à l'heure"),
        ("Dr Weiss", "Docteur Weiss"),
        ("Mme Weiss", "Madame Weiss"),
        ("St-Denis", "Saint-Denis"),
        ("RDV", "rendez-vous"),
        ("1 train", "1 train"),
        ("21 trains", "21 trains"),
        ("20 minutes.", "vingt minutes."),
        ("A380", "A380"),
        ("€12,000", "douze mille euros"),
        ("1.500 €", "mille cinq cents euros"),
        ("le 03/04/2026", "le 03/04/2026"),
    ],
    "es": [
        ("0.05", "cero punto cero cinco"),
        ("sala 4.05", "sala cuatro punto cero cinco"),
        ("v1.07.2", "versión uno punto cero siete punto dos"),
        ("a las 10 h. Los trenes salen", "a las diez de la mañana. Los trenes salen"),
        ("de 14:00 a 22:00", "de las dos de la tarde a las diez de la noche"),
        ("a las 10:30", "a las diez y media de la mañana"),
        ("a las 18.30 h", "a las seis y media de la tarde"),
        ("13:00 h", "la una de la tarde"),
        ("14:00-16:00", "las dos de la tarde a las cuatro de la tarde"),
        ("38 %", "treinta y ocho por ciento"),
        ("5 €", "cinco euros"),
        ("3,50 €", "tres euros con cincuenta"),
        ("3 M€", "tres millones de euros"),
        ("4 °C", "cuatro grados"),
        ("-4 °C", "menos cuatro grados"),
        ("1 °C", "un grado"),
        ("3,5 veces", "tres coma cinco veces"),
        ("1.100", "mil cien"),
        ("1.200 personas", "1200 personas"),
        ("3.000 personas", "tres mil personas"),
        ("en 2026", "en dos mil veintiséis"),
        ("24 de marzo", "veinticuatro de marzo"),
        ("el 24/03/2026", "el veinticuatro de marzo de dos mil veintiséis"),
        ("2026-03-24", "el veinticuatro de marzo de dos mil veintiséis"),
        ("1.º premio", "primer premio"),
        ("Pinwheel v3.0", "Pinwheel versión tres"),
        ("sala 4.2", "sala cuatro punto dos"),
        ("pan & vino", "pan y vino"),
        ("Ana & Isabel", "Ana e Isabel"),
        ("80 km/h", "ochenta kilómetros por hora"),
        ("Dr. Weiss", "Doctor Weiss"),
        ("Sra. Weiss", "Señora Weiss"),
        ("EE. UU.", "Estados Unidos"),
        ("21 personas", "21 personas"),
        ("300 personas", "300 personas"),
        ("20 minutos.", "veinte minutos."),
        ("A380", "A380"),
        ("€12,000", "doce mil euros"),
        ("12.50 €", "doce euros con cincuenta"),
        ("el 03/04/2026", "el 03/04/2026"),
        ("el 1.º de mayo", "el primero de mayo"),
    ],
}

CLOCKS = {
    (0, 0): ("midnight", "Mitternacht", "minuit", "medianoche"),
    (7, 45): ("a quarter to eight", "Viertel vor acht", "huit heures moins le quart", "las ocho menos cuarto"),
    (9, 0): ("nine", "neun", "neuf heures", "las nueve"),
    (9, 7): ("nine oh seven", "neun Uhr sieben", "neuf heures sept", "las nueve y siete"),
    (10, 15): ("a quarter past ten", "Viertel nach zehn", "dix heures et quart", "las diez y cuarto"),
    (10, 25): ("twenty-five past ten", "fünf vor halb elf", "dix heures vingt-cinq", "las diez y veinticinco"),
    (10, 30): ("half past ten", "halb elf", "dix heures et demie", "las diez y media"),
    (12, 0): ("noon", "zwölf", "midi", "las doce"),
    (12, 30): ("half past twelve", "halb eins", "midi et demi", "las doce y media"),
    (13, 0): ("one", "eins", "treize heures", "la una"),
    (16, 10): ("ten past four", "zehn nach vier", "seize heures dix", "las cuatro y diez"),
    (21, 1): ("nine oh one", "einundzwanzig Uhr eins", "vingt et une heures une", "las nueve y uno"),
    (22, 40): ("twenty to eleven", "zwanzig vor elf", "vingt-deux heures quarante", "las once menos veinte"),
}

DURATIONS = {
    15: ("fifteen minutes", "fünfzehn Minuten", "quinze minutes", "quince minutos"),
    30: ("half an hour", "eine halbe Stunde", "une demi-heure", "media hora"),
    45: ("three quarters of an hour", "eine Dreiviertelstunde", "trois quarts d'heure", "tres cuartos de hora"),
    60: ("an hour", "eine Stunde", "une heure", "una hora"),
    90: ("an hour and a half", "anderthalb Stunden", "une heure et demie", "una hora y media"),
    150: ("two and a half hours", "zweieinhalb Stunden", "deux heures et demie", "dos horas y media"),
    80: (
        "an hour and twenty minutes",
        "eine Stunde und zwanzig Minuten",
        "une heure vingt",
        "una hora y veinte minutos",
    ),
}


@pytest.mark.parametrize(("language", "text", "said"), [(key, *row) for key, rows in SAID.items() for row in rows])
def test_text_is_said_as_people_say_it(language: str, text: str, said: str) -> None:
    assert say(text, language) == said


@pytest.mark.parametrize(("hour", "minute"), CLOCKS)
def test_times_of_day(hour: int, minute: int) -> None:
    assert tuple(spoken(tongue).clock(time(hour, minute)) for tongue in LANGUAGES) == CLOCKS[hour, minute]


@pytest.mark.parametrize("minutes", DURATIONS)
def test_durations(minutes: int) -> None:
    said = tuple(spoken(tongue).duration(timedelta(minutes=minutes)) for tongue in LANGUAGES)
    assert said == DURATIONS[minutes]


def test_dates() -> None:
    day = date(2026, 3, 24)
    assert [spoken(tongue).weekday_and_day(day) for tongue in LANGUAGES] == [
        "Tuesday, the twenty-fourth of March",
        "Dienstag, der vierundzwanzigste März",
        "mardi vingt-quatre mars",
        "martes, veinticuatro de marzo",
    ]
    assert spoken("fr").day_of_month(date(2026, 5, 1)) == "le premier mai"


def test_time_that_stands_alone_names_its_part_of_the_day() -> None:
    said = [spoken(tongue).clock_of_day(time(16)) for tongue in LANGUAGES]
    assert said == ["four in the afternoon", "sechzehn Uhr", "seize heures", "las cuatro de la tarde"]


def test_german_half_hours_of_the_night() -> None:
    assert [spoken("de").clock_of_day(at) for at in (time(1, 30), time(2), time(13, 30))] == [
        "halb zwei nachts",
        "zwei Uhr",
        "dreizehn Uhr dreißig",
    ]


def test_region_is_dropped_and_unknown_language_is_english() -> None:
    assert spoken("de-AT") is spoken("de")
    assert spoken("pt_BR") is spoken("en")


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_can_be_said(text: str, language: str) -> None:
    assert isinstance(say(text, language), str)


@given(st.times(), st.sampled_from(LANGUAGES))
def test_clock_has_no_digits_and_tells_the_minutes_apart(at: time, language: str) -> None:
    tongue = spoken(language)
    said = tongue.clock(at)
    assert not any(letter.isdigit() for letter in said)
    assert tongue.clock(at.replace(minute=(at.minute + 1) % 60)) != said


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(LANGUAGES))
def test_written_times_of_two_digits_never_stay_digits(hour: int, minute: int, language: str) -> None:
    assert ":" not in say(f"x {hour:02}:{minute:02} y", language)


@given(st.integers(0, 10**8), st.sampled_from(LANGUAGES))
def test_number_is_never_lost(value: int, language: str) -> None:
    said = say(f"{value}", language)
    assert said == str(value) or not any(letter.isdigit() for letter in said)
