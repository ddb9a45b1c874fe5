"""Times and dates as French says and writes them."""

from collections.abc import Iterator

from daemon.write.values.moments_grammar import Sense, Tongue, rule
from daemon.write.values.moments_tables import numbered, tree

_WORDS = """
ONE 1: un, une
CAPMONTH 3: ^mars
REL 1: aujourd'hui
REL 2: demain
REL 3: hier
REL 4 evening: ce soir
REL 4 night: cette nuit
REL 1 morning: ce matin
REL 1 noon: ce midi
REL 1 afternoon: cet après-midi, cette après-midi, cet après midi
REL 0: après-demain, après demain, avant-hier, avant hier
PART morning: du matin, le matin, au matin, du mat, dans la matinée, en matinée
PART afternoon: de l'après-midi, de l'après midi, l'après-midi, dans l'après-midi
PART evening: du soir, le soir, au soir, en soirée, dans la soirée
PART night: de la nuit, la nuit
DAYPART morning: matin, matins
DAYPART noon: midi, midis
DAYPART afternoon: après-midi, après midi
DAYPART evening: soir, soirs
DAYPART night: nuit
AMPM am: am, a.m.
AMPM pm: pm, p.m.
HALF 30: demi, demie
QUARTER 15: quart
MINUS: moins, moins le
OCLOCK: heures, heure, h
NOON 12: midi, douze heures pile
MIDNIGHT 0: minuit
MINUTES: minutes, minute, min, mn
AT: à, au, @
UNTIL: jusqu'à, jusqu'au, jusque, d'ici, d'ici à, d'ici le
BY: il est, dès, dès le, vers, vers les, à partir de, à partir du, à compter de, pour, sur les coups de
SINCE: depuis, depuis le
BEFORE: avant, avant le
AFTER: après, après le
BETWEEN: entre
AND: et, ou, puis
AROUND: environ, autour de, aux environs de
OF: de, d', du
IN: en, dans, pendant, durant, toutes les, tous les, sous, à moins de, il y a, ces, les, dernières, prochaines, fait
THIS: fin, début, mi, courant, chaque, prochain, dernier, cet, ce, cette
THE: le, l'
YEAR: an, année, l'an, l'année, circa
YEARS: années, décennie
FOLLOW: le midi, du midi, chaque midi, les midis
SCALE: cent, cents, mille, million, millions, milliard, milliards, virgule, point, fois, douzaine
NEG: version, salle, chambre, page, chapitre, quai, ligne, numéro, n°, no, article, section, chaîne, score, bureau
RATE: duré, durer, dure, durera, durent, duraient, durait, retard, dura, trajet, total
COUNT: plus de, moins de, près de, presque, quelque, quelques, au moins, au plus, tous, toutes, autres, ces
COUNT: jusqu'à quelque
UNIT: pour cent, pourcent, mètre, mètres, kilomètre, kilomètres, km, cm, mm, degré, degrés, euro, euros, dollar
UNIT: dollars
UNIT: livre, livres, centimes, kilo, kilos, kg, gramme, grammes, tonne, tonnes, litre, litres, seconde, secondes
UNIT: jour, jours
UNIT: semaine, semaines, mois, ans, personnes, gens, habitants, emplois, postes, logements, maisons, cas, voix, points
UNIT: mots, pages, sièges, places, salariés, employés, membres, élèves, étudiants, visiteurs, billets, exemplaires
UNIT: participants, soldats, passagers, ménages, mégawatts, mw, gw, kwh, mo, go, buts, unités, entreprises, pays
UNIT: morts
UNIT: hommes, femmes, enfants, francs, blessés, victimes, élus, candidats
FOLLOW: la, il, elle, on, nous, vous, ils, elles, je, tu, qui, que, qu', quand, mais, car, donc, avec, chez, sans
FOLLOW: est, sont, était, sera, ont, aura, commence, commencent, débute, finit, ouvre, ferme, suit, pile
FOLLOW: précises, précise
FOLLOW: devant, derrière, contre, par, se, s', c', votre, vos, notre, mon, ma, son, sa, leur, aussi
FOLLOW: encore, déjà, non
FOLLOW: ne, n', y, si, comme, ensuite, prévu, prévue, selon
"""
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ABBREVIATED = "janv fév/févr mars avr mai juin juil août sep oct nov déc"
_DAYS = "lundi/lundis mardi/mardis mercredi/mercredis jeudi/jeudis vendredi/vendredis samedi/samedis dimanche/dimanches"
_SHORT_DAYS = "lun mar mer jeu ven sam dim"
_PARTS = {"matin": "morning", "midi": "noon", "après-midi": "afternoon", "soir": "evening", "nuit": "night"}

_LONG = (0, *range(5, 24))
"""What is rather a time of day than a length of time where no word tells."""
_N = "(?=NEXT|$)(?!OF)"
_X = "(?!AMOUNT|OF|RATE|DASH (WORD|NAME|AMOUNT))"
_P = "(?<p>PART|AMPM)?"
_H = "(?<h>HOUR|ONE) OCLOCK"
_NOON = "(?<h>NOON|MIDNIGHT)"
_LEAD = "(?<=AT|UNTIL|BY|SINCE|BEFORE|AFTER|BETWEEN|AROUND)"
_NO_SPAN = "(?<!IN)(?<!RATE)(?<!COUNT)(?<!NUMBER)"
_W = "((?<w>WEEKDAY|WABBR) (?<p>DAYPART)? DOT? COMMA? THE?)?"
_D = "(?<d>DAY)"
_M = "(?<mo>MONTH|MABBR|CAPMONTH)"
_Y = "(?<y>ANYYEAR)?"

_CLOCKS = (
    rule(f"{_NO_SPAN}(?<!SIGN)(?<!NEG)(?<c>HM|HH) OCLOCK? {_P} {_X}"),
    rule(f"(?<=OF)(?<c>HM|HH) OCLOCK? {_P} (?!AMOUNT)"),
    rule(f"{_NO_SPAN}(?<!SIGN)(?<c>HM|HH) OCLOCK? {_P} (?=OF NAME)", hours=_LONG),
    rule(f"{_LEAD}(?<c>DOTTED) {_X}"),
    rule("(?<c>DOTTED)(?=(AT|DASH|AND) (DOTTED|HM) (OCLOCK|AMPM))"),
    rule("(?<c>DOTTED) (OCLOCK|(?<p>AMPM))"),
    rule(f"{_LEAD}{_H} (AND (?<m>QUARTER|HALF)|(?<m2>HALF)) {_P} {_X}"),
    rule(f"{_LEAD}{_H} (?<m>MINUTE) {_P} {_X}", sure=True),
    rule(f"{_NO_SPAN}{_H} AND (?<m>QUARTER|HALF) {_P} {_X}", hours=_LONG),
    rule(f"{_NO_SPAN}{_H} (?<m>MINUTE) {_P} {_X}", sure=True, hours=_LONG),
    rule(f"(?<=OF){_H} (AND (?<m>QUARTER|HALF)|(?<m2>MINUTE)) {_P} (?=AT|UNTIL)"),
    rule(f"{_H} AND? (?<m>QUARTER|HALF|MINUTE) (?<p>PART|AMPM)"),
    rule(f"{_H} MINUS (?<t>QUARTER|MINUTE) {_P} (?!AMOUNT)"),
    rule(f"{_NOON} (AND? (?<m>QUARTER|HALF)|(?<m2>MINUTE)) {_X}"),
    rule(f"{_NOON} MINUS (?<t>QUARTER|MINUTE) (?!AMOUNT)"),
    rule(_NOON),
    rule(f"{_H} (?<p>PART|AMPM)"),
    rule("(?<h>HOUR12) (?<p>AMPM)"),
    rule(f"{_LEAD}{_H} (?!MINUTES|OF|NUMBER)", sure=True),
    rule(f"(?<=OF){_H} (?=AT|UNTIL)", sure=True),
    rule(f"(?<=BETWEEN HOUR AND){_H} (?!MINUTES|OF|NUMBER)", sure=True),
    rule(f"(?<=OCLOCK AND){_H} (?!MINUTES|OF|NUMBER)", sure=True),
    rule(f"(?<=OF){_H} (?!MINUTES|OF|NUMBER)", sure=True, hours=range(7, 24)),
    rule(f"(?:^|(?<=STOPS|COMMA)){_H} (?=COMMA|STOP|DOT|DASH|PUNCT|$)", sure=True, hours=range(5, 24)),
    rule(f"{_NO_SPAN}{_H} (?!MINUTES|OF|NUMBER)", sure=True, hours=range(13, 24)),
    rule(f"{_NO_SPAN}{_H} (?=DASH HOUR OCLOCK)", sure=True),
    rule(f"(?<=OCLOCK DASH){_H} {_X}", sure=True),
)
_DATES = (
    rule(f"{_W} {_D} {_M} DOT? {_Y} {_X}"),
    rule(f"{_W} {_D} {_M} {_Y} (?!AMOUNT)"),
    rule("(?<mo>MONTH|MABBR|CAPMONTH) DOT? (?<y>ANYYEAR)"),
    rule("(?<d>DAY) (?=(AT|AND|DASH|UNTIL) THE? DAY (?<mo>MONTH|MABBR|CAPMONTH))"),
    rule("((?<w>WEEKDAY|WABBR) (?<p>DAYPART)? DOT? COMMA? THE?)? (?<!NEG)(?<!SIGN)(?<f>FORM)"),
    rule("(?<=OF|NEG|AT|THE|UNTIL)(?<f>FORM)"),
    rule("(?<=THE|WEEKDAY|UNTIL|BY|SINCE)(?<dm>SLASHED)"),
    rule("(?<w>WEEKDAY) (?<p>DAYPART|PART)?"),
    rule(f"(?<w>WEEKDAY) (?<p>DAYPART)? COMMA? THE? (?<d>DIGITDAY|DORD|WT|WM) {_N}"),
    rule("(?<w>WABBR) DOT? (?=COMMA? (DIGITDAY|HM|HH|CLOCK|FORM))"),
    rule("(?<mo>MONTH)"),
    rule("(?<=IN|THIS|THIS DASH)(?<mo>CAPMONTH)(?=COMMA|DOT|$)".replace("|THIS DASH", "")),
    rule("(?<r>REL)"),
    rule("(?<!SIGN)(?<!COUNT)(?<y>DY)(?!AMOUNT|OCLOCK)"),
    rule("(?<=IN|SINCE|OF|YEAR|BY|BETWEEN|AND|AT|BEFORE|AFTER|UNTIL)(?<y>DY|WCOUNT|WOLD)(?=NEXT|NAME|$|DASH DY)"),
    rule(f"(?<!NUMBER)(?<!COUNT)(?<y>WCOUNT) {_N}"),
    rule("(?<=YEARS)(?<ten>WN|WM|DN|DM)(?!OCLOCK)"),
    rule(f"(?<=THE|UNTIL|BY|SINCE|BEFORE|AFTER)(?<d>DIGITDAY|DORD|WT|WM) {_N}(?!AT DIGITDAY)"),
)
_BARE = (
    rule("(?<=OF|BETWEEN|AT)(?<h>HOUR)(?=(AT|AND|DASH) CLOCK)", sure=True),
    rule("(?<h>DH|DT)(?=DASH CLOCK)", sure=True),
    rule(f"(?<=BETWEEN CLOCK AND)(?<h>HOUR) {_N}"),
)


def tongue() -> Tongue:
    """French, as the grammar has it."""
    return Tongue(tree("fr", _WORDS, _names()), _CLOCKS, _DATES, _BARE)


def _names() -> Iterator[tuple[str, Sense]]:
    yield from numbered("MABBR", _ABBREVIATED, 1)
    yield from numbered("MONTH", _MONTHS, 1)
    yield from numbered("WABBR", _SHORT_DAYS, 0)
    yield from numbered("WEEKDAY", _DAYS, 0)
    for word, part in _PARTS.items():
        yield f"demain {word}", Sense("REL", 2, part)
        yield f"hier {word}", Sense("REL", 3, part)
