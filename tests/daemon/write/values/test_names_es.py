"""Spanish: names are found wherever they stand, and ordinary words are none when a sentence begins with them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.values.names import names

TOLD = (
    (
        "Esta mañana, Jimena Arrieta recibe a Íñigo Larrañaga en el puerto de Bermeo.",
        (
            "Jimena Arrieta",
            "Íñigo Larrañaga",
            "Bermeo",
        ),
    ),
    (
        "La ministra Aitana Ferreiro viajó a Ciudad Real.",
        (
            "Aitana Ferreiro",
            "Ciudad Real",
        ),
    ),
    (
        "Según Radio Levante, la OTAN envía dos barcos.",
        (
            "Radio Levante",
            "OTAN",
        ),
    ),
    (
        "Rosa Ipanaqué vendió la casa de Talara.",
        (
            "Rosa Ipanaqué",
            "Talara",
        ),
    ),
    (
        "Cita con la Dra. Benjumea en el Hospital Clínico.",
        (
            "Benjumea",
            "Hospital Clínico",
        ),
    ),
    ("Don Álvaro de la Serna preside la sesión.", ("Álvaro de la Serna",)),
    ("Ángel dejó las llaves en el portal.", ("Ángel",)),
    (
        "Comida con Lucía en el Mesón del Cid.",
        (
            "Lucía",
            "Mesón del Cid",
        ),
    ),
    ("En San Sebastián vuelve el tranvía.", ("San Sebastián",)),
    ("¿Qué opina Saoirse O’Brien?", ("Saoirse O’Brien",)),
    ("GitLumen corrige un fallo.", ("GitLumen",)),
    ("Gloria Ortega y Gasset Pardo firma el prólogo.", ("Gloria Ortega y Gasset Pardo",)),
    (
        "El Ebro crece cerca de Tudela, avisa la AEMET.",
        (
            "Ebro",
            "Tudela",
            "AEMET",
        ),
    ),
    ("Cortés dimite tras la derrota.", ("Cortés",)),
    ("«Bravo lo vio todo», dice el acta.", ("Bravo",)),
)

ORDINARY = """
Más de trescientas personas siguen sin luz.
Marcó dos goles y dio otro.
Duró casi tres horas la operación.
Pasó la noche en el hospital.
Cerró la sesión con pérdidas.
Verá la luz en otoño el nuevo disco.
Campaña de vacunación contra la gripe desde el lunes.
Máximo histórico del euro frente al dólar.
Tránsito lento en la autopista.
Recuerda llamar al fontanero.
Pregúntale al médico por los resultados.
No olvides el paraguas.
Habrá cortes de agua en tres barrios.
Falta confirmar la hora de la cena.
Vence hoy el plazo de la declaración.
Sube el paro por tercer mes seguido.
Baja el precio de la gasolina.
Cae una red de estafadores.
Llueve en el norte y hace sol en el sur.
Lloverá por la tarde.
Nieva en cotas bajas.
Nieve en cotas bajas durante la tarde.
Tormentas fuertes al final del día.
Cielos despejados en casi todo el país.
Vientos del oeste con rachas fuertes.
Temperaturas en ascenso.
Se esperan lluvias débiles.
Le seguirá la reunión del equipo.
Detenidos cuatro hombres por el robo.
Hallado el velero desaparecido.
Rescatan a dos montañeros.
Investigan el origen del fuego.
Murió a los noventa años.
Nació en un pueblo de la costa.
Ganó la carrera con comodidad.
Perdió el tren por un minuto.
Empató en el último minuto.
Cumple cien años el museo.
Abre sus puertas la feria del libro.
Cierra la fábrica de zapatos.
Queda pendiente el pago del alquiler.
Tienes libre hasta las cuatro.
Tendrás tiempo para comer.
Empieza el día con una reunión.
Comienza la huelga de maestros.
Termina la tregua.
Según el informe, la inflación bajará.
Aunque hace frío, no nevará.
Tras la tormenta, miles de hogares siguen sin luz.
Pese a las protestas, el plan sigue.
Pagar el recibo, comprar pan, regar las plantas.
Comprar entradas para el concierto.
Fuertes lluvias en la costa.
Fuerte subida de la vivienda.
Buenos días: son las siete.
Buenas noticias para los viajeros.
Mala noche en el aeropuerto.
Último día para presentar la solicitud.
Nuevo retraso de la línea cinco.
Menos ruido y más árboles pide el barrio.
Ojalá llueva pronto, dicen los agricultores.
Ocho de cada diez vecinos lo apoyan.
Cientos de aficionados recibieron al equipo.
Miles de personas salieron a la calle.
Expertos y vecinos piden más datos.
Médicos y enfermeras irán a la huelga.
Vecinos del centro protestan por el ruido.
Científicos descubren un planeta helado.
Obligado a dimitir, el consejero pidió perdón.
Acusada de fraude, la empresa lo niega.
Previsto para mayo, el estreno se retrasa.
Construida en 1920, la estación reabre.
Inaugurado ayer, el puente une dos barrios.
También sube la luz.
Además, la biblioteca abrirá los sábados.
Sin embargo, nadie ha respondido.
Por ahora no hay heridos.
Ni el alcalde ni la concejala quisieron hablar.
Eso sí, hará frío.
Allí pasará la noche.
Dentro de una hora tienes el dentista.
Quedan dos entradas.
Cuesta doce euros la entrada.
Costará el doble el peaje.
Propone bajar los impuestos.
Pide calma la policía.
Piden ayuda los agricultores.
Reabre el túnel tras las obras.
Llega el frío esta noche.
Vuelve la lluvia.
Sigue abierta la inscripción.
Seguirán las obras hasta junio.
Mide tres metros la escultura.
Pesa dos toneladas.
Contiene cartas y dibujos.
Incluye un mapa y una guía.
Corrige errores y mejora la búsqueda.
Permite trabajar sin conexión.
Advierte de lluvias fuertes la agencia.
Según la abuela, el horno está roto.
Reunión de vecinos por la tarde.
Guerra de precios entre aerolíneas.
Puente aéreo suspendido.
Moraleja: conviene madrugar.
Vuelca un camión cargado de naranjas.
Niño de siete años rescatado en la playa.
Resultado: empate a dos.
""".strip().splitlines()

CARRIERS = (
    "{} fue vista ayer en la estación.",
    "Ayer, {} respondió a las preguntas.",
    "Queda una duda: {} llega mañana.",
    "El informe se entregó a {}.",
    "«{} estará allí», dice la nota.",
    "Llueve. {} cierra sus puertas.",
)

FOREIGN = """
Solveig Haugen; Babatunde Okafor; Tereza Dvořáková; Nguyễn Minh Châu; Yuki Tanabe; Aleksandr Voronin
Fatoumata Diarra; Ahmed Benslimane; Giulia Ferrante; Lars Ekdahl; Małgorzata Wójcik; Kwame Mensah
Priya Raghunathan; Hyun-woo Park; Zeynep Aydın; Moana Tamatoa; Rūta Kazlauskaitė; Ioannis Papadakis
Siobhán O’Leary; Maëlle Kerguelen; Ximena Quiroga; Aitor Goikoetxea; Begoña Urrutia; Candela Ortuño
Dámaso Fuentes; Eulalia Bonet; Fermín Zabaleta; Graciela Montenegro; Hernán Cifuentes; Itziar Mendizábal
Jacinto Peralta; Leocadia Robles; Macarena Villalba; Nuria Casanovas; Octavio Barrientos; Purificación Llorente
Quirino Salcedo; Rocío Valdivia; Salvador Iturbe; Tomasa Quispe; Úrsula Cárdenas; Valentín Arévalo
Wenceslao Mamani; Yolanda Espinoza; Zacarías Bermúdez; Inés de la Torre; Ramón del Valle; Íñigo Larrañaga
Ousmane Diallo-Vega; Martí Puigdomènech; Rosa; Ángel; Pilar; Mercedes; Dolores; Rocío; Lucía; Salvador; Marcos
Gloria; Consuelo; Amparo; Soledad; Clara; Blanca; Alba; Nieves; Julia; Esteban; Benito; Cortés; Moreno; Delgado
Rubio; Castaño; Crespo; Bravo; Guerrero; Herrero; Zapatero; Navarro; Serrano; Iglesias; Torres; Flores; Campos
Prado; Cruz; Vega; Rojas; Cuevas; Caballero; Rincón; Montero; Sastre; Toledo; Granada; Cuenca; Zamora; León
Salamanca; Santander; Palencia; Lugo; Soria; Vigo; Elche; Cartagena; Palma; Quito; Lima; Rosario; Mérida; Arequipa
Cochabamba; Tegucigalpa; Barranquilla; Valparaíso; Mendoza; Trujillo; Tromsø; Gdańsk; Mombasa; Osaka; Roma; Viena
Colonia; Reikiavik; Debrecen; Esmirna; Tallin; Róterdam; Noruega; Perú; Kenia; Vietnam; Hungría; Estonia; Islandia
Ghana; Jordania; Uruguay; Nepal; Argentina; Finlandia; Bolivia; UNESCO; OTAN; BCE; CSIC; FMI; NordVolt; AeroEbro
OpenTilia; Lumenex; Zaphira; Vaxoril; Quantis; Kestrel; Bluefin; Brillanta; Astilleros Larrea; Bodegas Quintanar
Fundación Arbeloa; Instituto Valmaseda; Banco Altamira; Laboratorios Oñate; Editorial Bruma; Galería Sorolla
Teatro Villamarta; Cementos Retuerta; Transportes Gallardo; Viajes Alcatraz; Radio Levante; Grupo Maresme
Sindicato de Vidrieros; Liga de Apicultores; Cervezas Montaraz; Aerolínea Garza; Inmobiliaria Trasmiera
Atlético Nervión; Pista Central
"""


def found(text: str) -> list[str]:
    """The names as they stand in the text."""
    return [text[name.start : name.end] for name in names(text, "es")]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[text for text, _ in TOLD])
def test_names_of_true_sentences(text: str, expected: tuple[str, ...]) -> None:
    assert found(text) == list(expected)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_name_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("foreign", re.findall(r"[^;\n]+", FOREIGN.replace("; ", ";")))
def test_a_foreign_name_is_found_wherever_it_stands(foreign: str, carrier: str) -> None:
    assert foreign.rsplit(maxsplit=1)[-1] in " ".join(found(carrier.format(foreign))).split()


@given(st.text())
def test_any_text_has_names_that_do_not_overlap(text: str) -> None:
    spans = [(name.start, name.end) for name in names(text, "es")]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)
