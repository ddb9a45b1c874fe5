"""Times and dates as Spanish says and writes them."""

from collections.abc import Iterator

from daemon.write.values.moments_grammar import Sense, Tongue, rule
from daemon.write.values.moments_tables import numbered, tree

_WORDS = """
ONE 1: una
CAPMONTH 7: ^julio
CAPMONTH 8: ^agosto
REL 1: hoy
REL 2: mañana
REL 3: ayer
REL 1 morning: esta mañana
REL 1 noon: este mediodía
REL 1 afternoon: esta tarde
REL 1 am: esta madrugada
REL 4 night: esta noche
REL 3 night: anoche
REL 0: pasado mañana, anteayer, antes de ayer, anteanoche, antier
FOLLOW: la mañana, una mañana, cada mañana, toda la mañana, media mañana, las mañanas, mañanas, aquella mañana
FOLLOW: otra mañana
PART forenoon: de la mañana, por la mañana, en la mañana, de la mañanita
PART noon: del mediodía
PART afternoon: de la tarde, por la tarde, en la tarde
PART night: de la noche, por la noche, en la noche
PART am: de la madrugada, de madrugada, por la madrugada
AMPM am: am, a.m., a.m, a. m.
AMPM pm: pm, p.m., p.m, p. m.
HALF 30: media
QUARTER 15: cuarto, un cuarto
MINUS: menos
TO: para
OCLOCK: h, hs, hrs
HOURS: horas, hora
NOON 12: mediodía
MIDNIGHT 0: medianoche
MINUTES: minutos, minuto, min
AT: a, al, @
LAS: las, la
UNTIL: hasta, hasta el, hasta eso de
BY: hacia, sobre, para el, a partir de, a partir del, son, eran, serán
SINCE: desde, desde el
BEFORE: antes de, antes del
AFTER: después de, después del, tras, tras el, pasadas
BETWEEN: entre
AND: y, e, o
AROUND: alrededor de, cerca de, eso de, en torno a
OF: de, del
IN: en, durante, por, cada, todas, dentro de, hace
THIS: principios de, mediados de, finales de, fines de, próximo, pasado, este, último
THE: el, los, el día, día, los días
YEAR: año, el año, año de, circa
YEARS: años, década de los, década de
DECADEWORD 1990: los noventa
DECADEWORD 1980: los ochenta
DECADEWORD 1970: los setenta
DECADEWORD 1960: los sesenta
SCALE: cien, ciento, cientos, mil, miles, millón, millones, coma, punto, veces, docena
NEG: versión, sala, habitación, página, capítulo, andén, línea, número, n.º, artículo, sección, canal, piso, puerta
RATE: duró, dura, durará, duran, duraron, tarda, tardó, total
COUNT: más de, menos de, casi, unos, unas, algunos, al menos, todos, otros, otras, estos, estas
UNIT: por ciento, metro, metros, kilómetro, kilómetros, km, cm, mm, grado, grados, euro, euros, dólar, dólares
UNIT: libra, libras
UNIT: céntimos, centavos, pesos, kilo, kilos, kg, gramo, gramos, tonelada, toneladas, litro, litros, segundo, segundos
UNIT: días, semana, semanas, mes, meses, personas, habitantes, empleos, puestos, viviendas, casas, casos, votos
UNIT: puntos, palabras, páginas, escaños, plazas, trabajadores, empleados, miembros, alumnos, estudiantes, visitantes
UNIT: entradas, ejemplares, participantes, soldados, pasajeros, hogares, megavatios, mw, gw, kwh, mb, gb, goles
UNIT: unidades
UNIT: empresas, países, muertos, hombres, mujeres, niños, hijos, vecinos, heridos
FOLLOW: un, que, es, está, están, será, será, era, se, lo, le, su, sus, mi, tu, con, sin, cuando, donde, pero
FOLLOW: porque, si, como
FOLLOW: empieza, comienza, termina, abre, cierra, sigue, llega, sale, hay, habrá, tiene, tienes, tendrá
FOLLOW: en punto, contra, ante
FOLLOW: según, ya, también, no, ni, sólo, solo, luego, aquí, fue, ha, han, ella, nos, os, me, te, queda
FOLLOW: quedan, aproximadamente
"""
_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
_ABBREVIATED = "ene feb mar abr may jun jul ago sep/sept oct nov dic"
_DAYS = "lunes martes miércoles jueves viernes sábado/sábados domingo/domingos"
_SHORT_DAYS = "lun mar mié jue vie sáb dom"
_PARTS = {"mañana": "forenoon", "tarde": "afternoon", "noche": "night"}

_N = "(?=NEXT|$)(?!OF)(?!AND HALF)"
_X = "(?!AMOUNT|DASH (WORD|NAME|AMOUNT))"
_P = "(?<p>PART|AMPM)?"
_H = "LAS (?<h>HOUR|ONE)"
_LEAD = "(?<=AT|UNTIL|BY|SINCE|BEFORE|AFTER|BETWEEN|AROUND|TO)"
_W = "((?<w>WEEKDAY|WABBR) DOT? COMMA? THE?)?"
_D = "(?<d>DAY)"
_M = "(?<mo>MONTH|MABBR|CAPMONTH)"
_Y = "(OF? (?<y>ANYYEAR))?"

_CLOCKS = (
    rule(f"(?<!SIGN)(?<!NEG)(?<!RATE) LAS? (?<c>HM|HH) (OCLOCK|HOURS)? {_P} {_X}"),
    rule(f"LAS (?<c>DOTTED) (OCLOCK|HOURS)? {_P} {_X}"),
    rule(f"(?<c>DOTTED) (OCLOCK|HOURS) {_P}"),
    rule("(?<c>DOTTED) (?<p>AMPM|PART)"),
    rule("(?<c>DOTTED)(?=(AT|DASH|AND) LAS? (DOTTED|HM) (OCLOCK|HOURS|PART|AMPM))"),
    rule(f"{_H} AND (?<m>QUARTER|HALF|MINUTE) MINUTES? {_P} {_X}"),
    rule(f"{_H} MINUS (?<t>QUARTER|MINUTE) MINUTES? {_P} {_X}"),
    rule(f"{_H} (?<m>WT|WM|DT|DM) (OCLOCK|HOURS)? {_P} {_N}"),
    rule(f"{_H} (OCLOCK|HOURS)? (?<p>PART|AMPM)"),
    rule(f"{_H} (OCLOCK|HOURS)"),
    rule("(?<h>HOUR12|ONE) (AND (?<m>QUARTER|HALF|MINUTE)|MINUS (?<t>QUARTER|MINUTE))? (?<p>PART|AMPM)"),
    rule(f"(?<t>QUARTER|MINUTE) MINUTES? TO {_H} {_P} {_X}"),
    rule("(?<!RATE)(?<!COUNT)(?<!IN)(?<!OF)(?<!NUMBER)(?<h>DH|DT) OCLOCK", sure=True, hours=range(24)),
    rule("(?<h>NOON|MIDNIGHT)"),
)
_DATES = (
    rule(f"{_W} {_D} OF? {_M} DOT? {_Y} {_X}"),
    rule(f"{_W} {_D} OF? {_M} {_Y} {_X}"),
    rule("(?<mo>MONTH|MABBR|CAPMONTH) DOT? OF? (?<y>ANYYEAR)"),
    rule("(?<d>DAY) (?=(AT|AND|DASH|UNTIL) THE? DAY OF? (?<mo>MONTH|MABBR|CAPMONTH))"),
    rule("((?<w>WEEKDAY|WABBR) DOT? COMMA? THE?)? (?<!NEG)(?<!SIGN)(?<f>FORM)"),
    rule("(?<=THE|WEEKDAY|OF|UNTIL|SINCE)(?<dm>SLASHED)"),
    rule("(?<w>WEEKDAY) (?<p>PART)?"),
    rule(f"(?<w>WEEKDAY) COMMA? THE? (?<d>DIGITDAY|DORD|WT|WM) {_N}"),
    rule("(?<w>WABBR) DOT? (?=COMMA? (DIGITDAY|HM|HH|CLOCK|FORM))"),
    rule("(?<mo>MONTH)"),
    rule("(?<=IN|OF|THIS|SINCE|UNTIL)(?<mo>CAPMONTH)"),
    rule("(?<r>REL)"),
    rule("(?<!SIGN)(?<!COUNT)(?<!NEG)(?<!LAS)(?<y>DY)(?!AMOUNT|OCLOCK)"),
    rule("(?<=IN|SINCE|OF|YEAR|BY|BETWEEN|AND|AT|BEFORE|AFTER|UNTIL)(?<y>DY|WCOUNT|WOLD)(?=NEXT|NAME|$|DASH DY)"),
    rule(f"(?<!NUMBER)(?<!COUNT)(?<y>WCOUNT) {_N}"),
    rule("(?<=YEARS)(?<ten>WN|WM|DN|DM)(?!OCLOCK)"),
    rule(f"(?<y>DECADEWORD) {_N}"),
    rule(f"(?<=THE|BY|SINCE|UNTIL|AFTER|BEFORE)(?<d>DIGITDAY|DORD|WT|WM) {_N}"),
)
_BARE = (
    rule(f"{_LEAD}{_H} {_N}"),
    rule(f"(?<=OF){_H} (?=(AT|UNTIL) LAS)"),
    rule(f"(?<=(BETWEEN|OF) LAS HOUR AND){_H} {_N}"),
    rule(f"(?<=CLOCK (AND|COMMA|AT)){_H} {_N}"),
    rule(f"(?:^|(?<=STOPS)){_H} (?=COMMA|STOP|DOT|$)"),
    rule("(?<=OF|BETWEEN|AT|SINCE)(?<h>HOUR)(?=(AT|AND|DASH|UNTIL) CLOCK)"),
    rule("LAS? (?<h>DH|DT)(?=DASH CLOCK)"),
    rule(f"(?<=CLOCK (AT|DASH|AND))(?<h>HOUR) {_N}"),
)


def tongue() -> Tongue:
    """Spanish, as the grammar has it."""
    return Tongue(tree("es", _WORDS, _names()), _CLOCKS, _DATES, _BARE)


def _names() -> Iterator[tuple[str, Sense]]:
    yield from numbered("WABBR", _SHORT_DAYS, 0)
    yield from numbered("MABBR", _ABBREVIATED, 1)
    yield from numbered("MONTH", _MONTHS, 1)
    yield from numbered("WEEKDAY", _DAYS, 0)
    for word, part in _PARTS.items():
        yield f"mañana por la {word}", Sense("REL", 2, part)
        yield f"ayer por la {word}", Sense("REL", 3, part)
        yield f"hoy por la {word}", Sense("REL", 1, part)
