"""German numbers: the words around those that are one word (numbers_de_words.py)."""

from fractions import Fraction

from daemon.write.values.numbers_de_words import compound, part, whole
from daemon.write.values.numbers_language import Tongue, by_first, phrases, roundings, worth
from daemon.write.values.numbers_tokens import Tokens, words_of
from daemon.write.values.numbers_units import entries, spellings

_ARTICLES = words_of("ein eine einen einem einer eines")
_DETERMINERS = words_of(
    "der die das dem den des zum zur im am beim vom als jeder jede jedes jeden jedem ihr ihre ihren ihrem ihrer "
    "sein seine seinen seinem seiner mein meine meinen meinem unser unsere unseren unserem dieser diese dieses "
    "diesen diesem ein eine einen einem einer kein keine keinen"
)


_RANKED = words_of(
    "liga bundesliga platz mal quartal halbjahr jahrhundert stock stockwerk etage klasse runde spieltag geburtstag "
    "jahrestag etappe kapitel weltkrieg bezirk semester auflage staffel folge lauf"
)
"""What is numbered by ordinals, also where no article says so."""


def _is_ordinal_point(tokens: Tokens, at: int) -> bool:
    """Whether the full stop behind a numeral makes an ordinal: "am 3. Tag"; not at a sentence's end."""
    following = tokens[at + 1]
    if tokens[at].glued and following.kind == "word" and not following.glued:
        listed = tokens[at - 2].word in ("und", "bis", "oder", "-") and tokens[at - 3].word == "."
        return (
            listed or following.text[:1].islower() or tokens[at - 2].word in _DETERMINERS or following.word in _RANKED
        )
    return following.word in ("-", "und", "bis") and tokens[at].glued


_UNITS = """
percent: Prozent; percentage point: Prozentpunkt Prozentpunkte Prozentpunkten; permille: Promille
basis point: Basispunkt Basispunkte Basispunkten; point: Punkt Punkte Punkten Punkts; times: Mal Male Malen
millimetre: Millimeter Millimetern; centimetre: Zentimeter Zentimetern; metre: Meter Metern Meters; mile: Meile Meilen
kilometre: Kilometer Kilometern Kilometers; foot: Fuß; inch: Zoll; light year: Lichtjahr Lichtjahre Lichtjahren
nautical mile: Seemeile Seemeilen; square metre: Quadratmeter Quadratmetern
square kilometre: Quadratkilometer Quadratkilometern; square mile: Quadratmeile Quadratmeilen
hectare: Hektar Hektare Hektaren; cubic metre: Kubikmeter Kubikmetern; litre: Liter Litern
millilitre: Milliliter Millilitern; barrel: Barrel Fass; milligram: Milligramm; gram: Gramm
kilogram: Kilogramm Kilo Kilos; tonne: Tonne Tonnen; ounce: Unze Unzen; degree: Grad Grade Graden Grad_Celsius
degree fahrenheit: Grad_Fahrenheit; kelvin: Kelvin
kilometre per hour: Kilometer_pro_Stunde Kilometern_pro_Stunde Stundenkilometer Stundenkilometern km_pro_Stunde
kilometre per hour: Kilometer_in_der_Stunde; mile per hour: Meilen_pro_Stunde Meile_pro_Stunde; knot: Knoten
metre per second: Meter_pro_Sekunde Metern_pro_Sekunde; watt: Watt; kilowatt: Kilowatt; megawatt: Megawatt
gigawatt: Gigawatt; terawatt: Terawatt; volt: Volt; kilowatt hour: Kilowattstunde Kilowattstunden
megawatt hour: Megawattstunde Megawattstunden; gigawatt hour: Gigawattstunde Gigawattstunden
terawatt hour: Terawattstunde Terawattstunden; horsepower: Pferdestärke Pferdestärken; calorie: Kalorie Kalorien
kilocalorie: Kilokalorie Kilokalorien; kilobyte: Kilobyte Kilobytes; megabyte: Megabyte Megabytes
gigabyte: Gigabyte Gigabytes; terabyte: Terabyte Terabytes; petabyte: Petabyte Petabytes; megabit: Megabit
gigabit: Gigabit; hertz: Hertz; kilohertz: Kilohertz; megahertz: Megahertz; megabit per second: Megabit_pro_Sekunde
gigabit per second: Gigabit_pro_Sekunde; gigahertz: Gigahertz; decibel: Dezibel
millisecond: Millisekunde Millisekunden; second: Sekunde Sekunden Sek.; minute: Minute Minuten Min.
hour: Stunde Stunden Std. Std; day: Tag Tage Tagen Tages Tags; week: Woche Wochen; month: Monat Monate Monaten Monats
year: Jahr Jahre Jahren Jahres Jahre_alt Jahren_alt Jahr_alt; decade: Jahrzehnt Jahrzehnte Jahrzehnten Jahrzehnts
century: Jahrhundert Jahrhunderte Jahrhunderten Jahrhunderts; millennium: Jahrtausend Jahrtausende Jahrtausenden
year: jährig jährige jähriger jähriges jährigen jährigem; day: tägig tägige tägiger tägiges tägigen tägigem
hour: stündig stündige stündiger stündiges stündigen; minute: minütig minütige minütiger minütiges minütigen
week: wöchig wöchige wöchiger wöchiges wöchigen; month: monatig monatige monatiger monatiges monatigen
percent: prozentig prozentige prozentiger prozentiges prozentigen
times: fach fache facher faches fachen malig malige maligen; EUR: Euro Euros; USD: Dollar Dollars US-Dollar US-Dollars
GBP: Pfund Pfund_Sterling; JPY: Yen; CNY: Yuan Renminbi; CHF: Franken Schweizer_Franken; INR: Rupie Rupien; RUB: Rubel
TRY: Lira; PLN: Zloty Zlotys Złoty; HUF: Forint; CAD: kanadische_Dollar kanadischen_Dollar
AUD: australische_Dollar australischen_Dollar; ILS: Schekel; UAH: Hrywnja Griwna
SEK: schwedische_Kronen schwedischen_Kronen; NOK: norwegische_Kronen norwegischen_Kronen
DKK: dänische_Kronen dänischen_Kronen; CZK: tschechische_Kronen tschechischen_Kronen; crown: Krone Kronen
BRL: Real Reais; ZAR: Rand; peso: Peso Pesos; KRW: Won; AED: Dirham; BTC: Bitcoin Bitcoins; cent: Cent Cents Rappen
penny: Pence Penny
"""

TONGUE = Tongue(
    language="de",
    small={},
    large={},
    hundred=frozenset(),
    ordinals={},
    room={},
    articles=_ARTICLES,
    scales=worth(
        "12: dutzend; 100: hundert; 1000: tausend tsd; 1000000: million millionen mio mill; 1000000000: milliarde "
        "milliarden mrd; 1000000000000: billion billionen bio; 1000000000000000: billiarde billiarden"
    ),
    crowds=worth(
        "12: dutzende dutzenden dutzender; 100: hunderte hunderten hunderter; 1000: tausende tausenden tausender; "
        "10000: zehntausende zehntausenden zehntausender; 100000: hunderttausende hunderttausenden hunderttausender; "
        "1000000: millionen; 1000000000: milliarden; 1000000000000: billionen"
    ),
    few=words_of("paar einige einigen einiger mehrere mehreren mehrerer viele vielen"),
    of=frozenset({"von"}),
    genitive=words_of("der des"),
    parts=part,
    halves=dict.fromkeys(["halfte", "halb", "halbe", "halber", "halbes", "halben", "halbem"], Fraction(1, 2)),
    half_of=frozenset(),
    and_a_half={("und", "ein", "halb"): Fraction(1, 2), ("und", "eine", "halbe"): Fraction(1, 2)},
    multiples=worth(
        "2: doppelt doppelte doppelten doppelter doppeltes verdoppelt verdoppelte verdoppelten verdoppeln "
        "verdoppelung "
        "verdopplung"
    ),
    couples=dict.fromkeys(phrases("beide; beiden; beider; beides"), 2),
    point=frozenset({"komma", "punkt"}),
    minus=frozenset({"minus"}),
    first_currencies={"euro": "EUR"},
    below_zero=phrases("unter null; unter dem Gefrierpunkt; unter 0"),
    version=frozenset({"version", "v"}),
    range_words=words_of("bis und oder"),
    units=spellings(entries(_UNITS)),
    no_article=words_of("point foot inch times peso crown knot ZAR BRL KRW"),
    before=roundings(
        -1,
        about="etwa; ungefähr; rund; circa; zirka; ca; ca.; schätzungsweise; um die; in etwa; ~; ≈",
        nearly="fast; beinahe; nahezu; annähernd; knapp; unter; weniger als; bis zu; höchstens; maximal; nicht ganz; "
        "kaum; "
        "etwas unter; etwas weniger als; nicht mehr als; <; ≤",
        over="über; mehr als; gut; mindestens; wenigstens; zumindest; etwas über; etwas mehr als; weit über; "
        "deutlich über; "
        "oberhalb von; jenseits von; nicht weniger als; ≥; >",
    ),
    after=roundings(0, nearly="oder weniger", over="oder mehr; +; -plus; plus"),
    idioms=by_first(
        phrases(
            """außer acht; in acht; acht geben; zu achten; achten auf; achte auf; achtet auf; darauf achten
            eines tages; die eine; der eine; das eine; zum einen; halb so wild; auf einmal; erste hilfe; ersten hilfe
            in erster linie; in zweiter linie"""
        )
    ),
    suffixes=frozenset(),
    whole=whole,
    compound=compound,
    is_ordinal_point=_is_ordinal_point,
)
