"""Spanish numbers."""

from fractions import Fraction

from daemon.write.values.numbers_language import Tongue, by_first, numbered, phrases, roundings, worth
from daemon.write.values.numbers_tokens import words_of
from daemon.write.values.numbers_units import entries, spellings

_SMALL = {
    **numbered(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis "
        "veintisiete veintiocho veintinueve",
        0,
    ),
    **worth(
        "1: un una; 21: veintiun veintiuna; 30: treinta; 40: cuarenta; 50: cincuenta; 60: sesenta; 70: setenta; 80: "
        "ochenta; 90: noventa"
    ),
}
_HUNDREDS = {
    f"{stem}{ending}": value
    for stem, value in worth(
        "200: doscient; 300: trescient; 400: cuatrocient; 500: quinient; 600: seiscient; 700: setecient; 800: "
        "ochocient; 900: novecient"
    ).items()
    for ending in ("os", "as")
}
_STEMS = worth(
    "1: primer; 2: segund; 3: tercer; 4: cuart; 5: quint; 6: sext; 7: septim setim; 8: octav; 9: noven; 10: decim; "
    "11: undecim decimoprimer; 12: duodecim decimosegund; 13: decimotercer; 14: decimocuart; 15: decimoquint; 16: "
    "decimosext; 17: decimoseptim; 18: decimoctav; 19: decimonoven; 20: vigesim; 21: vigesimoprimer; 22: "
    "vigesimosegund; 23: vigesimotercer; 24: vigesimocuart; 25: vigesimoquint; 30: trigesim; 40: cuadragesim "
    "quadragesim; 50: quincuagesim quinquagesim; 60: sexagesim; 70: septuagesim; 80: octogesim; 90: nonagesim; 100: "
    "centesim; 200: ducentesim; 300: tricentesim; 400: cuadringentesim cuadrigentesim; 500: quingentesim; 600: "
    "sexcentesim seiscentesim; 700: septingentesim septigentesim; 800: octingentesim octigentesim; 900: "
    "noningentesim; 1000: "
    "milesim; 1000000: millonesim"
)
_ORDINALS = {
    **{f"{stem}{ending}": value for stem, value in _STEMS.items() for ending in ("o", "a", "os", "as")},
    **worth("1: primer; 3: tercer; 13: decimotercer"),
}
_PARTS = {
    **{f"{stem}os": value for stem, value in _STEMS.items() if value > 3},
    **worth("3: tercio tercios"),
}

_UNITS = """
percent: por_ciento por_cien
percentage point: punto_porcentual puntos_porcentuales punto_de_porcentaje puntos_de_porcentaje; permille: por_mil
basis point: punto_básico puntos_básicos; point: punto puntos; times: veces vez; millimetre: milímetro milímetros
centimetre: centímetro centímetros; metre: metro metros; kilometre: kilómetro kilómetros; foot: pie pies
inch: pulgada pulgadas; mile: milla millas; light year: año_luz años_luz; nautical mile: milla_náutica millas_náuticas
square metre: metro_cuadrado metros_cuadrados; square kilometre: kilómetro_cuadrado kilómetros_cuadrados
hectare: hectárea hectáreas; cubic metre: metro_cúbico metros_cúbicos
cubic hectometre: hectómetro_cúbico hectómetros_cúbicos; litre: litro litros; millilitre: mililitro mililitros
barrel: barril barriles; milligram: miligramo miligramos; gram: gramo gramos
kilogram: kilogramo kilogramos kilo kilos; tonne: tonelada toneladas; ounce: onza onzas
degree: grado grados grado_centígrado grados_centígrados grado_Celsius grados_Celsius
degree fahrenheit: grado_Fahrenheit grados_Fahrenheit; kelvin: kelvin
kilometre per hour: kilómetro_por_hora kilómetros_por_hora kilómetros_a_la_hora km_por_hora; knot: nudo nudos
mile per hour: milla_por_hora millas_por_hora; metre per second: metro_por_segundo metros_por_segundo
watt: vatio vatios; kilowatt: kilovatio kilovatios; megawatt: megavatio megavatios; gigawatt: gigavatio gigavatios
terawatt: teravatio teravatios; kilowatt hour: kilovatio_hora kilovatios_hora
megawatt hour: megavatio_hora megavatios_hora; gigawatt hour: gigavatio_hora gigavatios_hora
terawatt hour: teravatio_hora teravatios_hora; volt: voltio voltios; horsepower: caballo_de_vapor caballos_de_vapor
calorie: caloría calorías; kilocalorie: kilocaloría kilocalorías; kilobyte: kilobyte kilobytes
megabyte: megabyte megabytes megas; gigabyte: gigabyte gigabytes gigas; terabyte: terabyte terabytes
petabyte: petabyte petabytes; megabit: megabit megabits; gigabit: gigabit gigabits; hertz: hercio hercios
decibel: decibelio decibelios; kilohertz: kilohercio kilohercios; megahertz: megahercio megahercios
gigahertz: gigahercio gigahercios; millisecond: milisegundo milisegundos; second: segundo segundos
minute: minuto minutos; hour: hora horas; day: día días; week: semana semanas; fortnight: quincenas; month: mes meses
year: año años; decade: década décadas decenio decenios; century: siglo siglos; millennium: milenio milenios
EUR: euro euros; USD: dólar dólares dólar_estadounidense dólares_estadounidenses
GBP: libra libras libra_esterlina libras_esterlinas; CAD: dólar_canadiense dólares_canadienses
AUD: dólar_australiano dólares_australianos; JPY: yen yenes; CNY: yuan yuanes
CHF: franco francos franco_suizo francos_suizos; INR: rupia rupias; RUB: rublo rublos; TRY: lira liras
SEK: corona_sueca coronas_suecas; NOK: corona_noruega coronas_noruegas; DKK: corona_danesa coronas_danesas
CZK: corona_checa coronas_checas; crown: corona coronas; PLN: zloty zlotys esloti; HUF: florín florines
BRL: real reales; peso: peso pesos; MXN: peso_mexicano pesos_mexicanos; ARS: peso_argentino pesos_argentinos
COP: peso_colombiano pesos_colombianos; CLP: peso_chileno pesos_chilenos; PEN: sol soles; BTC: bitcoin bitcoins
cent: céntimo céntimos centavo centavos; penny: penique peniques
"""

TONGUE = Tongue(
    language="es",
    small=_SMALL,
    large={"cien": 100, "ciento": 100, **_HUNDREDS},
    hundred=frozenset(),
    ordinals=_ORDINALS,
    room={ten: range(1, 10) for ten in range(30, 100, 10)},
    joints={"y": frozenset(word for word, value in _SMALL.items() if 0 < value < 10)},
    articles=frozenset({"un", "una"}),
    loose=words_of("decena quincena veintena centenar centena millar"),
    counters=words_of("numero capitulo formula fase nivel sala puerta via etapa tomo temporada episodio linea pagina"),
    scales=worth(
        "10: decena decenas; 12: docena docenas; 15: quincena; 20: veintena veintenas; 100: centenar centenares "
        "centena centenas; 1000: mil millar millares; 1000000: millon millones mill; 1000000000: millardo "
        "millardos; 1000000000000: billon billones"
    ),
    crowds=worth(
        "10: decenas; 12: docenas; 100: centenares centenas cientos; 1000: miles millares; 1000000: millones; "
        "1000000000000: billones"
    ),
    few=words_of("varios varias algunos algunas unos unas pocos pocas"),
    of=frozenset({"de"}),
    genitive=frozenset({"del"}),
    parts=lambda word: _PARTS.get(word, 0),
    halves={"mitad": Fraction(1, 2), "tercio": Fraction(1, 3)},
    half_of=words_of("medio media"),
    and_a_half={
        ("y", "media"): Fraction(1, 2),
        ("y", "medio"): Fraction(1, 2),
        ("y", "cuarto"): Fraction(1, 4),
        ("y", "un", "cuarto"): Fraction(1, 4),
        ("y", "tres", "cuartos"): Fraction(3, 4),
    },
    bare_and=frozenset({"y"}),
    ordinal_parts=words_of("parte partes"),
    multiples=worth(
        "2: doble dobles duplica duplico duplicar duplicado duplicada duplicaron duplican duplicara duplicando; 3: "
        "triple triples triplica triplico triplicar triplicado triplicaron triplican; 4: cuadruple cuadruplica "
        "cuadruplicado cuadruplicar; 5: quintuple; 10: decuple"
    ),
    couples=dict.fromkeys(phrases("ambos; ambas; un par de"), 2),
    point=frozenset({"coma", "punto"}),
    minus=frozenset({"menos"}),
    below_zero=phrases("bajo cero"),
    version=frozenset({"version", "v"}),
    range_words=words_of("a o u y hasta"),
    units=spellings(entries(_UNITS)),
    no_article=words_of("point times foot inch crown PEN BRL knot"),
    before=roundings(
        -1,
        about="cerca de; alrededor de; aproximadamente; aprox.; aprox; en torno a; unos; unas; más o menos; del "
        "orden de; ~; ≈",
        nearly="casi; menos de; poco menos de; algo menos de; hasta; como máximo; como mucho; apenas; no más de; por "
        "debajo de; "
        "prácticamente; <; ≤",
        over="más de; al menos; por lo menos; como mínimo; poco más de; algo más de; por encima de; no menos de; "
        "mucho más de; ≥; >",
    ),
    after=roundings(
        0, about="aproximadamente; más o menos", nearly="o menos; como máximo", over="o más; +; como mínimo; y pico"
    ),
    idioms=by_first(
        phrases(
            """primer ministro; primera ministra; primeros ministros; primera dama; primeros auxilios; en primer lugar
            en segundo lugar; cuartos de final; cuarto de final; segunda mano; uno de; una de; cada uno
            cada una; uno a uno; uno u otro; ni uno; el uno; la una; a medias; en medio; medio ambiente
            cuarto de baño; cuarto de estar"""
        )
    ),
    suffixes=words_of("º ª er ero era"),
)
