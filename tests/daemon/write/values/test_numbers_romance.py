"""Golden tables as in test_numbers.py, for French and Spanish."""

import pytest

from tests.daemon.write.values.test_numbers import cases, told

FRENCH = """
38 % des foyers, environ 38 %
    [38 %] 38 percent >foyers · [38 %] 38 percent ~about
trente-huit pour cent de la population
    [trente-huit pour cent] 38 percent >population
1,2 million d'euros, 3 M€, 5 Md€
    [1,2 million d'euros] 1200000 EUR · [3 M€] 3000000 EUR · [5 Md€] 5000000000 EUR
un virgule deux million d'euros
    [un virgule deux million d'euros] 1200000 EUR
quatre-vingt-dix-neuf, soixante et onze, septante-deux, nonante
    [quatre-vingt-dix-neuf] 99 · [soixante et onze] 71 · [septante-deux] 72 · [nonante] 90
deux cents personnes, mille deux cents, vingt et une personnes
    [deux cents] 200 >personnes · [mille deux cents] 1200 · [vingt et une] 21 >personnes
un million mille
    [un million mille] 1001000
un homme, une femme, une heure, un million, un pour cent
    [une heure] 1 hour · [un million] 1000000 · [un pour cent] 1 percent
un ou deux jours, numéro un
    [un] 1 day · [deux jours] 2 day · [un] 1
un tiers, deux tiers, trois quarts, la moitié, le quart
    [un tiers] 1/3 · [deux tiers] 2/3 · [trois quarts] 3/4 · [moitié] 1/2 · [quart] 1/4
une demi-heure, une heure et demie, deux heures et quart
    [une demi-heure] 1/2 hour · [une heure et demie] 3/2 hour · [deux heures et quart] 9/4 hour
trois quarts d'heure, un quart d'heure
    [trois quarts d'heure] 3/4 hour · [un quart d'heure] 1/4 hour
trois millions et demi d'euros
    [trois millions et demi d'euros] 3500000 EUR
troisième, le 3e homme, la 1re fois, le premier ministre
    [troisième] 3 ordinal · [3e] 3 ordinal >homme · [1re] 1 ordinal >fois
vingt et unième siècle
    [vingt et unième] 21 ordinal >siecle
un cinquième des voix, un cinquième homme
    [un cinquième] 1/5 >voix · [cinquième] 5 ordinal >homme
des milliers de personnes
    [milliers] 1000 ~about >personnes
une vingtaine de maisons, une douzaine d'œufs
    [une vingtaine] 20 ~about >maisons · [une douzaine] 12 >oeufs
des dizaines de milliers de manifestants
    [dizaines de milliers] 10000 ~about >manifestants
plusieurs millions d'euros
    [millions d'euros] 1000000 EUR ~about
deux fois, le double, les deux équipes
    [deux fois] 2 times · [double] 2 times · [deux] 2 >equipes
trois euros cinquante, 50 centimes
    [trois euros cinquante] 7/2 EUR · [50 centimes] 50 cent
moins quatre degrés, quatre degrés sous zéro
    [moins quatre degrés] -4 degree · [quatre degrés sous zéro] -4 degree
au moins 300, moins de 300, plus de 300, près de 300, 300 environ
    [300] 300 ~over · [300] 300 ~nearly · [300] 300 ~over · [300] 300 ~nearly · [300] 300 ~about
un homme de 47 ans
    [47 ans] 47 year
de 5 à 10 %, deux à trois jours
    [5] 5 percent · [10 %] 10 percent · [deux] 2 day · [trois jours] 3 day
une heure quinze
    [une heure] 1 hour · [quinze] 15 minute
quatre-vingts kilomètres à l'heure
    [quatre-vingts kilomètres à l'heure] 80 kilometre per hour
version trois point un, zéro virgule zéro cinq
    [version trois point un] 3 version 3.1 · [zéro virgule zéro cinq] 1/20
1 250 emplois, 1.250 emplois, 1 250,50 €
    [1 250] 1250 >emplois · [1.250] 1250 >emplois · [1 250,50 €] 2501/2 EUR
mille deux cents milliards d'euros
    [mille deux cents milliards d'euros] 1200000000000 EUR
flambant neuf, quarts de finale
    –
"""

SPANISH = """
38 % de los hogares
    [38 %] 38 percent >hogares
treinta y ocho por ciento
    [treinta y ocho por ciento] 38 percent
1,2 millones de euros, cerca de mil millones
    [1,2 millones de euros] 1200000 EUR · [mil millones] 1000000000 ~about
dos mil cien millones de euros
    [dos mil cien millones de euros] 2100000000 EUR
mil, cien, ciento uno, doscientas personas
    [mil] 1000 · [cien] 100 · [ciento uno] 101 · [doscientas] 200 >personas
veintiún minutos, once personas
    [veintiún minutos] 21 minute · [once] 11 >personas
un hombre, una mujer, una hora, un millón
    [una hora] 1 hour · [un millón] 1000000
uno o dos, uno de ellos
    [uno] 1 · [dos] 2
un tercio, dos tercios, la mitad, tres cuartos
    [un tercio] 1/3 · [dos tercios] 2/3 · [mitad] 1/2 · [tres cuartos] 3/4
media hora, hora y media, dos años y medio
    [media hora] 1/2 hour · [hora y media] 3/2 hour · [dos años y medio] 5/2 year
medio millón, tres millones y medio de euros
    [medio millón] 500000 · [tres millones y medio de euros] 3500000 EUR
tercero, el tercer hombre, 3.º, 2ª, el primer ministro
    [tercero] 3 ordinal · [tercer] 3 ordinal >hombre · [3.º] 3 ordinal · [2ª] 2 ordinal
vigésimo primero
    [vigésimo primero] 21 ordinal
la quinta parte, dos terceras partes
    [quinta parte] 1/5 · [dos terceras partes] 2/3
miles de personas, cientos de miles
    [miles] 1000 ~about >personas · [cientos de miles] 100000 ~about
decenas de millones de euros
    [decenas de millones de euros] 10000000 EUR ~about
una docena, un par de días, ambos equipos
    [una docena] 12 · [un par de días] 2 day · [ambos] 2 >equipos
dos veces, el doble
    [dos veces] 2 times · [doble] 2 times
tres euros con cincuenta
    [tres euros con cincuenta] 7/2 EUR
menos cuatro grados, cuatro grados bajo cero, 25 ºC
    [menos cuatro grados] -4 degree · [cuatro grados bajo cero] -4 degree · [25 ºC] 25 degree
al menos 300, menos de 300, más de 300, casi 300, unos 300
    [300] 300 ~over · [300] 300 ~nearly · [300] 300 ~over · [300] 300 ~nearly · [300] 300 ~about
entre 5 y 10 por ciento, dos o tres días
    [5] 5 percent · [10 por ciento] 10 percent · [dos] 2 day · [tres días] 3 day
ochenta kilómetros por hora
    [ochenta kilómetros por hora] 80 kilometre per hour
un segundo, el segundo, dos segundos
    [un segundo] 1 second · [segundo] 2 ordinal · [dos segundos] 2 second
tres coma veinticinco, versión tres punto uno
    [tres coma veinticinco] 13/4 · [versión tres punto uno] 3 version 3.1
1.250 empleos, 1.250,50 euros
    [1.250] 1250 >empleos · [1.250,50 euros] 2501/2 EUR
cuartos de final
    –
"""


@pytest.mark.parametrize(("text", "expected"), cases(FRENCH))
def test_in_french(text: str, expected: str) -> None:
    assert told(text, "fr") == expected


@pytest.mark.parametrize(("text", "expected"), cases(SPANISH))
def test_in_spanish(text: str, expected: str) -> None:
    assert told(text, "es") == expected
