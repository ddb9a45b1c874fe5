"""French: names are found wherever they stand, and ordinary words are none when a sentence begins with them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.values.names import names

TOLD = (
    (
        "Ce matin, Solène Marchal reçoit Jean-Luc Perraudin à la mairie de Guéret.",
        (
            "Solène Marchal",
            "Jean-Luc Perraudin",
            "Guéret",
        ),
    ),
    (
        "Le ministre Karim Benhaddou s’est rendu à Clermont-Ferrand.",
        (
            "Karim Benhaddou",
            "Clermont-Ferrand",
        ),
    ),
    (
        "D’après Radio Calanque, l’OTAN déploie deux navires.",
        (
            "Radio Calanque",
            "OTAN",
        ),
    ),
    (
        "Pierre Delmas a gagné le tournoi de Roanne.",
        (
            "Pierre Delmas",
            "Roanne",
        ),
    ),
    (
        "Rendez-vous avec le Dr Lemoine à l’Hôtel-Dieu.",
        (
            "Lemoine",
            "Hôtel-Dieu",
        ),
    ),
    ("Mme Anne-Sophie de Brémond préside la séance.", ("Anne-Sophie de Brémond",)),
    ("L’Union vosgienne des randonneurs fête ses cent ans.", ("Union",)),
    (
        "Déjeuner avec Lucie au Café des Tilleuls.",
        (
            "Lucie",
            "Café des Tilleuls",
        ),
    ),
    ("À Saint-Étienne, le tramway reprend.", ("Saint-Étienne",)),
    ("Qu’en pense Inès McCarthy ?", ("Inès McCarthy",)),
    ("GitLumen publie une mise à jour de sécurité.", ("GitLumen",)),
    (
        "Aimé Kouassi dirige désormais l’Institut Pasquier.",
        (
            "Aimé Kouassi",
            "Institut Pasquier",
        ),
    ),
    (
        "Selon l’AFP, la Garonne déborde près d’Agen.",
        (
            "AFP",
            "Garonne",
            "Agen",
        ),
    ),
    ("Rose attend la réponse de la banque.", ("Rose",)),
    ("« Petit a tout compris », sourit l’entraîneur.", ("Petit",)),
)

ORDINARY = """
Marqué par deux incendies, l'été a été long.
Lancée hier, la fusée a atteint son orbite.
Trois personnes ont été blessées dans l'accident.
Vers midi, la pluie gagnera l'ouest.
Prudence sur les routes verglacées ce matin.
Grève des transports : comptez un train sur trois.
Côté sport, le match est reporté à samedi.
Pensez à prendre un parapluie.
N'oubliez pas d'appeler le plombier.
Rappelons que la réunion a changé d'heure.
Inutile de sortir le manteau, il fera doux.
Reste une question : qui paiera la facture ?
Viennent ensuite deux rendez-vous à la banque.
S'ajoute à cela une hausse des péages.
Beaucoup de vent, peu de soleil.
Aucune victime n'est à déplorer.
Bonne nouvelle pour les locataires.
Fini les tickets de papier dans le métro.
Réunis en assemblée, les salariés ont voté la reprise.
Opposés au projet, les riverains ont déposé un recours.
Quelques flocons tomberont au-dessus de mille mètres.
Interrogée par la presse, la ministre n'a pas répondu.
Malgré la chaleur, le marathon aura lieu.
Rendez-vous est pris chez le dentiste à neuf heures.
Week-end ensoleillé sur tout le pays.
Après-midi chargé : trois réunions de suite.
Peut-être faudra-t-il attendre la fin du mois.
Est-ce la fin des billets papier ?
Quant aux pompiers, ils restent mobilisés.
Faute de neige, les stations ferment plus tôt.
Ouvert en 1998, le musée ferme pour travaux.
Élue dès le premier tour, elle prendra ses fonctions lundi.
Payer le loyer, arroser les plantes, appeler le médecin.
Petit retard sur la ligne deux.
Grand froid attendu dans l'est.
Légère baisse du chômage au printemps.
Fermeture exceptionnelle de la piscine.
Environ deux cents manifestants étaient présents.
Jusqu'à présent, aucun accord n'a été trouvé.
Puis la journée est libre jusqu'à seize heures.
Entre-temps, le préfet a interdit les feux.
Soit deux fois plus qu'en janvier.
Chercheurs et médecins demandent une enquête.
Élèves et professeurs rentrent mardi.
Un séisme a réveillé la région à l'aube.
Plusieurs routes restent coupées par la boue.
Désormais, le billet coûtera deux euros.
Là, surprise : le coffre était vide.
Apaisement au conseil municipal après la crise.
Rien ne presse, dit la note : le dossier attendra.
Celui-ci devra répondre avant vendredi.
Cela fait trois ans que le pont est fermé.
Décidément, la météo ne change pas.
Sans surprise, le texte est adopté.
Découvert par hasard, le tableau vaut une fortune.
Attendus nombreux, les visiteurs sont priés de réserver.
Suspendu depuis mai, le trafic reprend.
Voici le programme de la journée.
Merci de confirmer votre présence.
Bonjour, il est sept heures.
Pas de pluie avant la nuit.
Moins d'un foyer sur dix est touché.
Née en 1950, la chanteuse avait pris sa retraite.
Mort d'un géant du théâtre.
Vent fort sur le littoral, rafales à cent kilomètres à l'heure.
Orages possibles en soirée, surtout dans le sud.
Températures en hausse, jusqu'à vingt-cinq degrés.
Nuages et éclaircies se partagent le ciel.
Comme prévu, les impôts augmentent.
Selon une étude, le sommeil des adolescents recule.
Face à la sécheresse, les agriculteurs réclament de l'aide.
Présenté mercredi, le budget prévoit des coupes.
Condamné à deux ans de prison, l'ancien maire fait appel.
Accusés d'espionnage, ils nient les faits.
Battus en finale, les joueurs quittent le tournoi.
Vainqueur en trois sets, il jouera la finale dimanche.
Sortie du nouveau logiciel prévue en juin.
Créée il y a dix ans, l'association compte huit cents membres.
Parmi les blessés, deux sont dans un état grave.
Ni le maire ni la préfète n'ont souhaité commenter.
Retour du soleil dès demain.
Chaque foyer recevra un courrier.
Aucun vol n'est annulé pour l'instant.
Déjeuner avec la famille à treize heures.
Coincés dans la neige, ils ont été secourus.
Ainsi s'achève la grève des éboueurs.
Pris de court, le gouvernement recule.
Restent deux places pour le concert.
Il vous reste une tâche pour ce soir.
Autre nouvelle du jour : le prix du pain baisse.
Relaxés en appel, les deux frères sortent libres.
Nette hausse des loyers.
Vives tensions au parlement.
Total : quarante euros.
Reçue à l'hôtel de ville, la championne remercie le public.
Quelle chaleur !
D'ici là, patience.
""".strip().splitlines()

CARRIERS = (
    "{} a été vu hier à la gare.",
    "Hier, {} a répondu aux questions.",
    "On apprend une chose : {} arrive demain.",
    "Le rapport a été remis à {}.",
    "« {} sera là », dit la note.",
    "Il pleut. {} ferme ses portes.",
)

FOREIGN = """
Solveig Haugen; Babatunde Okafor; Tereza Dvořáková; Nguyễn Minh Châu; Yuki Tanabe; Aleksandr Voronin
Fatoumata Diarra; Ahmed Benslimane; Ximena Quiroga; Giulia Ferrante; Lars Ekdahl; Małgorzata Wójcik; Kwame Mensah
Priya Raghunathan; Hyun-woo Park; Zeynep Aydın; Moana Tamatoa; Rūta Kazlauskaitė; Ioannis Papadakis
Siobhán McCarthy; Thierry Vauclair; Maëlle Kerguelen; Ludivine Astruc; Gaëtan Bourdillon; Odile Fauconnier
Aurélien Chastaing; Capucine Delabre; Bastien Lhermitte; Yannick Le Goff; Hortense de Villedieu; Corentin Quéré
Mireille Escoffier; Anselme Trudeau; Clotilde Ravier; Edgar Zimmer; Félicie Noiret; Gontran Pailhès
Isaure Montcalm; Kenza Lahlou; Leïla Mansouri; Mathis Boisvert; Nolwenn Tanguy; Oscar Lindqvist; Perrine Salvat
Quitterie Daubas; Rémi Castagnède; Sylvain Hugot; Tiphaine Guillemet; Ulysse Barthomeuf; Violaine Chabrol
Wassim Haddad; Xavier Peyrade; Yves Kermadec; Zoé Marceau; Pierre; Olivier; Marie; Clément; Rose; Aurore; Désiré
Gaspard; Constance; Victor; Margot; Lacombe; Dupuis; Marchand; Boulanger; Roussel; Lefebvre; Chevalier; Moulin
Fontaine; Poirier; Renard; Rossignol; Vasseur; Mercier; Tessier; Garnier; Perrin; Bourgeois; Charpentier
Couturier; Lemaire; Barbier; Meunier; Carpentier; Tardif; Quimper; Perpignan; Besançon; Valence; Cannes; Rennes
Tours; Orange; Vannes; Nantes; Lens; Sens; Dole; Gray; Troyes; Saintes; Poitiers; Bruges; Namur; Charleroi
Lausanne; Sion; Neuchâtel; Rimouski; Trois-Rivières; Gatineau; Ouagadougou; Abidjan; Cotonou; Sfax; Casablanca
Oran; Tromsø; Gdańsk; Mombasa; Osaka; Valparaíso; Reykjavik; Debrecen; Izmir; Tallinn; Rotterdam; Norvège; Pérou
Kenya; Vietnam; Hongrie; Estonie; Islande; Ghana; Jordanie; Uruguay; Népal; Argentine; Finlande; Bolivie; UNESCO
OTAN; BCE; CNRS; FMI; NordVolt; AirLoire; OpenTilia; Lumenex; Zaphira; Vaxoril; Quantis; Brilliance; Kestrel
Bluefin; Horizonte; Forges de Brienne; Armement Kerleau; Chocolats Perrichon; Verrerie Auclair
Syndicat des Verriers; Ligue des Apiculteurs; Institut Valmont; Banque Delorme; Laboratoires Hémery
Éditions Brumaire; Galerie Sorgue; Théâtre Graslin; Fondation Aubrac; Aciéries Montcel; Brasserie Kanter
Mutuelle Bréhat; Transports Gallois; Voyages Pélican; Studio Mirabelle; Radio Calanque; Compagnie Ardente
"""


def found(text: str) -> list[str]:
    """The names as they stand in the text."""
    return [text[name.start : name.end] for name in names(text, "fr")]


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
    spans = [(name.start, name.end) for name in names(text, "fr")]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)
