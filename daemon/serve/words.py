"""What notifications say, in the languages that the built-in writer speaks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.languages import base_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; names in braces are filled in. `parts`: what was given up, by what it was part of."""

    weekdays: tuple[str, str, str, str, str, str, str]
    ready: str
    degraded: str
    failed: str
    missed: str
    changed: str
    there: str
    late: str
    long: str
    parts: Mapping[str, str]
    why: str
    could_not: str
    not_taken: str
    mend: str
    slept: str
    make: str
    wake: str
    anew: str
    listen: str
    well: str
    week: str
    as_planned: str
    week_late: str
    week_degraded: str
    week_failed: str
    week_missed: str
    settings: str
    as_before: str


WORDS = {
    "en": Words(
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ready="Ready: {what}",
        degraded="Ready, but not as planned: {what}",
        failed="No episode: {what}",
        missed="Missed: {what}",
        changed="Your calendar has changed since: {what}",
        there="There since {time}.",
        late="There since {time}, {minutes} min late.",
        long="{minutes} min long.",
        parts={
            "source": "Could not be reached: {names}.",
            "writer": "Did not write all of it: {names}.",
            "voice": "Did not speak all of it: {names}.",
            "library": "Not delivered yet: {names}.",
            "built-in": "Time was short: the built-in writer and voice made it.",
        },
        why="More with: dawncast status",
        could_not="It was due at {time} and could not be made.",
        not_taken="It was due at {time} and is made, but no library has taken it: {names}.",
        mend="What is wrong, you see with: dawncast doctor. Then: {command}",
        slept="It was due at {time}. This machine was off or asleep, or the episode could not be made in time.",
        make="To have it all the same: {command}",
        wake="README says how a machine is woken for it.",
        anew="The episode has been made anew. An app that had fetched it keeps the old one: remove it there and "
        "fetch it once more.",
        listen="Listen: {play}",
        well="All is well: {count} of {total} episodes on time",
        week="This week: {count} of {total} episodes on time",
        as_planned="All were as planned.",
        week_late="{minutes} min late",
        week_degraded="not as planned",
        week_failed="not made",
        week_missed="missed",
        settings="The settings cannot be used",
        as_before="The settings as they were before are used until then.",
    ),
    "de": Words(
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        ready="Fertig: {what}",
        degraded="Fertig, aber nicht wie geplant: {what}",
        failed="Keine Folge: {what}",
        missed="Verpasst: {what}",
        changed="Dein Kalender hat sich seither geändert: {what}",
        there="Da seit {time} Uhr.",
        late="Da seit {time} Uhr, {minutes} min zu spät.",
        long="Länge: {minutes} min.",
        parts={
            "source": "Nicht zu erreichen: {names}.",
            "writer": "Hat nicht alles geschrieben: {names}.",
            "voice": "Hat nicht alles gesprochen: {names}.",
            "library": "Noch nicht zugestellt: {names}.",
            "built-in": "Die Zeit war knapp: Text und Stimme sind die eingebauten.",
        },
        why="Mehr dazu mit: dawncast status",
        could_not="Sie sollte um {time} Uhr da sein und ließ sich nicht herstellen.",
        not_taken="Sie sollte um {time} Uhr da sein und ist fertig, aber keine Bibliothek hat sie angenommen: {names}.",
        mend="Was nicht stimmt, zeigt: dawncast doctor. Danach: {command}",
        slept="Sie sollte um {time} Uhr da sein. Der Rechner war aus oder im Ruhezustand, oder sie ließ sich nicht "
        "rechtzeitig herstellen.",
        make="Um sie trotzdem zu bekommen: {command}",
        wake="Wie ein Rechner dafür geweckt wird, steht in README.",
        anew="Die Folge ist neu gemacht. Eine App, die sie schon geladen hatte, behält die alte: Dort entfernen und "
        "noch einmal laden.",
        listen="Anhören: {play}",
        well="Alles in Ordnung: {count} von {total} Folgen pünktlich",
        week="Diese Woche: {count} von {total} Folgen pünktlich",
        as_planned="Alle waren wie geplant.",
        week_late="{minutes} min zu spät",
        week_degraded="nicht wie geplant",
        week_failed="nicht gemacht",
        week_missed="verpasst",
        settings="Die Einstellungen sind nicht zu gebrauchen",
        as_before="Bis dahin gelten die Einstellungen von vorher.",
    ),
    "fr": Words(
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ready="Disponible : {what}",
        degraded="Disponible, mais pas comme prévu : {what}",
        failed="Pas d’épisode : {what}",
        missed="Manqué : {what}",
        changed="Votre agenda a changé depuis : {what}",
        there="Disponible depuis {time}.",
        late="Disponible depuis {time}, avec {minutes} min de retard.",
        long="Durée : {minutes} min.",
        parts={
            "source": "Impossible à joindre : {names}.",
            "writer": "N’a pas tout écrit : {names}.",
            "voice": "N’a pas tout dit : {names}.",
            "library": "Pas encore livré : {names}.",
            "built-in": "Le temps manquait : le texte et la voix sont ceux intégrés au programme.",
        },
        why="Pour en savoir plus : dawncast status",
        could_not="Il était attendu à {time} et n’a pas pu être réalisé.",
        not_taken="Il était attendu à {time} et il est prêt, mais aucune bibliothèque ne l’a pris : {names}.",
        mend="Pour voir ce qui ne va pas : dawncast doctor. Ensuite : {command}",
        slept="Il était attendu à {time}. La machine était éteinte ou en veille, ou l’épisode n’a pas pu être réalisé "
        "à temps.",
        make="Pour l’avoir quand même : {command}",
        wake="README explique comment réveiller la machine à temps.",
        anew="L’épisode a été refait. Une application qui l’avait déjà chargé garde l’ancien : supprimez-le et "
        "chargez-le à nouveau.",
        listen="Écouter : {play}",
        well="Tout va bien : {count} épisodes sur {total} à l’heure",
        week="Cette semaine : {count} épisodes sur {total} à l’heure",
        as_planned="Tous étaient comme prévu.",
        week_late="{minutes} min de retard",
        week_degraded="pas comme prévu",
        week_failed="pas réalisé",
        week_missed="manqué",
        settings="Les réglages sont inutilisables",
        as_before="D’ici là, les réglages précédents restent en vigueur.",
    ),
    "es": Words(
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        ready="Disponible: {what}",
        degraded="Disponible, pero no como estaba previsto: {what}",
        failed="Sin episodio: {what}",
        missed="Perdido: {what}",
        changed="Tu calendario ha cambiado desde entonces: {what}",
        there="Disponible desde las {time}.",
        late="Disponible desde las {time}, {minutes} min tarde.",
        long="Duración: {minutes} min.",
        parts={
            "source": "No se pudo acceder a: {names}.",
            "writer": "No lo escribió todo: {names}.",
            "voice": "No lo dijo todo: {names}.",
            "library": "Aún sin entregar: {names}.",
            "built-in": "Faltaba tiempo: el texto y la voz son los incorporados.",
        },
        why="Más información: dawncast status",
        could_not="Se esperaba a las {time} y no se pudo hacer.",
        not_taken="Se esperaba a las {time} y está hecho, pero ninguna biblioteca lo ha aceptado: {names}.",
        mend="Para ver qué falla: dawncast doctor. Después: {command}",
        slept="Se esperaba a las {time}. El equipo estaba apagado o en reposo, o no se pudo hacer a tiempo.",
        make="Para tenerlo de todos modos: {command}",
        wake="README explica cómo despertar el equipo a tiempo.",
        anew="El episodio se ha hecho de nuevo. Una aplicación que ya lo había descargado conserva el anterior: "
        "bórralo allí y descárgalo otra vez.",
        listen="Escuchar: {play}",
        well="Todo va bien: {count} de {total} episodios a tiempo",
        week="Esta semana: {count} de {total} episodios a tiempo",
        as_planned="Todos fueron como estaba previsto.",
        week_late="{minutes} min tarde",
        week_degraded="no como estaba previsto",
        week_failed="no se hizo",
        week_missed="perdido",
        settings="Los ajustes no se pueden usar",
        as_before="Hasta entonces valen los ajustes anteriores.",
    ),
}  # fmt: skip  # a sentence a line


def words(language: str) -> Words:
    """The words of a language such as "de-AT"; English where there are none."""
    return WORDS.get(base_of(language), WORDS["en"])
