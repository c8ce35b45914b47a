# SPDX-License-Identifier: EUPL-1.2
"""The day, played through the real widgets: each step says what it saw (docs/user/guide.md tells it to people)."""

import shutil
import time
from pathlib import Path
from typing import Any, Final

from lgc_app.bootstrap import open_cabinet, receive_practice
from lgc_app.demo.cast import HOARAU
from lgc_app.demo.posts import PIN
from lgc_app.demo.puppet import Puppet
from lgc_app.demo.report import Report
from lgc_app.demo.samples import documents, documents_words
from lgc_app.demo.web import PatientPages, approve_in_console, chromium
from lgc_app.demo.world import LIVED, World, write_stage
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.invitations import Sheet
from lgc_core.model.document import Document
from lgc_core.model.note import NoteSection
from lgc_core.store import queries
from lgc_core.store.store import now_here

WIDTH, HEIGHT = 1366, 738
"""A screen of 1366×768 less the title bar of the system."""

PATIENTS: Final = 300
_FILED: Final = 5
_NOTE: Final = {
    "Interrogatoire": "Toux grasse, fièvre à 38,5 °C le soir, pas de dyspnée au repos. Prend ses traitements.",
    "Examen": "Foyer de crépitants en base droite. Pas de signe de lutte. Mollets souples.",
    "Conclusion": "Pneumopathie communautaire de la base droite, sans signe de gravité. DFG en baisse.",
    "Conduite à tenir": "Radio du thorax, NFS, CRP, ionogramme. Antibiotique sans pénicilline. Revoir à 48 h.",
}
_HALF_SENTENCE: Final = "Appel de la fille : cœur stable, œdèmes des chevilles depuis lundi, à revoir dema"


_PLACES: Final = (
    ("Journée", "Salle d’attente"),
    ("Agenda", "Semaine"),
    ("Tournée", "Tournée"),
    ("Échanges", "Essayer maintenant"),
)
_PARTS: Final = (("Vaccins", "Péremption"), ("Calculs", "CKD-EPI 2009"))
"""Parts of a file, reached by the palette, and what is seen there."""


class Day:
    """Plays the steps in order; the first that does not hold ends the day."""

    def __init__(
        self, world: World, out: Path, given: Path | None, sizes: tuple[int, int] = (PATIENTS, LIVED)
    ) -> None:
        self._world = world
        self._patients, self._lived = sizes
        self._out = out
        self._given = given
        self._pictures = out / "ecrans"
        self._web = out / "web"
        self._pdf = out / "pdf"
        for folder in (self._pictures, self._web, self._pdf):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        self.report = Report(out)
        self._second: tuple[Cabinet, Any] | None = None

    def play(self) -> bool:
        """Play everything and return whether every step held."""
        with chromium(self._world.region.authority_pem) as browser:
            self._prepare(browser)
            self._app = Puppet(self._stage_file, self._out / "application.log")
            try:
                self._work()
                self._meet_the_region(browser)
            finally:
                self._app.stop()
                if self._second is not None:
                    self._second[1].close()
        return self.report.ok

    def _work(self) -> None:
        self._unlock_by_pin()
        self._import_documents()
        self._cut_the_network()
        self._consult()
        self._kill_and_reopen()
        self._pull_the_card()

    def _meet_the_region(self, browser: Any) -> None:
        self._network_back()
        self._second_post(browser)
        self._dmp_sandbox(browser)
        self._patient_web(browser)
        self._other_looks()

    def _prepare(self, browser: Any) -> None:
        with self.report.step("Préparer un cabinet, ses patients et la région") as seen:
            stage = self._world.make_first(
                self._patients,
                lambda: approve_in_console(browser, self._world.region, self._web, "console-postes"),
                self._lived,
            )
            self._stage_file = write_stage(stage, self._world.folder / "poste.json")
            self._world.reader.insert("doctor")
            seen.say(f"{self._world.seeded} · poste approuvé dans la console · {self._world.reader.words}")

    def _unlock_by_pin(self) -> None:
        with self.report.step("Déverrouiller par le code de la carte") as seen:
            self._app.start()
            self._app.wait("Code de la carte", "Carte reconnue")
            self._app.size(WIDTH, HEIGHT)
            self._grab("01-verrou")
            self._open_with("0000")
            self._app.wait("Code incorrect.", "Il reste 2 essais.")
            self._grab("02-code-incorrect")
            self._open_with(PIN)
            self._app.wait("Salle d’attente", "HOARAU Marie-Josette")
            self._grab("03-journee")
            seen.say("un code faux dit « Il reste 2 essais », le bon ouvre la journée")

    def _open_with(self, pin: str) -> None:
        self._app.type(pin)
        self._app.press("Return")

    def _import_documents(self) -> None:
        found = documents(self._given, self._out, now_here())
        with self.report.step("Recevoir et classer des documents") as seen:
            seen.say(documents_words(self._given))
            self._app.click("Réception")
            self._app.wait("Tout est classé.")
            first, rest = found[:_FILED], found[_FILED:]
            self._app.call("import_files", *map(str, first))
            self._app.wait("Classement proposé", seconds=60)
            filed = self._file_some(len(first))
            seen.expect(filed == len(first), f"classés par la touche Ctrl+Entrée : {filed}")
            if rest:
                self._app.call("import_files", *map(str, rest))
                self._app.wait(f"{len(rest)} documents", seconds=60)
                seen.say(f"{len(rest)} autres reçus, à trier")
            self._open_patient("pat-trois", "PAT-TROIS Dominique")
            self._app.wait("Allergie", "Problèmes")
            self._grab("06-dossier-importe")
            seen.say("problèmes, allergies et traitements du document sont au dossier, avec leur source")

    def _file_some(self, wanted: int) -> int:
        filed = 0
        for turn in range(4 * wanted):
            self._app.wait("Classement proposé", gone=("Lecture du document",))
            time.sleep(0.4)
            if filed == 0 and turn == 0:
                self._grab("04-reception")
            if "Identité concordante" not in self._app.words() or "déjà été classé" in self._app.words():
                self._app.press("F8")
                continue
            self._app.press("Ctrl+Return")
            self._app.wait("classé chez")
            filed += 1
            if filed == wanted:
                break
        self._grab("05-reception-apres")
        return filed

    def _open_patient(self, typed: str, shown: str) -> None:
        self._app.press("Ctrl+K")
        self._app.type(typed)
        self._app.wait(shown.split(maxsplit=1)[0])
        time.sleep(0.5)
        self._app.press("Return")
        self._app.wait("Bandeau du patient", shown, "Consultation")
        time.sleep(0.4)

    def _cut_the_network(self) -> None:
        with self.report.step("Couper le réseau") as seen:
            self._world.region.stop()
            self._app.press("F5")
            self._app.wait("Hors ligne depuis")
            seen.say("le serveur régional est arrêté ; la ligne d’état dit « Hors ligne depuis … », en gris")

    def _consult(self) -> None:
        with self.report.step("Consulter, mesurer, écrire, signer, faire le compte rendu et la synthèse") as seen:
            self._open_patient("hoarau marie-j", "HOARAU Marie-Josette")
            self._app.type("Toux productive et fièvre depuis 4 jours", "Motif")
            self._app.press("Ctrl+G")
            self._app.type("148/82", "Tension")
            self._app.type("92", "Pouls")
            self._app.type("38,1", "Température")
            self._app.type("71,4", "Poids")
            self._grab("07-mesures")
            self._app.press("Return")
            self._app.wait("148/82", "38,1")
            for section, text in _NOTE.items():
                self._app.type(text, section)
            self._app.wait("Saisie enregistrée ici à")
            self._grab("08-consultation")
            self._app.press("Ctrl+Return")
            self._app.wait("Consultation signée")
            self._grab("09-signee")
            self._app.press("Ctrl+Shift+D")
            self._app.wait("Enregistré ici. Sera envoyé au retour du réseau.")
            self._app.press("Ctrl+D")
            self._app.wait("Synthèse médicale")
            self._app.press("Ctrl+J")
            self._app.wait("Enregistré ici", "Synthèse médicale", "Compte rendu de consultation")
            self._grab("10-echanges-hors-ligne")
            seen.say("signée par la carte ; compte rendu et VSM attendent : « Enregistré ici »")

    def _kill_and_reopen(self) -> None:
        with self.report.step("Tuer l’application en pleine frappe (SIGKILL), rouvrir : le texte est là") as seen:
            self._open_patient("pat-trois", "PAT-TROIS Dominique")
            self._app.type(_HALF_SENTENCE, "Interrogatoire")
            time.sleep(0.3)
            self._app.kill()
            self._app.start()
            self._app.wait("Code de la carte", "Carte reconnue")
            self._app.size(WIDTH, HEIGHT)
            self._grab("11-rouverte")
            self._open_with(PIN)
            self._app.wait("Salle d’attente")
            self._open_patient("pat-trois", "PAT-TROIS Dominique")
            self._app.wait(_HALF_SENTENCE, "Texte retrouvé après l’arrêt")
            self._grab("12-texte-retrouve")
            seen.say(f"{len(_HALF_SENTENCE)} caractères sur {len(_HALF_SENTENCE)}, accents et œ compris")

    def _pull_the_card(self) -> None:
        with self.report.step("Retirer la carte : tout est caché") as seen:
            self._world.reader.pull()
            self._app.wait("Carte retirée à", "Votre texte est gardé", gone=("PAT-TROIS", "HOARAU"))
            self._grab("13-carte-retiree")
            self._world.reader.insert("doctor")
            self._app.wait("Code de la carte")
            self._open_with(PIN)
            self._app.wait("Bandeau du patient", _HALF_SENTENCE)
            seen.say(
                "aucun nom de patient à l’écran ; la carte remise, le code redemandé, le même dossier revient"
            )

    def _network_back(self) -> None:
        with self.report.step("Réseau revenu : tout part, la région répond") as seen:
            self._world.region.start()
            self._app.press("F5")
            self._app.wait("En ligne", seconds=60)
            self._app.press("Ctrl+J")
            self._wait_for_receipts()
            self._grab("14-echanges-recus")
            seen.say("compte rendu et synthèse : « Reçu par la région », avec l’accusé du bac à sable")

    def _wait_for_receipts(self) -> None:
        for _ in range(30):
            self._app.press("F5")
            time.sleep(1)
            if self._app.words().count("Reçu par la région") >= 2:
                return
        self._app.wait("Reçu par la région")

    def _second_post(self, browser: Any) -> None:
        with self.report.step("Le second poste du cabinet voit la consultation") as seen:
            context, vault = self._world.make_second(
                lambda: approve_in_console(browser, self._world.region, self._web, "console-second-poste")
            )
            receive_practice(context, vault)
            cabinet = open_cabinet(context, vault)
            self._second = (cabinet, vault)
            with cabinet.session.store.reading() as connection:
                texts = {one.text for one in queries.of_patient(connection, NoteSection, HOARAU.id)}
            seen.expect(_NOTE["Conclusion"] in texts, "l’infirmier lit la conclusion signée par le médecin")
            cabinet.exchanges.run()
            seen.expect(self._keep_pdfs(cabinet), "les PDF du compte rendu et de la synthèse sont arrivés entiers")

    def _keep_pdfs(self, cabinet: Cabinet) -> int:
        with cabinet.session.store.reading() as connection:
            found = queries.of_patient(connection, Document, HOARAU.id)
        kept = 0
        for document in found:
            view = cabinet.documents.open(document.id)
            if view.pdf is not None:
                (self._pdf / f"{document.title.lower().replace(' ', '-')}.pdf").write_bytes(view.pdf)
                kept += 1
        return kept

    def _dmp_sandbox(self, browser: Any) -> None:
        with self.report.step("Le bac à sable du DMP a les documents") as seen:
            approve_in_console(browser, self._world.region, self._web, "console-flux")
            deposits = self._world.region.deposits()
            seen.expect(len(deposits) >= 2, f"dépôts : {', '.join(deposits)} (bac à sable, jamais le vrai DMP)")

    def _patient_web(self, browser: Any) -> None:
        with self.report.step("La patiente voit son dossier sur son téléphone") as seen:
            assert self._second is not None
            cabinet = self._second[0]
            sheet, _ = cabinet.invitations.invite(HOARAU.id)
            cabinet.exchanges.run()
            pages = PatientPages(browser, self._world.region, self._web)
            seen.expect("Marie" in pages.open(sheet), "entrée par matricule et code de la feuille d’invitation")
            seen.expect("Synthèse" in pages.see("/documents", "patient-documents"), "ses documents")
            pages.open_first_document()
            seen.expect("148" in pages.see("/mesures", "patient-mesures"), "ses mesures")
            pages.see("/rendez-vous", "patient-rendez-vous")
            seen.expect("Ethève" in pages.see("/acces", "patient-acces"), "qui a regardé son dossier")
            seen.expect(self._is_closed(pages, sheet), "le même code ne sert pas deux fois")

    def _is_closed(self, pages: PatientPages, sheet: Sheet) -> bool:
        return pages.is_code_closed(sheet)

    def _other_looks(self) -> None:
        with self.report.step("Regarder chaque écran, clair, sombre et contrasté") as seen:
            count = 0
            for look in ("dark", "high_contrast", "light"):
                self._app.call("dress_as", look, 100)
                count += self._grab_tour(look)
            self._app.call("dress_as", "light", 125)
            self._app.size(WIDTH, HEIGHT)
            count += self._grab_tour("light-125")
            seen.say(f"{count} captures dans {self._pictures.name}/")

    def _grab_tour(self, look: str) -> int:
        for name, words in _PLACES:
            self._app.click(name)
            self._app.wait(words)
            self._grab(f"tour-{look}-{name.lower()}")
        self._open_patient("hoarau marie-j", "HOARAU Marie-Josette")
        self._grab(f"tour-{look}-dossier")
        self._app.click("Courbe")
        self._app.wait("Créatinine")
        self._grab(f"tour-{look}-biologie")
        for name, words in _PARTS:
            self._open_patient("hoarau marie-j", "HOARAU Marie-Josette")
            self._app.press("Ctrl+K")
            self._app.type(name)
            time.sleep(0.5)
            self._app.press("Return")
            self._app.wait(words)
            self._grab(f"tour-{look}-{name.lower()}")
        return len(_PLACES) + 2 + len(_PARTS)

    def _grab(self, name: str) -> None:
        time.sleep(0.25)
        self._app.grab(self._pictures / f"{name}.png")
