# SPDX-License-Identifier: EUPL-1.2
"""Reasons to come one day: what is asked, found, thought and done, in the French of a hurry."""

from typing import Final, NamedTuple


class Episode(NamedTuple):
    """One reason; `rate` is visits a year of a patient of these ages, before the season weighs on it."""

    motif: str
    ages: tuple[int, int]
    rate: float
    season: str
    asked: str
    found: str
    concluded: str
    done: str
    fever: bool = False
    sex: str = ""


EPISODES: Final[tuple[Episode, ...]] = (
    Episode(
        "{Rhume, toux|Toux, nez qui coule|Rhinopharyngite}", (0, 12), 0.85, "rentrée",
        "{Nez qui coule|Rhinorrhée claire|Encombrement nasal} depuis {2|3|4} jours, {toux grasse surtout la "
        "nuit|toux "
        "sèche|quelques quintes le soir}. {Pas de fièvre|Fièvre à 38 °C hier, cédée par le paracétamol}. "
        "{Mange "
        "bien, "
        "joue|Appétit un peu diminué|Boit bien}. {Crèche|École|Grande sœur enrhumée aussi|}.",
        "{Bon état général|Souriant, bien coloré|Tonique}. Tympans {normaux|congestifs, non bombants}. {Gorge "
        "rouge|"
        "Pharynx érythémateux} sans dépôt. Auscultation {libre|claire, bruits transmis des voies hautes}. "
        "{Pas de signe de lutte|Pas de tirage}.",
        "Rhinopharyngite {virale|sans signe de gravité}.",
        "Lavages de nez au sérum physiologique{, montrés à la mère|, plusieurs fois par jour|}. Paracétamol si "
        "fièvre. "
        "{Pas d’antibiotique, expliqué.|Reconsulter si gêne respiratoire, fièvre au-delà de 3 jours.}",
    ),
    Episode(
        "{Bronchiolite|Toux et sifflement du nourrisson|Gêne respiratoire}", (0, 1), 1.1, "bronchiolite",
        "{Toux et rhinite depuis 3 jours|Encombré depuis 48 h}, {siffle depuis hier soir|gêné pour boire "
        "depuis "
        "ce "
        "matin}. Prend {les deux tiers|plus de la moitié} de ses biberons. {Pas d’apnée|Pas de malaise}. "
        "{Premier "
        "épisode|Deuxième épisode}.",
        "FR {44|48|52}/min, SpO₂ {95|96|97} % à l’air. {Tirage intercostal léger|Pas de tirage}. "
        "{Sibilants|Crépitants "
        "fins et sibilants} bilatéraux. {Fontanelle normale, bien hydraté|Bonne recoloration}.",
        "Bronchiolite {légère|sans critère d’hospitalisation}.",
        "Désobstructions rhinopharyngées avant chaque tétée, fractionner les repas, couchage à plat sur le "
        "dos. "
        "{Parents revus sur les signes d’alerte : boit moins de la moitié, dort trop, respire vite.|Fiche de "
        "surveillance remise.} {Revoir demain|Contrôle à 24 h}, urgences avant si aggravation.",
    ),
    Episode(
        "{Otalgie|Douleur d’oreille|Fièvre et oreille}", (0, 14), 0.3, "rentrée",
        "{Se touche l’oreille|Pleure la nuit|Otalgie} {droite|gauche} depuis hier, {fièvre à 38,8 °C|fébrile}. "
        "{Baignade "
        "dans le lagon le week-end|Rhume la semaine passée}. Pas d’écoulement.",
        "Tympan {droit|gauche} {rouge et bombant, relief du marteau effacé|érythémateux, bombé}. L’autre "
        "{normal|mat}. "
        "{Nuque souple|Reste de l’examen sans particularité}.",
        "Otite moyenne aiguë {droite|gauche} {collectée|purulente}.",
        "{Amoxicilline 80 mg/kg/j en 2 prises, {5|8} jours|Antalgiques seuls, réévaluer à 48 h}. Paracétamol "
        "systématique 48 h. {Revoir si la fièvre tient 3 jours.|Contrôle des tympans dans 3 semaines.}", True,
    ),
    Episode(
        "{Mal de gorge|Angine|Odynophagie}", (4, 45), 0.2, "toujours",
        "Odynophagie depuis {2|3} jours, {fièvre 38,3 °C|frissons hier}. {Toux et rhume|Toux discrète, voix "
        "cassée}. "
        "{Avale mal les solides|S’alimente}.",
        "Amygdales {rouges|érythémateuses}. {Adénopathies cervicales sensibles|Pas d’adénopathie}. Mac Isaac "
        "{0|1}. TROD "
        "{négatif|non fait}.",
        "Angine {érythémateuse, virale|virale}.",
        "Symptomatique : paracétamol, boissons fraîches, {miel|collutoire}. {Éviction inutile.|Pas "
        "d’antibiotique, "
        "expliqué.} Reconsulter si trismus, dyspnée ou fièvre au 4ᵉ jour.", True,
    ),
    Episode(
        "{Angine|Gorge, fièvre}", (4, 40), 0.08, "toujours",
        "Odynophagie {vive|brutale} depuis {hier|2 jours}, fièvre à {38,7|39} °C, {céphalées|douleurs "
        "abdominales}. Pas "
        "de toux. {Cas dans la classe|}.",
        "Amygdales {gonflées, dépôts blanchâtres|érythématopultacées}. Adénopathies sous-angulomaxillaires "
        "sensibles. "
        "TROD positif.",
        "Angine à streptocoque A.",
        "Amoxicilline {1 g × 2/j|50 mg/kg/j}, 6 jours. {Retour à l’école 48 h après le début.|Arrêt 2 "
        "jours.}", True,
    ),
    Episode(
        "{Syndrome grippal|Fièvre, courbatures|Grippe ?}", (5, 80), 0.22, "grippe",
        "Début brutal {hier|avant-hier} : {fièvre 39 °C, courbatures|frissons, céphalées, douleurs diffuses}, "
        "{toux "
        "sèche|mal de gorge}. {Conjoint malade|Plusieurs cas au travail|Pas de contage connu}. {Non "
        "vacciné|Vacciné en "
        "avril}.",
        "{Fatigué, abattu|État général conservé}. Auscultation {libre|sans foyer}. Gorge {rouge|normale}. {Pas "
        "de "
        "raideur|Nuque souple}, pas d’éruption.",
        "Syndrome grippal {en période épidémique|sans critère de gravité}.",
        "Repos, hydratation, paracétamol 1 g × {3|4}/j. {Arrêt de travail {3|5} jours.|Pas d’arrêt demandé.} "
        "Masque "
        "autour des fragiles. {Revoir si dyspnée ou fièvre au-delà de 5 jours.|}", True,
    ),
    Episode(
        "{Fièvre, suspicion de dengue|Dengue ?|Fièvre et douleurs}", (3, 85), 0.15, "dengue",
        "Fièvre depuis {2|3|4} jours à {38,9|39,2|39,6} °C, {céphalées rétro-orbitaires|myalgies intenses}, "
        "{arthralgies|lombalgies}, {nausées|anorexie}. {Cas dans le quartier|Voisin confirmé la semaine "
        "dernière|Gîtes "
        "larvaires autour de la case}. Pas de saignement.",
        "{Éruption maculeuse du tronc|Pas d’éruption|Érythème diffus}. {Pas de purpura|Quelques pétéchies des "
        "jambes}. "
        "Abdomen souple, pas d’hépatomégalie. TA stable, {bien hydraté|pli cutané normal}.",
        "Dengue {probable|cliniquement évocatrice}, {sans signe d’alerte|forme non compliquée}.",
        "NS1{ et PCR|}, NFS, plaquettes, transaminases. Paracétamol seul, ni aspirine ni AINS. Boire 2 à 3 L. "
        "Répulsif, moustiquaire. {Revoir à J4–J5 avec la NFS.|Signes d’alerte expliqués : douleur abdominale, "
        "vomissements, saignement.} Arrêt {4|5} jours.", True,
    ),
    Episode(
        "{Vomissements, diarrhée|Gastro|Diarrhée}", (1, 85), 0.22, "gastro",
        "{Vomissements|Diarrhée liquide} depuis {hier soir|24 h}, {4|5|6} selles par jour, {douleurs "
        "abdominales "
        "en "
        "crampes|quelques frissons}. {Pas de sang|Ni glaire ni sang}. {Repas de famille dimanche|Épidémie à "
        "l’école|}.",
        "Abdomen souple, {sensible dans son ensemble|gargouillements}, pas de défense. {Pas de pli "
        "cutané|Langue "
        "un peu "
        "sèche}. Poids {stable|– 400 g}.",
        "Gastro-entérite {aiguë|virale probable} {sans déshydratation|bien supportée}.",
        "{SRO à volonté, fractionner|Hydratation, régime selon l’appétit}. {Racécadotril|Phloroglucinol} {si "
        "besoin|3 "
        "jours}. {Arrêt 2 jours.|} Reconsulter si sang, fièvre durable ou ne garde rien.",
    ),
    Episode(
        "{Mal de dos|Lombalgie|Lumbago}", (20, 75), 0.3, "toujours",
        "Lombalgie {basse|en barre} depuis {2|3|5} jours {après avoir porté des sacs|en coupant la canne|au "
        "lever, sans "
        "effort|après le jardin}. {Pas d’irradiation|Irradie dans la fesse gauche}. {Pas de trouble "
        "sphinctérien|Ni "
        "fièvre ni perte de poids}.",
        "Contracture paravertébrale {droite|gauche|bilatérale}. {Distance mains-sol {20|30|40} cm.|Flexion "
        "limitée.} "
        "Lasègue {négatif|à 70°}. ROT présents, pas de déficit.",
        "{Lombalgie commune|Lumbago aigu}, pas de drapeau rouge.",
        "Rester actif, chaleur. {Paracétamol, relais ibuprofène {3|5} jours.|Paracétamol 1 g × 3.} "
        "{Kinésithérapie {6|8} "
        "séances.|Pas d’imagerie, expliqué.} {Arrêt {3|5} jours.|}",
    ),
    Episode(
        "{Brûlures urinaires|Cystite|Signes urinaires}", (16, 80), 0.22, "chaleur",
        "Brûlures mictionnelles et pollakiurie depuis {hier|2 jours}. {Pas de fièvre|Ni fièvre ni frisson}, "
        "{pas "
        "de "
        "douleur lombaire|fosses lombaires indolores}. {Grossesse exclue|Ménopausée|Contraception en cours}.",
        "Apyrétique. {Sensibilité sus-pubienne|Abdomen souple}. BU : leucocytes {++|+++}, nitrites {+|–}.",
        "Cystite {simple|aiguë simple}.",
        "Fosfomycine 3 g dose unique. Boire. {ECBU seulement si échec à 72 h.|Conseils donnés.}", False, "F",
    ),
    Episode(
        "{Plaie|Plaie du pied|Coupure}", (6, 80), 0.09, "chaleur",
        "{Coupure au sabre|Plaie par corail au lagon|Écorchure en nettoyant la ravine|Chute de moto, "
        "dermabrasions} "
        "{hier|ce matin|il y a 2 jours}. DTP {à jour|à vérifier}.",
        "Plaie de {2|3|4} cm {de la main gauche|du pied droit|de la jambe|de l’avant-bras}, {propre|souillée}, "
        "{pas "
        "d’atteinte tendineuse|mobilité et sensibilité conservées}.",
        "Plaie {superficielle|nécessitant une suture|à surveiller}.",
        "{Lavage, suture {3|4|5} points.|Nettoyage, pansement.} {Rappel DTP fait.|} Soins infirmiers {1 jour "
        "sur "
        "2|tous "
        "les jours}, ablation des fils à J{8|10}.",
    ),
    Episode(
        "{Eczéma|Plaques qui grattent}", (0, 30), 0.07, "chaleur",
        "Prurit {des plis|du visage et des plis}, {depuis une semaine|poussée avec la chaleur}. {Réveille la "
        "nuit|Terrain atopique familial}.",
        "Plaques érythématosquameuses {des plis du coude|des creux poplités}, {xérose|lésions de grattage}. "
        "SCORAD {18|24|31}.",
        "Dermatite atopique {en poussée|légère}.",
        "Émollient chaque jour, dermocorticoïde {classe II|modéré} 1×/j 7 jours puis espacé. {Revoir à 3 "
        "semaines.|Plan écrit remis.}",
    ),
    Episode(
        "{Tache qui s’étend|Plaque ronde|Mycose}", (5, 70), 0.06, "chaleur",
        "Lésion {du tronc|des plis|du pied} {depuis 3 semaines|qui s’étend}, prurit modéré. {Chien à la "
        "maison|Transpire beaucoup au travail}.",
        "{Placard arrondi à bordure active|Intertrigo fissuraire}, {squames fines|centre plus clair}.",
        "Dermatophytose{ des plis| cutanée|}.",
        "Antifongique local 3 semaines, {bien sécher les plis|chaussures aérées}. {Prélèvement si échec.|}",
    ),
    Episode(
        "{Boutons de piqûre|Boutons}", (0, 14), 0.05, "chaleur",
        "Boutons des {jambes|membres} depuis {3 jours|le pique-nique}, gratte beaucoup. Pas de fièvre.",
        "{Papules prurigineuses des membres, piqûres|Croûtes mellicériques autour du nez}.",
        "{Prurigo strophulus|Impétigo localisé}.",
        "Antiseptique, ongles courts, {antihistaminique le soir|antibiotique local 5 jours}. Répulsif, "
        "moustiquaire.",
    ),
    Episode(
        "{Démangeaisons|Toute la famille se gratte}", (2, 80), 0.03, "chaleur",
        "Prurit {nocturne|surtout la nuit} depuis {2|3} semaines, {toute la famille se gratte|sa sœur aussi}.",
        "Sillons interdigitaux, {papules des poignets|lésions de grattage}. Dos épargné.",
        "Gale probable.",
        "Ivermectine J0–J10, toute la famille, linge à 60 °C le même jour. {Information remise.|}",
    ),
    Episode(
        "{Entorse|Cheville|Traumatisme de la cheville}", (10, 60), 0.1, "toujours",
        "Entorse en {inversion|varus} {au foot|sur le sentier du Grand Bénare|en descendant du car|au volley}. "
        "Appui "
        "{possible|douloureux mais possible 4 pas}.",
        "Œdème {sous-malléolaire externe|en œuf de pigeon}. Ottawa {négatif|négatif, pas de radio}. LLE "
        "{sensible|"
        "douloureux}, pas de laxité.",
        "Entorse {bénigne|du faisceau antérieur du LLE}.",
        "Glace, {bande|attelle semi-rigide 3 semaines}, appui selon douleur. Kinésithérapie proprioceptive. "
        "{Arrêt de sport 3 semaines.|Certificat de dispense d’EPS.}",
    ),
    Episode(
        "{Certificat de sport|Licence de sport|Certificat}", (6, 55), 0.16, "rentrée",
        "{Football|Judo|Course en montagne, Grand Raid|Moringue|Volley|Natation}. {Pas d’antécédent familial "
        "de "
        "mort "
        "subite|Interrogatoire sans particularité}. {Pas de malaise à l’effort|Bonne tolérance}.",
        "Auscultation cardiaque {normale|sans souffle}. TA {normale|correcte}. {ECG de repos normal|Ruffier "
        "{6|8}}.",
        "Pas de contre-indication {décelée ce jour|clinique}.",
        "Certificat {établi|remis en main propre}. {Hydratation et chaleur : conseils.|}",
    ),
    Episode(
        "{Moral|Fatigue, moral bas|Épuisement}", (18, 80), 0.16, "toujours",
        "{Fatigue depuis 2 mois|Sommeil haché|Pleure souvent}, {conflit au travail|séparation|aidante de sa "
        "mère|deuil "
        "récent}. {Pas d’idée noire|Idées noires sans projet}. {Mange peu|Appétit gardé}. {Bien "
        "entouré|Isolé}.",
        "{Ralentissement discret|Contact bon|Anxieux}. PHQ-9 : {8|11|13|15}. Pas d’élément délirant.",
        "{Épisode dépressif léger|Épisode dépressif moyen|Trouble de l’adaptation|Épuisement}.",
        "{Écoute, revoir à 15 jours|Psychologue (Mon soutien psy)|Sertraline 50 mg, expliqué le délai "
        "d’action}. "
        "{Arrêt "
        "{7|15} jours.|} {Numéro d’urgence donné.|}",
    ),
    Episode(
        "{Genou|Gonalgie|Genou qui gonfle}", (45, 90), 0.16, "toujours",
        "Douleur {mécanique|à la marche} depuis {3 semaines|2 mois}, gêne dans les escaliers. {Pas de "
        "traumatisme|Dérouillage 10 min}.",
        "{Pas d’épanchement|Épanchement minime}. {Flexion limitée à 110°|Mobilité conservée}. {Rabot "
        "positif|Pas de laxité}.",
        "{Poussée de gonarthrose|Syndrome rotulien}.",
        "{Paracétamol, topique AINS|Kinésithérapie 10 séances}. {Perte de poids encouragée.|Radio si "
        "persiste.}",
    ),
    Episode(
        "{Épaule|Douleur d’épaule}", (38, 85), 0.12, "toujours",
        "Douleur {de l’épaule droite|du moignon gauche} {depuis 3 semaines|nocturne par moments}, gêne pour "
        "lever le bras. {Manutention|Droitier}.",
        "Abduction douloureuse 60–120°. {Jobe positif|Hawkins positif}. Pas de déficit.",
        "Tendinopathie de la coiffe.",
        "{Paracétamol, glace|Kinésithérapie 12 séances}. {Échographie si pas mieux à 6 semaines.|Infiltration "
        "à discuter.}",
    ),
    Episode(
        "{Fièvre depuis le cyclone|Fièvre, mollets douloureux}", (12, 75), 1, "cyclone",
        "A nettoyé {la case inondée|la ravine} pieds nus il y a {8|10} jours. Fièvre {39 °C|avec frissons}, "
        "céphalées, myalgies.",
        "Mollets douloureux à la pression, conjonctives {rouges|normales}, pas d’ictère. Diurèse conservée.",
        "Leptospirose à écarter.",
        "PCR leptospirose, NFS, créatinine, bilirubine. Amoxicilline 1 g × 3 sans attendre. Revoir à 48 h, "
        "urgences si oligurie.",
    ),
    Episode(
        "{Plaie, boue|Plaie du pied}", (8, 80), 1, "cyclone",
        "Plaie {en marchant sur une tôle|en dégageant des branches}, {hier|il y a 3 jours}. Sans eau propre "
        "pour laver.",
        "Plaie souillée {du pied|de la jambe} de {2|3} cm, {pas de cellulite|bords rouges}.",
        "Plaie souillée.",
        "Lavage abondant, parage, {DTP rappelé|DTP à jour}. Soins infirmiers tous les jours. "
        "{Amoxicilline-acide clavulanique 5 jours.|}",
    ),
    Episode(
        "{Médicaments perdus|Suite de cyclone}", (30, 90), 1, "cyclone",
        "A perdu ses médicaments dans l’inondation, {4 jours sans traitement|toiture envolée}. {Dort mal "
        "depuis|Hébergée chez sa fille}.",
        "Examen {sans particularité|rassurant}. {Anxieuse|Contact bon}.",
        "Rupture de traitement{ sans décompensation|}, réaction anxieuse {légère|}.",
        "Traitement renouvelé en entier. {Revoir dans 8 jours.|Assistante sociale prévenue.} Eau bouillie.",
    ),
)  # fmt: skip
AFTER_THE_CYCLONE: Final = tuple(episode for episode in EPISODES if episode.season == "cyclone")
