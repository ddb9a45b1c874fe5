"""French numbers, those of Belgium and Switzerland included."""

from fractions import Fraction

from daemon.write.values.numbers_language import Tongue, by_first, numbered, phrases, roundings, worth
from daemon.write.values.numbers_tokens import words_of
from daemon.write.values.numbers_units import entries, spellings

_TENS = worth(
    "20: vingt vingts; 30: trente; 40: quarante; 50: cinquante; 60: soixante; 70: septante; 80: huitante octante; "
    "90: nonante"
)
_SMALL = {
    **numbered(
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit",
        0,
    ),
    **_TENS,
    "une": 1,
}
_BASES = worth(
    "1: un; 2: deux; 3: trois; 4: quatr; 5: cinqu; 6: six; 7: sept; 8: huit; 9: neuv; 10: dix; 11: onz; 12: douz; "
    "13: treiz; 14: quatorz; 15: quinz; 16: seiz; 20: vingt vingts; 30: trent; 40: quarant; 50: cinquant; 60: "
    "soixant; 70: septant; 80: huitant octant; 90: nonant; 100: cent cents; 1000: mill; 1000000: million; "
    "1000000000: milliard"
)
_SECONDS = worth("1: premier premiere premiers premieres; 2: second seconde")
_ORDINALS = {**_SECONDS, **{f"{base}ieme": value for base, value in _BASES.items()}}
_PARTS = {
    **{f"{base}iemes": value for base, value in _BASES.items() if value > 4},
    **worth("2: demi demis; 3: tiers; 4: quart quarts"),
}
_AINES = worth(
    "8: huitaine; 10: dizaine; 15: quinzaine; 20: vingtaine; 30: trentaine; 40: quarantaine; 50: cinquantaine; "
    "60: soixantaine; 100: centaine; 1000: millier"
)

_UNITS = """
percent: pour_cent; percentage point: point_de_pourcentage points_de_pourcentage point_de_% points_de_%
permille: pour_mille; basis point: point_de_base points_de_base; point: point points pts pt; times: fois
millimetre: millimètre millimètres; centimetre: centimètre centimètres; metre: mètre mètres
kilometre: kilomètre kilomètres; foot: pied pieds; inch: pouce pouces; mile: mile miles
light year: année-lumière années-lumière; nautical mile: mille_marin milles_marins
square metre: mètre_carré mètres_carrés; square kilometre: kilomètre_carré kilomètres_carrés
hectare: hectare hectares; cubic metre: mètre_cube mètres_cubes; litre: litre litres
millilitre: millilitre millilitres; barrel: baril barils; milligram: milligramme milligrammes; gram: gramme grammes
kilogram: kilogramme kilogrammes kilo kilos; tonne: tonne tonnes; ounce: once onces
degree: degré degrés degré_Celsius degrés_Celsius; degree fahrenheit: degré_Fahrenheit degrés_Fahrenheit
kelvin: kelvin kelvins
kilometre per hour: kilomètre_à_l'heure kilomètres_à_l'heure kilomètre_par_heure kilomètres_par_heure kilomètre-heure
kilometre per hour: kilomètres-heure; mile per hour: miles_à_l'heure miles_par_heure; knot: nœud nœuds
metre per second: mètre_par_seconde mètres_par_seconde; watt: watt watts; kilowatt: kilowatt kilowatts
megawatt: mégawatt mégawatts; gigawatt: gigawatt gigawatts; terawatt: térawatt térawatts
kilowatt hour: kilowattheure kilowattheures kilowatt-heure kilowatts-heure
megawatt hour: mégawattheure mégawattheures; gigawatt hour: gigawattheure gigawattheures
terawatt hour: térawattheure térawattheures; volt: volt volts; horsepower: cheval-vapeur chevaux-vapeur
calorie: calorie calories; kilocalorie: kilocalorie kilocalories; kilobyte: Ko ko kilooctet kilooctets
megabyte: Mo mégaoctet mégaoctets; gigabyte: Go gigaoctet gigaoctets; terabyte: To téraoctet téraoctets
petabyte: Po pétaoctet pétaoctets; megabit: mégabit mégabits; gigabit: gigabit gigabits; hertz: hertz
kilohertz: kilohertz; megahertz: mégahertz; gigahertz: gigahertz; decibel: décibel décibels
millisecond: milliseconde millisecondes; second: seconde secondes; minute: minute minutes; hour: heure heures
day: jour jours journée journées; week: semaine semaines; fortnight: quinzaines; month: mois
year: an ans année années; decade: décennie décennies; century: siècle siècles; millennium: millénaire millénaires
EUR: euro euros; USD: dollar dollars dollar_américain dollars_américains
GBP: livre livres livre_sterling livres_sterling; CAD: dollar_canadien dollars_canadiens
AUD: dollar_australien dollars_australiens; JPY: yen yens; CNY: yuan yuans
CHF: franc francs franc_suisse francs_suisses; INR: roupie roupies; RUB: rouble roubles
TRY: livre_turque livres_turques; SEK: couronne_suédoise couronnes_suédoises
NOK: couronne_norvégienne couronnes_norvégiennes; DKK: couronne_danoise couronnes_danoises
CZK: couronne_tchèque couronnes_tchèques; crown: couronne couronnes; PLN: zloty zlotys; HUF: forint forints
ILS: shekel shekels; BRL: réal réaux reais; peso: peso pesos; AED: dirham dirhams; BTC: bitcoin bitcoins
cent: centime centimes cent_d'euro cents_d'euro; penny: pence penny
"""

TONGUE = Tongue(
    language="fr",
    small={word: value for word, value in _SMALL.items() if "-" not in word},
    large={"cent": 100},
    hundred=frozenset({"cent", "cents"}),
    ordinals=_ORDINALS,
    room={
        **{ten: range(1, 10) for ten in (20, 30, 40, 50, 70, 90)},
        10: range(7, 10),
        60: range(1, 20),
        80: range(1, 20),
    },
    quatre_vingt=words_of("vingt vingts vingtieme vingtsieme"),
    joints={"": frozenset(), "et": words_of("un une onze unieme onzieme")},
    articles=frozenset({"un", "une"}),
    loose=frozenset(_AINES),
    counters=words_of("numero chapitre formule phase niveau salle porte quai etape tome saison episode ligne page"),
    scales={
        **_AINES,
        **worth(
            "10: dizaines; 12: douzaine douzaines; 100: centaines; 1000: mille milliers; 1000000: million millions; "
            "1000000000: milliard milliards; 1000000000000: billion billions"
        ),
    },
    crowds=worth(
        "10: dizaines; 12: douzaines; 100: centaines; 1000: milliers; 1000000: millions; 1000000000: milliards"
    ),
    few=words_of("quelques plusieurs"),
    of=words_of("de d"),
    genitive=words_of("des du"),
    parts=lambda word: _PARTS.get(word, 0),
    halves={"moitie": Fraction(1, 2), "tiers": Fraction(1, 3), "quart": Fraction(1, 4)},
    half_of=words_of("demi demie"),
    and_a_half={
        ("et", "demi"): Fraction(1, 2),
        ("et", "demie"): Fraction(1, 2),
        ("et", "quart"): Fraction(1, 4),
        ("et", "un", "quart"): Fraction(1, 4),
        ("trois", "quarts"): Fraction(3, 4),
        ("et", "trois", "quarts"): Fraction(3, 4),
    },
    multiples=worth(
        "2: double doubles double doubler doublent doublera doublement doublant double doublee; 3: triple triples "
        "tripler triplent tripla triplera triplement triplant triplee; 4: quadruple quadrupler quadruplent; 5: "
        "quintuple quintupler; 10: decuple; 100: centuple"
    ),
    couples={},
    point=frozenset({"virgule", "point"}),
    minus=frozenset({"moins"}),
    below_zero=phrases("sous zéro; sous 0; au-dessous de zéro; en dessous de zéro"),
    version=frozenset({"version", "v"}),
    range_words=words_of("a ou et jusqu"),
    units=spellings(entries(_UNITS)),
    no_article=words_of("point times foot inch ounce crown knot GBP CHF BRL"),
    before=roundings(
        -1,
        about="environ; autour de; autour d'; à peu près; approximativement; quelque; quelques; aux alentours de; de "
        "l'ordre de; "
        "dans les; ~; ≈",
        nearly="près de; près d'; presque; moins de; moins d'; un peu moins de; un peu moins d'; jusqu'à; au plus; "
        "tout au plus; "
        "à peine; quasiment; quasi; pas plus de; pas loin de; au maximum; <; ≤",
        over="plus de; plus d'; au moins; un peu plus de; un peu plus d'; bien plus de; pas moins de; au minimum; "
        "au-delà de; supérieur à; ≥; >",
    ),
    after=roundings(
        0,
        about="environ; à peu près; au total environ",
        nearly="au plus; au maximum; ou moins",
        over="au moins; ou plus; +; et plus; au minimum",
    ),
    idioms=by_first(
        phrases(
            """premier ministre; première ministre; premiers ministres; premières ministres; vice-premier ministre
            premier plan; premiers secours; première dame; en premier lieu; quart de finale; quarts de finale
            quarts de finaliste; demi-finale; demi-finales; en quarantaine; mise en quarantaine; remis à neuf
            remise à neuf; remettre à neuf; tout neuf; flambant neuf; quoi de neuf; état neuf; de seconde main
            un peu; tiers-monde; tiers monde; un tiers payant; l'un; les uns"""
        )
    ),
    suffixes=words_of("er re ere e eme ieme nd nde d es emes"),
)
