"""English, and what holds in every language: which words are names, when two are one, which country is meant."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.values.names import name_words, names, nationality, same_name

TOLD = (
    ("Dr. J. R. Tolan met O'Neil at NATO.", ("J. R. Tolan", "O'Neil", "NATO")),
    ("GitHub and iPhone owners wait.", ("GitHub", "iPhone")),
    ("Will Smith said the king left.", ("Will Smith",)),
    ("Meanwhile, Young met the young and the Banks.", ("Young", "Banks")),
    ("The Bank of England warns Smith-Jones's clients.", ("Bank of England", "Smith-Jones")),
    ("Ursula von der Leyen and Ana de Armas arrived.", ("Ursula von der Leyen", "Ana de Armas")),
    ("French ministers saw Xi Jinping in May.", ("French", "Xi Jinping")),
    ("President Lindqvist thanked Mrs Okafor.", ("Lindqvist", "Okafor")),
    ("“Kestra is late,” said Mark.", ("Kestra", "Mark")),
    ("Mark the date.", ()),
    ("Breaking: Orbit landed on Kallisto.", ("Orbit", "Kallisto")),
    ("王毅 spoke to Sato in 東京.", ("王毅", "Sato", "東京")),
    ("The Thames rose near Stoke of Ardan.", ("Thames", "Stoke of Ardan")),
    ("I think it is I who pays for TV.", ()),
    ("On Monday, 3 May, at 9 AM, nothing happens.", ()),
)

ORDINARY = """
Two trains were cancelled after a storm.
Rain falls in the hills tonight.
Police are looking for witnesses of the burglary.
Scientists have found water under the ice.
Teachers plan another strike before the holidays.
Prices rose faster than wages again.
Farmers fear a poor harvest.
Heavy rain flooded cellars and underpasses.
Parliament votes on the budget this afternoon.
Nurses want higher pay and shorter shifts.
Talks between the two sides broke down.
Researchers trained a model on old letters.
Bring your passport and two photographs.
Lunch with the auditors is at noon.
Remember to water the plants.
Nobody was hurt in the fire.
Shares fell sharply in early trading.
Engineers traced the fault to a faulty cable.
Fans waited for hours outside the stadium.
Schools stay closed because of the heat.
Buses replace trains on the coastal line.
Voters go to the polls in autumn.
Doctors advise against the treatment.
Thieves stole paintings from a private collection.
Drivers should expect delays on the ring road.
Judges dismissed the appeal.
Astronomers spotted a comet with two tails.
Clouds clear by evening, then stars.
Growers report heavy losses.
Volunteers planted hundreds of trees.
Storks have returned to the valley.
Your dentist asks you to confirm the appointment.
Dinner is booked for seven.
Overdue since yesterday: the tax return.
Next week brings frost and fog.
Critics praised the orchestra and its conductor.
Software updates close a security hole.
Hackers stole customer data from a server.
Miners were rescued after a night underground.
Nothing else is planned for today.
Good morning, here is the news.
Sailors found the wreck by chance.
Publishers argue about royalties.
Cyclists get a lane of their own.
Winds reach gale force along the coast.
Half of the seats remain empty.
Thousands marched against the reform.
Rescuers reached the village on foot.
Tenants may withhold rent.
Museums open free of charge.
Choirs rehearse in the old chapel.
Landslides blocked both roads.
Ministers meet again at dawn.
Runners need to register online.
Tailors complain about imports.
Lawyers for the family declined to comment.
Swimmers crossed the lake at sunrise.
Editors corrected the headline.
Sunshine returns from the west.
Students occupied the lecture hall.
Hospitals are short of beds.
Inspectors closed the restaurant kitchen.
Hundreds queued for vaccines.
Pilots reported smoke in the cabin.
Unions rejected the offer.
Children built a weather station.
Patients wait too long, a study finds.
Oil leaked into the harbour.
Neighbours heard shouting and a shot.
Troops withdrew from the border.
Sales of bicycles doubled.
Archaeologists uncovered a mosaic.
Ferries run every hour.
Exports shrank for the third month.
Gardeners welcome the showers.
Parents want smaller classes.
Beaches fill up early.
Investors stay cautious.
Firefighters used foam.
Interest rates stay where they are.
Electricity was back after an hour.
Visitors must leave bags outside.
"""

FOREIGN = """
Okafor; Lindqvist; Yıldırım; Perraudin; Nakamura; Gunnarsdóttir; McCarthy; O'Brien; Kowalczyk; Venkataraman; Brandt;
Merkel; Macron; Netanyahu; Zelensky; Modi; Lula; Milei; Sunak; Starmer; Trump; Putin; Obama; Bolsonaro; Ardern;
Ngozi Adichie; Kim Min-Jun; Xi Jinping; Ana de Armas; Ursula von der Leyen; Jean-Luc Perraudin; Mary Beard;
Hope Powell; Grace Young; Mark Stone; Rose Banks; Bill Miller; Jack Black; Will King; May Brown; Harper Lee; Art Baker;
Hamburg; Oslo; Lagos; Osaka; Reykjavík; Tbilisi; Ouagadougou; Kathmandu; Phnom Penh; New York; San Marino; Leeds;
Swansea; Dundee; Galway; Perth; Adelaide; Boston; Dallas; Winnipeg; Quito; Bogotá; Nairobi; Kigali; Harare; Tunis;
Cairo; Beirut; Riyadh; Doha; Tehran; Kabul; Lahore; Mumbai; Colombo; Hanoi; Manila; Jakarta; Seoul; Busan; Taipei;
France; Germany; Spain; Poland; Ukraine; Brazil; Chile; Peru; Kenya; Ghana; Egypt; Iran; Iraq; India; China; Japan;
NATO; UNESCO; BBC; NASA; IBM; BASF; OPEC; UNICEF; ESA; CERN; Siemens; Samsung; Nokia; Volvo; Airbus; Boeing; Nestlé;
Google; Microsoft; Amazon; GitHub; YouTube; iPhone; ChatGPT; OpenBSD; Linux; Firefox; Kubernetes; PostgreSQL; Korvex;
Nuvolis; Solmira; Zentrix; Thames; Danube; Everest; Vesuvius; Etna; Kallisto; Enceladus; Neptune; Mercury;
Wimbledon; Eurovision; Chelsea; Juventus; Everton; Greenpeace; Oxfam; Hezbollah; Hamas; Taliban; Pentagon;
Kremlin; Vatican; Westminster; Brexit; Ethereum; Pfizer; Moderna; Bayer; Novartis; Sanofi; Roche; Toyota;
Tesla;
Abdul al-Rashid; Søren Kjær; Željko Babić; Thị Lan; Wojciech; Priya; Hiroshi; Oluwaseun; Xiomara; Zainab; Dmitri; Fiona
"""

CARRIERS = (
    "Officials said that {} had signed the agreement.",
    "The minister praised {} on Friday.",
    "{} will decide on Monday.",
    "The report names {}.",
    "“{} was there,” one witness said.",
)


def found(text: str, language: str = "en") -> list[str]:
    """The names as they stand in the text."""
    return [text[name.start : name.end] for name in names(text, language)]


def entries(text: str) -> list[str]:
    """The foreign names, lines joined."""
    return [" ".join(entry.split()) for entry in text.split(";")]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_names_of_true_sentences(text: str, expected: tuple[str, ...]) -> None:
    assert found(text) == list(expected)


@pytest.mark.parametrize("text", ORDINARY.strip().splitlines())
def test_ordinary_sentences_name_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("foreign", entries(FOREIGN))
def test_a_foreign_name_is_found_wherever_it_stands(foreign: str, carrier: str) -> None:
    assert foreign in " | ".join(found(carrier.format(foreign)))


def test_the_words_of_a_name_are_folded_without_titles_cases_and_particles() -> None:
    (name,) = names("yesterday Professor Ana de Ólafsson-O'Neil's", "en")
    assert name.words == ("ana", "olafsson", "oneil")


def test_french_elisions_are_no_part_of_a_name() -> None:
    assert [name.words for name in names("Il vient de l’Oural et d’Agen.", "fr")] == [("oural",), ("agen",)]


def test_what_is_taken_holds_no_name_and_joins_none() -> None:
    text = "then Anna Berg left"
    assert [text[n.start : n.end] for n in names(text, "en", [(10, 14)])] == ["Anna"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "de-AT", "pt", ""])
def test_every_language_finds_a_person(language: str) -> None:
    assert "Okafor" in found("… Ngozi Okafor …", language)[0]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Weiss", "Weiss'"),
        ("Müller", "Müllers"),
        ("Smith's", "Smith"),
        ("l'Oural", "Oural"),
        ("d’Agen", "agen"),
        ("ROSÉ", "Rose"),
        ("Franzose", "Franzosen"),
        ("ß", "ss"),
    ],
)
def test_forms_of_a_name_are_one(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(("a", "b"), [("Maier", "Mayer"), ("Al", "Als"), ("Brandt", "Weiss"), ("Anna", "Hanna")])
def test_other_names_are_two(a: str, b: str) -> None:
    assert not same_name(a, b)


@pytest.mark.parametrize(
    ("word", "language", "country"),
    [
        ("france", "en", "FR"),
        ("french", "en", "FR"),
        ("dutch", "en", "NL"),
        ("franzosen", "de", "FR"),
        ("franzosische", "de", "FR"),
        ("osterreicherin", "de", "AT"),
        ("espagnole", "fr", "ES"),
        ("allemands", "fr", "DE"),
        ("francesas", "es", "FR"),
        ("alemania", "es", "DE"),
        ("weber", "de", None),
        ("paris", "fr", None),
    ],
)
def test_nationality(word: str, language: str, country: str | None) -> None:
    assert nationality(word, language) == country


def test_name_words_hold_the_words_of_each_name_in_the_text() -> None:
    text = "Meanwhile O'Neil-Smith of GitHub met Ólafsson's friends."
    assert {word for name in names(text, "en") for word in name.words} <= name_words(text, "en")


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es"]))
def test_any_text_has_names_that_do_not_overlap(text: str, language: str) -> None:
    spans = [(name.start, name.end) for name in names(text, language)]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)
