"""German: true sentences of every day, in which no noun is a name."""

from time import perf_counter

import pytest

from daemon.write.values.names import names

ORDINARY = """
Die Stadt pflanzt im Herbst neue Bäume an den Straßen.
Der Winterdienst ist seit dem frühen Morgen im Einsatz.
Auf den Straßen ist mit Glatteis zu rechnen.
In den Bergen fällt bis zum Abend Schnee.
Im Süden scheint die Sonne, im Norden ziehen Wolken durch.
Gegen Mittag lockert die Bewölkung auf.
Bei Gewittern drohen Sturmböen und Hagel.
Die Schneefallgrenze sinkt auf die Höhe der Mittelgebirge.
Nachts kühlt es deutlich ab, in den Tälern gibt es Bodenfrost.
Wegen eines Wasserrohrbruchs bleibt die Schule geschlossen.
Nach dem Unfall war die Autobahn stundenlang gesperrt.
Bei dem Brand in einem Wohnhaus wurden drei Menschen verletzt.
Die Feuerwehr rettete eine Katze vom Dach.
Ein Lastwagenfahrer verlor die Kontrolle über sein Fahrzeug.
Die Polizei sucht Zeugen des Überfalls auf eine Tankstelle.
Der Angeklagte schwieg zu den Vorwürfen der Staatsanwaltschaft.
Das Gericht verurteilte ihn zu einer Geldstrafe auf Bewährung.
Der Bürgermeister kündigte einen Nachtragshaushalt an.
Im Gemeinderat stimmten alle Fraktionen für den Neubau der Turnhalle.
Die Opposition wirft der Regierung Untätigkeit vor.
Der Haushaltsausschuss vertagte die Entscheidung über den Zuschuss.
Forscher haben in der Tiefsee eine neue Krebsart entdeckt.
Die Sonde soll Gesteinsproben zur Erde bringen.
Ein Impfstoff gegen die Krankheit könnte im Frühjahr zugelassen werden.
Die Wissenschaftlerinnen werteten Daten von Satelliten aus.
An der Börse legten die Kurse der Autobauer zu.
Der Umsatz des Möbelhändlers brach im Weihnachtsgeschäft ein.
Die Notenbank lässt den Leitzins unverändert.
Verbraucher müssen sich auf höhere Strompreise einstellen.
Die Gewerkschaft ruft zu Warnstreiks in den Kliniken auf.
Beschäftigte im Einzelhandel bekommen mehr Lohn.
Die Mannschaft gewann nach Verlängerung im Elfmeterschießen.
Der Torhüter verletzte sich beim Aufwärmen am Knie.
Die Läuferin stellte einen Landesrekord auf.
Im Halbfinale wartet der Titelverteidiger.
Ein Zuschauer lief kurz vor dem Abpfiff aufs Spielfeld.
Das Museum zeigt Gemälde aus dem Nachlass eines Sammlers.
Die Premiere des Stücks wurde wegen Krankheit verschoben.
Der Roman erzählt von einer Kindheit auf dem Land.
Die Band kündigte eine Abschiedstournee an.
Um acht steht der Zahnarzttermin im Kalender.
Danach hast du eine Besprechung mit der Buchhaltung.
Mittags bist du mit einer Freundin zum Essen verabredet.
Am Nachmittag bringst du die Kinder zum Schwimmkurs.
Der Elternabend beginnt um sieben in der Aula.
Vergiss die Bohrmaschine für die Nachbarin nicht.
Heute fällig sind die Steuererklärung und die Müllgebühren.
Bitte gieß die Pflanzen auf dem Balkon.
Die Milch und das Katzenfutter stehen auf der Einkaufsliste.
Der Handwerker kommt zwischen acht und zehn wegen der Heizung.
Deine Chefin bittet um die Folien für den Vortrag.
In der Mail geht es um den Mietvertrag der Ferienwohnung.
Die Hausverwaltung kündigt eine Ablesung der Zähler an.
Der Verein lädt zur Jahreshauptversammlung ins Vereinsheim.
Die Bücherei bleibt wegen Inventur zu.
Neue Regeln gelten für Radfahrer und Fußgänger.
Pendler brauchen heute Geduld: Auf der Strecke fahren Ersatzbusse.
Wer einen Regenschirm hat, sollte ihn mitnehmen.
Das Pollenflugrisiko bleibt für Allergiker hoch.
Am Wochenende locken Flohmarkt und Stadtfest ins Zentrum.
Der Wanderweg zur Ruine ist nach einem Erdrutsch gesperrt.
Ein Bagger beschädigte bei Bauarbeiten eine Gasleitung.
Die Anwohner klagen über Lärm und Gestank aus der Fabrik.
Der Zoo freut sich über Nachwuchs bei den Erdmännchen.
Ein Rentner fand beim Umgraben eine Granate aus dem Krieg.
Die Behörden warnen vor dem Verzehr von Pilzen.
Ärztinnen und Pfleger fordern bessere Arbeitsbedingungen.
Lehrkräfte fehlen vor allem in den Grundschulen auf dem Land.
Die Hersteller rufen Kinderspielzeug wegen Erstickungsgefahr zurück.
Das Update schließt eine Sicherheitslücke im Betriebssystem.
Angreifer hatten Kundendaten von einem Server gestohlen.
Entwickler veröffentlichten den Quelltext der Bibliothek.
Ein Fehler in der Datenbank führte zum Ausfall der Webseite.
Der Staatschef unterzeichnete das Dekret noch in der Nacht.
Rebellen griffen einen Stützpunkt der Armee an.
Bei den Friedensgesprächen gab es kaum Fortschritte.
Tausende Flüchtlinge harren an der Grenze aus.
Hilfsorganisationen verteilten Zelte, Decken und Trinkwasser.
Nach dem Erdbeben suchen Rettungskräfte weiter nach Verschütteten.
Der Vulkan spuckte Asche, der Flugverkehr ruht.
Schwere Regenfälle lösten Überschwemmungen aus.
Landwirte rechnen nach der Dürre mit Ernteausfällen.
Winzer hoffen auf einen guten Jahrgang.
Der Bau der Umgehungsstraße verzögert sich um Jahre.
Kritiker bemängeln fehlende Parkplätze am Klinikum.
Für Familien mit Kindern gibt es einen Zuschlag.
Mieter in Altbauten sollen besser vor Kündigungen geschützt werden.
Die Richterin gab der Klage eines Nachbarn statt.
Zwei Wanderer wurden von einer Lawine verschüttet.
Das Schiff lief vor der Küste auf Grund.
Guten Morgen! Das sind die Nachrichten, das Wetter und deine Termine.
Zum Schluss ein Blick auf das Wochenende.
Das war es für heute, einen schönen Tag noch!
Zunächst zu den Terminen: Um neun ist Teamsitzung.
Kein Grund zur Eile, der Zug hat Verspätung.
Wind und Regen lassen am Abend nach.
Vor dem Rathaus demonstrierten Eltern gegen die Schließung von Horten.
Beim Aufräumen half die ganze Nachbarschaft.
Das Ausmaß der Schäden ist noch unklar.
Unklar ist, wer die Kosten übernimmt.
Verletzt wurde niemand, der Sachschaden ist beträchtlich.
Geplant sind Radwege, Spielplätze und ein Skatepark.
Gesucht werden Freiwillige für die Obsternte.
Teuer wird es für Falschparker.
Knapp die Hälfte der Befragten lehnt die Pläne ab.
Schon im Sommer soll der Tunnel fertig sein.
Insgesamt gingen hunderte Notrufe ein.
Mehr Geld gibt es künftig für Auszubildende im Handwerk.
Grund dafür sind gestiegene Rohstoffpreise.
Ursache war ein Kurzschluss in der Küche.
Ziel ist eine Senkung der Abgaben.
Experten raten zu Vorsicht beim Onlinekauf.
Ein Imker hat in seinem Schuppen ein Wespennest gefunden.
Die Uraufführung der Sinfonie endete mit stehenden Ovationen.
Am Deich wurden Sandsäcke gestapelt und Pumpen aufgestellt.
Bei der Razzia fanden Ermittler Bargeld, Schmuck und eine Pistole.
Die Staatsanwältin forderte eine Freiheitsstrafe ohne Bewährung.
Der Kassenwart legte die Bilanz des Fördervereins vor.
Ein Gutachter soll die Standfestigkeit der Brücke prüfen.
Nach Angaben der Behörde sind die Grenzwerte eingehalten.
Die Raumkapsel wasserte planmäßig im Ozean.
Astronomen beobachteten die Explosion eines fernen Sterns.
Im Erbgut der Mumien fanden sich Spuren von Malaria.
Die Fledermäuse überwintern in einem stillgelegten Stollen.
Hasen, Rehe und Wildschweine flüchten aus dem Maisfeld.
Das Hochwasser spülte Schlamm in Keller und Garagen.
Die Kläranlage wird für mehrere Millionen saniert.
Bauarbeiter stießen auf die Reste einer römischen Therme.
Am Drehkreuz bildeten sich lange Schlangen.
Das Fahrgeschäft auf dem Rummel blieb kopfüber stehen.
Der Bäcker an der Ecke gibt sein Geschäft aus Altersgründen auf.
Die Apothekerin warnt vor gefälschten Tabletten.
Ein Algorithmus entscheidet künftig über die Vergabe der Plätze.
Die Grafikkarte ist vergriffen, Händler führen Wartelisten.
Nutzer können ihre Passwörter jetzt durch Schlüssel ersetzen.
Die Lücke betrifft Drucker und Router älterer Bauart.
Das Betriebsergebnis lag über den Erwartungen der Analysten.
Die Aktie verlor zeitweise zweistellig.
Der Konzern streicht die Dividende und verkauft seine Zementsparte.
Das Insolvenzgericht bestellte einen vorläufigen Verwalter.
Steuerzahler kommen für die Mehrkosten auf.
Die Zinsen für Baukredite ziehen wieder an.
Der Verteidiger kassierte die zweite gelbe Karte.
Im Staffelrennen reichte es nur zu Bronze.
Die Ringerin steht im Viertelfinale.
Der Stürmer traf in der Nachspielzeit per Kopf.
Das Rennen wurde wegen Nebels abgebrochen.
Schiedsrichter beklagen zunehmende Beleidigungen.
Die Jury lobte die Kameraarbeit und das Drehbuch.
Der Dirigent sagte sein Gastspiel ab.
In der Ausstellung sind Skulpturen aus Draht und Glas zu sehen.
Der Preis ist mit zehntausend Euro dotiert.
Die Lesung fällt aus, Karten werden erstattet.
Das Festival lockte mehr Besucher an als im Vorjahr.
Um halb zehn telefonierst du mit dem Steuerbüro.
Danach folgt die Vorsorgeuntersuchung beim Hausarzt.
Für den Nachmittag steht ein Spaziergang mit dem Hund an.
Der Friseurtermin wurde auf morgen verlegt.
Das Abendessen mit den Schwiegereltern ist abgesagt.
Bring zur Probe deine Noten und einen Bleistift mit.
Die Winterreifen müssen noch aufgezogen werden.
Überweise die Kaution bis Monatsende.
Vor der Abreise solltest du den Müll rausbringen.
Das Paket liegt beim Nachbarn im Erdgeschoss.
Im Anhang findest du die Tagesordnung und das Protokoll.
Die Versicherung bittet um Fotos vom Schaden.
Deine Kollegin schlägt einen Ersatztermin vor.
Der Kindergarten sucht Helfer für das Laternenfest.
Zwischen den Schauern zeigt sich die Sonne.
Morgens liegt Nebel in den Niederungen.
Der Wind frischt auf und dreht auf Südwest.
An der Küste werden Windstärken bis acht erwartet.
Die Luft ist feucht, Gewitter sind möglich.
Es bleibt trocken, nur im Bergland fallen ein paar Tropfen.
Die Höchstwerte liegen zwischen zwölf und fünfzehn Grad.
In der Nacht klart es auf, örtlich Glätte durch gefrierende Nässe.
Ein warmer Mantel und Handschuhe sind ratsam.
Am Bahndamm brannte Gestrüpp, der Zugverkehr stockte.
Taucher suchten den See nach dem Vermissten ab.
Ein Jugendlicher sprühte Parolen an die Fassade der Kirche.
Die Täter entkamen mit einem gestohlenen Roller.
Zeugen sprachen von Schüssen und Geschrei.
Der Verdächtige wurde am Flughafen festgenommen.
Ein Säugling überstand den Sturz unverletzt.
Die Kommission will Einwegbecher verbieten.
Abgeordnete aller Lager kritisierten den Entwurf.
Die Kanzlerin warb im Parlament um Zustimmung.
Nach der Wahl sondieren die Parteien Bündnisse.
Der Premier überstand ein Misstrauensvotum.
Botschafter beider Länder wurden einbestellt.
Das Abkommen regelt den Fang von Hering und Makrele.
Truppen rückten in die Vororte der Hauptstadt ein.
Auf dem Gipfel ging es um Zölle und Rohstoffe.
Die Militärjunta verhängte eine Ausgangssperre.
Helfer fanden Überlebende unter den Trümmern.
Ein Bus stürzte in eine Schlucht.
Malaria und Cholera breiten sich in den Lagern aus.
Ärzte raten Schwangeren zur Impfung.
Das Medikament senkt den Cholesterinspiegel.
Zuckerhaltige Limonaden sollen teurer werden.
Tierschützer befreiten Hühner aus einem Stall.
Der Förster zeigt am Sonntag Pilze und Beeren.
Imkerinnen und Imker treffen sich zum Stammtisch.
Die Volkshochschule bietet Kurse in Töpfern und Fotografie.
Das Freibad öffnet früher, die Rutsche bleibt gesperrt.
Radler freuen sich über eine neue Fahrradstraße.
Die Müllabfuhr kommt einen Tag später.
Straßenlaternen werden auf Leuchtdioden umgerüstet.
Am Gymnasium startet ein Versuch mit Tabletcomputern.
Erstklässler bekommen Reflektoren für ihre Ranzen.
Die Mensa verzichtet auf Schweinefleisch.
Studierende besetzen das Audimax.
Mehrere Stadtwerke senken den Gaspreis.
Hunderte folgten dem Aufruf der Klimaaktivisten.
Weltweit sanken die Emissionen leicht.
Vom Gletscher lösten sich Eisbrocken.
Wölfe rissen in der Nacht mehrere Schafe.
Die Seeadler brüten wieder am Ufer des Flusses.
Statt Böllern gibt es eine Lasershow.
Kurz vor Mitternacht fiel der Strom aus.
Laut Umfrage halten viele die Rente für unsicher.
Offen blieb, woher das Geld kommen soll.
Vorgesehen sind Zuschüsse für Wärmepumpen und Speicher.
Wärmere Winter machen den Skigebieten zu schaffen.
Zur Eröffnung spielte eine Blaskapelle.
Hintergrund ist ein Streit um Urheberrechte.
Fazit der Prüfer: Die Software war veraltet.
In der Werkshalle roch es nach verbranntem Gummi.
Der Bohrkern liefert Hinweise auf das Klima vor Millionen Jahren.
Am Hang über dem Dorf haben sich Risse gebildet.
Das Stahlwerk stellt auf Wasserstoff um.
Bewohner mussten ihre Häuser wegen einer Gaswolke verlassen.
Die Seilbahn steht nach einem Defekt am Zugseil still.
Eine Spaziergängerin entdeckte den Blindgänger im Gebüsch.
Der Fahrdienst bringt Senioren kostenlos zum Wahllokal.
Der Kreistag billigte den Ausbau des Rufbusangebots.
Wegen Bauarbeiten entfällt der Halt am Nordring.
Gebührenpflichtig wird das Parken auch an Samstagen.
Die Stadtkämmerin rechnet mit einem Loch im Etat.
Beim Sturz von der Leiter brach sich der Mann das Becken.
Ein Zollboot stoppte den Kutter vor der Küste.
Die Besatzung des Frachters funkte um Hilfe.
Das Observatorium empfing ein rätselhaftes Signal.
Ein Exoplanet umkreist den Zwergstern in drei Tagen.
Die Proteine falten sich anders als vermutet.
Im Experiment lernten Krähen, Formen zu unterscheiden.
Die Forscherinnen verglichen Speichelproben von Zwillingen.
Magnetfelder lenken Teilchen auf gekrümmte Bahnen.
Das Start-up druckt Häuser aus Lehm.
Ein Sprecher wollte die Zahlen nicht kommentieren.
Der Onlinehändler schließt sein Lager im Gewerbepark.
Die Reederei bestellt Schiffe mit Methanolantrieb.
Für Anleger gibt es vorerst keine Ausschüttung.
Das Kartellamt untersucht Preisabsprachen bei Zement.
Im Schlussviertel drehten die Gäste die Partie.
Der Abwehrchef fehlt wegen einer Zerrung.
Nach dem Auswärtssieg klettert das Team auf Rang drei.
Beim Zeitfahren stürzten zwei Fahrer auf nasser Fahrbahn.
Die Torfrau hielt zwei Siebenmeter.
Die Hauptrolle spielt ein Laie aus dem Nachbarort.
Ein Antiquar fand die Handschrift in einem Kirchenarchiv.
Der Nachlassverwalter bot die Tagebücher zur Auktion an.
Die Orgel erklingt nach der Restaurierung erstmals wieder.
Um sechs Uhr früh geht dein Flug, Check-in ist ab vier.
Vor dem Gespräch mit der Schulleitung hast du eine Stunde Luft.
Der Videocall mit dem Lieferanten überschneidet sich mit dem Zahnarzt.
Trag das Hörbuch für die Autofahrt nicht aus, es ist noch ausgeliehen.
Besorg Blumen und eine Karte für das Jubiläum.
Der Reisepass läuft im Sommer ab, beantrage einen neuen.
Die Waschmaschine wird zwischen zwei und vier geliefert.
Der Elektriker braucht Zugang zum Zählerschrank.
Die Rechnung des Schornsteinfegers ist seit gestern überfällig.
Der Klavierstimmer kommt am Vormittag.
Schneeregen und Graupel machen die Wege rutschig.
Auf den Gipfeln erreicht der Sturm Orkanstärke.
Über den Wolken bleibt es föhnig und mild.
Nachmittags sind einzelne Hitzegewitter nicht ausgeschlossen.
Der Luftdruck fällt, Kopfschmerzen sind möglich.
Die Waldbrandgefahr steigt auf die zweithöchste Stufe.
Der Ministerrat einigte sich auf Obergrenzen für Pestizide.
Die Ombudsfrau rügte das Verfahren.
Demonstranten blockierten Zufahrten zum Schlachthof.
Der Gouverneur rief den Katastrophenfall aus.
Die Übergangsregierung verspricht Wahlen binnen eines Jahres.
Die Hauptverdächtige sitzt in Untersuchungshaft.
Separatisten sprengten eine Stromleitung.
Die Blauhelme ziehen bis Dezember ab.
Der Oberste Gerichtshof kippte das Abtreibungsgesetz.
Kardinäle beraten über die Nachfolge des Kirchenoberhaupts.
Ein Influencer muss Werbegelder zurückzahlen.
Die Meinungsforscher sehen Verluste für beide Volksparteien.
Tausende Haushalte waren ohne Wasser.
Der Geschädigte erkannte den Dieb auf einem Foto wieder.
Schüler bauten eine Wetterstation aus Bausätzen.
Kletterer retteten ein Lamm aus einer Felsspalte.
Das Wrack liegt in vierzig Metern Tiefe.
Hobbyarchäologen gruben Tonscherben und Münzen aus.
Die Kita bekommt ein Klettergerüst und eine Matschküche.
Der Chor sucht Bässe und Tenöre.
Zwei Bundesländer haben Ferien, das Verkehrsaufkommen ist hoch.
Im Ort gilt ein Abkochgebot für Leitungswasser.
Ein Hubschrauber mit Wärmebildkamera kreiste über dem Moor.
Die Bahn setzt Schienenschleifzüge ein.
Ein Vermessungsingenieur prüft die Setzrisse am Viadukt.
Nach dem Rückruf von Babybrei melden sich besorgte Eltern.
Die Spurensicherung fand Fasern an der Tatwaffe.
Am Stausee fehlt nach dem trockenen Winter viel Wasser.
Der Tierarzt musste die Kuh einschläfern.
Im Kreißsaal herrscht Personalnot.
Der Betriebsratsvorsitzende spricht von einem Kahlschlag.
Die Kommission verhängte ein Bußgeld wegen Marktmissbrauchs.
Für den Umzug werden Kartons und Luftpolsterfolie gebraucht.
Die Straßenreinigung kehrt Laub und Splitt zusammen.
Auf dem Speiseplan stehen Linsensuppe und Apfelstrudel.
Die Rangierlok entgleiste an einer Weiche.
Ein Gleitschirmflieger blieb in einer Tanne hängen.
Die Sternwarte bietet Führungen bei klarem Himmel an.
Meteorologen sprechen von einem Jahrhundertregen.
Im Watt sind Wanderer von der Flut überrascht worden.
Das Einwohnermeldeamt zieht ins Bürgerzentrum.
Deine Krankschreibung endet heute.
Der Probealarm heult um elf Uhr.
Die Nachprüfung in Mathe ist im Raum neben der Bibliothek.
Zwei Stunden nach Mitternacht endet die Sommerzeit.
Ein Start um Mitternacht ist wegen der Winde unwahrscheinlich.
Die Triebwerke zündeten wie geplant.
Bohrungen zeigen, dass der Grundwasserleiter schrumpft.
Die Gentherapie hilft Kindern mit Muskelschwund.
Das Team sequenzierte Bakterien aus heißen Quellen.
Die Übernahme scheiterte am Widerstand der Familie.
Der Kurs der Anleihe fiel, die Rendite stieg.
Kleinanleger klagen gegen den Delisting-Plan.
Kürzungen treffen vor allem Theater und Museen.
Die Innenverteidiger rückten bei Standards auf.
Mit einem Hattrick sicherte sie den Aufstieg.
Im Eiskanal siegte der Zweierbob um Hundertstel.
Das Derby endete torlos.
Der Weltranglistenerste gab wegen Krämpfen auf.
Mehr als die Hälfte der Sitze bleibt leer.
Die Regisseurin verlegt die Oper in ein Bürohochhaus.
Der Debütroman steht auf der Shortlist.
Sprayer verzierten den Bahndamm mit Fabelwesen.
Die Kurierfahrerin verklagt die Plattform auf Urlaubsgeld.
Abends spielt ein Quartett im Lesesaal.
Das E-Auto lädt an der Säule vor dem U-Bahnhof.
Die 15-Jährige gewann vor der Titelverteidigerin.
Ein T-Shirt und eine E-Mail genügten als Beweis.
Alle Kolleginnen und Kollegen kamen ins Büro.
Beim Rauchen und Trinken gelten neue Regeln.
Die Geimpften bekommen ein Schreiben der Krankenkasse.
Der Richter vertagte, weil der Koch erkrankt war.
Das Neue daran ist der Preis.
Winzer hoffen auf Sonne.
Fischer fordern eine höhere Quote.
Das Auf und Ab der Preise hält an, das Aus für den Betrieb steht fest.
Die Kosten schlagen mit drei Millionen zu Buche.
Die Tageszeitung fragt in Schule und Verein nach.
Das Betriebssystem steht bei Version 5.0. Das Dateisystem ist neu.
"""


@pytest.mark.parametrize("text", ORDINARY.strip().splitlines())
def test_ordinary_sentences_name_nobody(text: str) -> None:
    assert [text[name.start : name.end] for name in names(text, "de")] == []


def test_a_line_takes_well_under_a_millisecond() -> None:
    lines = ORDINARY.strip().splitlines()
    began = perf_counter()
    for line in lines:
        names(line, "de")
    assert (perf_counter() - began) / len(lines) < 0.002, "twice the promise, so that a busy machine fails nobody"
