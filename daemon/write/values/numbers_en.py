"""English numbers."""

from fractions import Fraction

from daemon.write.values.numbers_language import Tongue, by_first, numbered, phrases, roundings, worth
from daemon.write.values.numbers_tokens import words_of
from daemon.write.values.numbers_units import entries, spellings

_TENS = worth("20: twenty; 30: thirty; 40: forty fourty; 50: fifty; 60: sixty; 70: seventy; 80: eighty; 90: ninety")
_SMALL = {
    **numbered(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        0,
    ),
    **_TENS,
    "nil": 0,
    "nought": 0,
    "naught": 0,
}
_ORDINALS = {
    **numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth"
    ),
    **{f"{ten.removesuffix('y')}ieth": value for ten, value in _TENS.items()},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 1_000_000,
    "billionth": 10**9,
}

_PARTS = {
    **{f"{word}s": value for word, value in _ORDINALS.items() if value > 2},
    **worth("2: half halves; 4: quarter quarters"),
}

_UNITS = """
percent: percent per_cent; percentage point: percentage_point percentage_points; permille: per_mille
basis point: basis_point basis_points; point: point points; times: times fold
millimetre: millimetre millimetres millimeter millimeters; centimetre: centimetre centimetres centimeter centimeters
metre: metre metres meter meters; kilometre: kilometre kilometres kilometer kilometers; mile: mile miles
foot: foot feet; inch: inch inches; yard: yard yards; light year: light_year light_years
nautical mile: nautical_mile nautical_miles
square metre: square_metre square_metres square_meter square_meters square_m sq_m; hectare: hectare hectares
acre: acre acres
square kilometre: square_kilometre square_kilometres square_kilometer square_kilometers square_km sq_km
square mile: square_mile square_miles sq_mi; square foot: square_foot square_feet sq_ft
cubic metre: cubic_metre cubic_metres cubic_meter cubic_meters; litre: litre litres liter liters
millilitre: millilitre millilitres milliliter milliliters; gallon: gallon gallons; barrel: barrel barrels
pint: pint pints; milligram: milligram milligrams; gram: gram grams
kilogram: kilogram kilograms kilo kilos kilogramme kilogrammes; tonne: tonne tonnes ton tons metric_ton metric_tons
ounce: ounce ounces; stone: stone
degree: degree degrees degree_Celsius degrees_Celsius degree_C degrees_C degree_centigrade; degree: degrees_centigrade
degree fahrenheit: degree_Fahrenheit degrees_Fahrenheit degree_F degrees_F; kelvin: kelvin
kilometre per hour: kilometre_an_hour kilometres_an_hour kilometer_an_hour kilometers_an_hour kilometre_per_hour
kilometre per hour: kilometres_per_hour kilometer_per_hour kilometers_per_hour km_an_hour km_per_hour
mile per hour: mile_an_hour miles_an_hour mile_per_hour miles_per_hour; knot: knot knots
metre per second: metre_per_second metres_per_second meter_per_second meters_per_second metre_a_second metres_a_second
watt: watt watts; kilowatt: kilowatt kilowatts; megawatt: megawatt megawatts; gigawatt: gigawatt gigawatts
terawatt: terawatt terawatts; kilowatt hour: kilowatt_hour kilowatt_hours; megawatt hour: megawatt_hour megawatt_hours
gigawatt hour: gigawatt_hour gigawatt_hours; terawatt hour: terawatt_hour terawatt_hours; volt: volt volts
horsepower: horsepower; calorie: calorie calories; kilocalorie: kilocalorie kilocalories; kilobyte: kilobyte kilobytes
megabyte: megabyte megabytes; gigabyte: gigabyte gigabytes; terabyte: terabyte terabytes; petabyte: petabyte petabytes
megabit: megabit megabits; gigabit: gigabit gigabits; hertz: hertz
megabit per second: megabit_per_second megabits_per_second megabits_a_second
gigabit per second: gigabit_per_second gigabits_per_second gigabits_a_second; kilohertz: kilohertz
megahertz: megahertz; gigahertz: gigahertz; decibel: decibel decibels; millisecond: millisecond milliseconds
second: second seconds; minute: minute minutes; hour: hour hours; day: day days; week: week weeks
fortnight: fortnight fortnights; month: month months; decade: decade decades; century: century centuries
year: year years year_old years_old year_olds years_of_age; millennium: millennium millennia; day: day_old days_old
week: week_old weeks_old; month: month_old months_old; EUR: euro euros
GBP: pound pounds pound_sterling pounds_sterling quid; JPY: yen; CNY: yuan renminbi; INR: rupee rupees
USD: dollar dollars US_dollar US_dollars buck bucks U.S._dollar U.S._dollars American_dollar; USD: American_dollars
CAD: Canadian_dollar Canadian_dollars; AUD: Australian_dollar Australian_dollars
NZD: New_Zealand_dollar New_Zealand_dollars; HKD: Hong_Kong_dollar Hong_Kong_dollars
SGD: Singapore_dollar Singapore_dollars; CHF: franc francs Swiss_franc Swiss_francs
SEK: Swedish_krona Swedish_kronor Swedish_crowns kronor krona; NOK: Norwegian_krone Norwegian_kroner Norwegian_crowns
DKK: Danish_krone Danish_kroner Danish_crowns; crown: krone kroner crown crowns; RUB: rouble roubles ruble rubles
TRY: lira; PLN: zloty zlotys; CZK: koruna korunas Czech_crowns; HUF: forint forints; ILS: shekel shekels
UAH: hryvnia hryvnias; BRL: real reais; ZAR: rand; peso: peso pesos; MXN: Mexican_pesos; THB: baht
AED: dirham dirhams; SAR: riyal riyals; BTC: bitcoin bitcoins; KRW: South_Korean_won Korean_won; cent: cent cents
penny: penny pence p
"""

TONGUE = Tongue(
    language="en",
    small=_SMALL,
    large={"hundred": 100},
    hundred=frozenset({"hundred"}),
    ordinals=_ORDINALS,
    room={ten: range(1, 10) for ten in _TENS.values()},
    joints={"": frozenset()},
    and_="and",
    articles=frozenset({"a", "an"}),
    one=frozenset({"one"}),
    scales=worth(
        "12: dozen; 100: hundred; 1000: thousand; 1000000: million; 1000000000: billion; 1000000000000: trillion"
    ),
    millions=words_of(
        "tonnes tons barrels litres euros dollars pounds acres hectares people users customers viewers listeners "
        "readers years homes households jobs copies voters votes visitors passengers members "
        "subscribers records children adults residents workers migrants refugees vehicles cars animals trees"
    ),
    crowds=worth(
        "10: tens; 12: dozens; 100: hundreds; 1000: thousands; 1000000: millions; 1000000000: billions; "
        "1000000000000: trillions"
    ),
    few=words_of("few several many"),
    of=frozenset({"of"}),
    parts=lambda word: _PARTS.get(word, 0),
    halves={"half": Fraction(1, 2), "halved": Fraction(1, 2), "halves": Fraction(1, 2), "halving": Fraction(1, 2)},
    half_of=frozenset(),
    and_a_half={
        ("and", "a", "half"): Fraction(1, 2),
        ("and", "a", "quarter"): Fraction(1, 4),
        ("and", "three", "quarters"): Fraction(3, 4),
        ("and", "a", "third"): Fraction(1, 3),
        ("and", "one", "half"): Fraction(1, 2),
    },
    multiples=worth(
        "2: twice double doubles doubled doubling twofold; 3: thrice triple triples tripled tripling threefold "
        "treble trebled trebles trebling; 4: quadruple quadrupled fourfold; 5: fivefold quintuple; 6: sixfold; "
        "10: tenfold; 100: hundredfold"
    ),
    couples=dict.fromkeys(phrases("both; a couple of; a pair of; the couple of"), 2),
    point=frozenset({"point"}),
    minus=frozenset({"minus"}),
    below_zero=phrases("below zero; below freezing"),
    version=frozenset({"version", "v"}),
    range_words=words_of("to or and through till until"),
    units=spellings(entries(_UNITS)),
    no_article=words_of("degree point second foot yard stone inch knot times crown tonne BRL ZAR"),
    before=roundings(
        -1,
        about="about; around; roughly; approximately; approx; approx.; some; circa; ca; ca.; c.; in the region of; "
        "nearer; ~; ≈",
        nearly="almost; nearly; just under; a little under; just below; not quite; close to; under; below; less than; "
        "fewer than; up to; at most; no more than; just short of; a little less than; slightly less than; "
        "slightly under; as many as; as much as; <; ≤",
        over="over; more than; at least; above; just over; a little over; slightly over; slightly more than; "
        "a little more than; well over; in excess of; upwards of; no less than; no fewer than; >; ≥",
    ),
    after=roundings(
        0,
        about="or so; -odd; odd; or thereabouts; - ish",
        nearly="or less; or fewer",
        over="or more; -plus; plus; +; and over; or over",
    ),
    idioms=by_first(
        phrases(
            """no one; one of; one another; one day; the one; this one; that one; each one; any one; every one
            which one; another one; one by one; one after; the other one; the only one; such a one; one can
            one could; one should; one would; one might; one may; one must; one cannot; as one; in one go
            back to square one; one-sided; one-off; one-way; one-time; loved one; loved ones; one thing
            at one point; for one; at one time; one-on-one; one to one; at first; first of all; first and foremost
            first name; first aid; first lady; first minister; first thing; second-hand; second hand; second to none
            on second thought; third party; third-party; third parties; third world; half time; half-time; half way
            half-way; half-life; half-hearted; half brother; half sister; half marathon; half term; half-back
            half-mast; half-final; quarter-final; quarter-finals; quarter final; quarter finals; quarter-finalist
            quarter-finalists; double-check; double bass; double-decker; body double; split second
            at sixes and sevens; second nature; one last; one final; one more time; one another; one and all
            one snag; one hitch; one catch; one caveat; one problem; half-built; half built; half-finished
            half finished; half-empty; half empty; half-full; half full; half-open; half-closed; half-eaten
            half-forgotten; half-buried; half-hidden; half-asleep; half-baked"""
        )
    ),
    suffixes=words_of("st nd rd th"),
)
