# SPDX-License-Identifier: EUPL-1.2
"""Commands on the record: patients, notes, measures, documents, trail, invitations."""

import argparse
import datetime as dt
from pathlib import Path

from lgc_app.cli.console import Console
from lgc_app.cli.new_file import refuse_existing, write_new_file
from lgc_app.cli.opening import OpenPost, open_post
from lgc_app.services.invitation_sheet import invitation_pdf
from lgc_core.errors import UserError
from lgc_core.model.patient import age_shown
from lgc_core.store.search import PatientLine


def find_patients(console: Console, given: argparse.Namespace) -> int:
    """List the patients that match some words; the first column is the id that other commands take."""
    with open_post(console, given.way) as post:
        today = post.cabinet.session.now().date()
        lines = post.cabinet.patients.find(" ".join(given.words))
        for line in lines:
            console.say(_line(line, today))
        if not lines:
            console.say("Rien trouvé.")
        return 0 if lines else 1


def _line(line: PatientLine, today: dt.date) -> str:
    born = "/".join(reversed(line.birth_date.split("-")))
    return f"{line.patient_id}  {line.shown}  {line.born_as or '-'}  {born}  {age_shown(line.birth_date, today)}"


def show_patient(console: Console, given: argparse.Namespace) -> int:
    """Show the banner and the context of a file; the reading is written in its trail."""
    with open_post(console, given.way) as post:
        view = post.cabinet.overviews.of(post.cabinet.patients.open(given.patient))
        console.say(f"{view.shown}  {view.born_as}  {view.sex_and_age}  {view.birth}  ({view.identity.value})")
        console.say(view.allergy_words)
        for words in (view.renal_words, *(one.words for one in (view.clearance, view.pregnancy) if one)):
            console.say(words)
        for title, lines in (("Problèmes", view.problems), ("Traitement", view.treatments)):
            console.say(f"{title} :")
            for line in lines:
                versions = "  (2 versions : serenite conflits)" if line.versions > 1 else ""
                console.say(f"  {line.words}  {line.aside}{versions}")
        for due in post.cabinet.due_today.of(view):
            console.say(f"À faire : {due.words}  {due.aside}")
        return 0


def write_note(console: Console, given: argparse.Namespace) -> int:
    """Put the text of the standard input in a section of today's consultation; `--signer` seals it."""
    text = console.read_text()
    with open_post(console, given.way) as post:
        cabinet = post.cabinet
        note = cabinet.encounters.open_today(given.patient)
        at = cabinet.drafts.keep(note.encounter.id, given.patient, given.section, text.rstrip("\n"), len(text))
        cabinet.drafts.cut(note.encounter.id)
        console.say(f"Consultation {note.encounter.id} : enregistré ici à {at[11:19]}.")
        if given.signer:
            cabinet.encounters.sign(note.encounter.id, with_card=cabinet.session.sign is not None)
            console.say("Consultation signée.")
        return 0


def _withdraw_last(console: Console, post: OpenPost, patient: str, key: str) -> int:
    known = {one.measure.key: one.last for one in post.cabinet.measures.strip(patient)}
    last = known.get(key)
    if last is None:
        raise UserError("Aucune mesure de ce nom dans ce dossier.")
    post.cabinet.measures.withdraw(last.id)
    console.say(f"Retiré : {last.value} du {last.at_words}. L’historique le garde.")
    return 0


def write_measures(console: Console, given: argparse.Namespace) -> int:
    """Record measures as `ta=148/82 poids=71,4`."""
    typed = dict(one.partition("=")[::2] for one in given.mesures)
    with open_post(console, given.way) as post:
        if given.retirer:
            return _withdraw_last(console, post, given.patient, "pas" if given.retirer == "ta" else given.retirer)
        unknown = (
            set(typed) - {series.measure.key for series in post.cabinet.measures.strip(given.patient)} - {"ta"}
        )
        if unknown:
            raise UserError(f"Mesure inconnue : {', '.join(sorted(unknown))}. Par exemple : ta=148/82 poids=71,4.")
        post.cabinet.measures.record(given.patient, typed)
        console.say("Enregistré ici. Sera envoyé au retour du réseau.")
        return 0


def import_files(console: Console, given: argparse.Namespace) -> int:
    """Keep files as Réception does: whatever they are, at worst in quarantine."""
    with open_post(console, given.way) as post:
        for name in given.fichiers:
            document = post.cabinet.inbox.receive_taken(post.cabinet.importing.take_in(Path(name)))
            console.say(f"{document.id}  {document.title}  {document.refusal}".rstrip())
        console.say(f"À classer : {len(post.cabinet.inbox.waiting())}.")
        return 0


def emit(console: Console, given: argparse.Namespace) -> int:
    """Make a VSM, or the report of a signed consultation, and queue it for the region."""
    with open_post(console, given.way) as post:
        emission = post.cabinet.emission
        made = emission.emit_vsm(given.id) if given.quoi == "vsm" else emission.emit_report(given.id)
        console.say(f"{made.document.id}  {made.document.title}")
        console.say("Enregistré ici. Sera envoyé au retour du réseau.")
        return 0


def trail(console: Console, given: argparse.Namespace) -> int:
    """Show who opened a file on this post, and whether the chain is whole."""
    with open_post(console, given.way) as post:
        for line in post.cabinet.trail.of_patient(given.patient):
            console.say(f"{line.at[:19]}  {line.by.name}  {line.by.role}  {line.what}  {line.why}")
        intact = post.cabinet.trail.is_intact()
        console.say("Trace intacte." if intact else "Trace altérée : prévenez le support.")
        return 0 if intact else 1


def invite(console: Console, given: argparse.Namespace) -> int:
    """Write the invitation sheet of a patient as a PDF; its code is nowhere else."""
    target = Path(given.pdf)
    refuse_existing(target)  # before the invitation is made: its code is shown once
    with open_post(console, given.way) as post:
        sheet, _changes = post.cabinet.invitations.invite(given.patient)
        patient = post.cabinet.patients.get(given.patient)
        content = invitation_pdf(post.cabinet.session, patient, sheet, post.context.enrolment)
    write_new_file(target, content)
    console.say(f"Feuille écrite : {target}. Imprimez-la, remettez-la, puis effacez le fichier.")
    return 0


def waiting(post: OpenPost) -> str:
    """Say what waits on this post."""
    situation = post.cabinet.exchanges.situation()
    parts = (
        f"{situation.waiting} en attente",
        f"{situation.refused} refusés",
        f"{situation.conflicts} à rapprocher",
        f"{situation.to_mend} à corriger",
    )
    held = (f"{situation.held} suppressions en attente de confirmation par la région",) if situation.held else ()
    clock = (situation.clock_words,) if situation.clock_words else ()
    return ", ".join(parts + held + clock)
