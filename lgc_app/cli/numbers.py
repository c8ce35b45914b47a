# SPDX-License-Identifier: EUPL-1.2
"""Commands on numbers and vaccines: calculators, booklet, lots, the calendar of the post."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from lgc_app.cli.console import Console
from lgc_app.cli.new_file import write_new_file
from lgc_app.cli.opening import open_post
from lgc_app.services.calculations import calculated
from lgc_app.services.importing import read_file
from lgc_app.services.installed_table import InstalledTable
from lgc_app.services.typed_dose import NewDose
from lgc_core.clinical.calculators.catalogue import BY_KEY, FORMULAS
from lgc_core.clinical.vaccination.gs1 import looks_like_code
from lgc_core.errors import UserError

T = TypeVar("T")


def calculate(console: Console, given: argparse.Namespace) -> int:
    """Compute a formula for a patient, or alone; without a formula, list them with their inputs."""
    if not given.calcul:
        for formula in FORMULAS:
            inputs = ", ".join(f"{one.key} ({one.unit_text or one.words.lower()})" for one in formula.inputs)
            console.say(f"{formula.key}  {formula.words} : {inputs}")
        return 0
    if given.calcul not in BY_KEY:
        raise UserError("Calcul inconnu. « serenite calcul » seul les nomme tous.")
    typed = dict(one.partition("=")[::2] for one in given.valeurs)
    formula = BY_KEY[given.calcul]
    unknown = sorted(set(typed) - {one.key for one in formula.inputs})
    if unknown:
        raise UserError(
            f"Valeur inconnue : {', '.join(unknown)}. Attendu : {', '.join(i.key for i in formula.inputs)}."
        )
    if not given.patient:
        done = calculated(formula, typed, {})
    else:
        with open_post(console, given.way) as post:
            cabinet = post.cabinet
            known = cabinet.calculations.known(cabinet.patients.open(given.patient))
            done = cabinet.calculations.compute(given.calcul, typed, known)
    console.say(f"{formula.words} : {done.outcome.words}  {done.outcome.reading}")
    for line in (*done.inputs, *done.stale, *done.outcome.cautions, formula.reference):
        console.say(f"  {line}")
    return 0


def show_booklet(console: Console, given: argparse.Namespace) -> int:
    """Show what was done and what the calendar asks; the reading is written in the trail of the file."""
    with open_post(console, given.way) as post:
        booklet = post.cabinet.vaccinations.booklet(post.cabinet.patients.open(given.patient))
        for line in booklet.advice:
            since = f" depuis le {line.since:%d/%m/%Y}" if line.since and line.state == "en retard" else ""
            console.say(f"{line.state} : {line.rule.words} {line.dose_words}{since}  {line.rule.note}".rstrip())
        for done in booklet.done:
            parts = (done.id, done.day_words, done.vaccine, done.valences, done.not_done or done.lot, done.who)
            console.say("  ".join(part for part in parts if part))
        console.say(f"{booklet.edition.name}, édition du {booklet.edition.date}. {booklet.edition.source}")
        return 0


def add_vaccine(console: Console, given: argparse.Namespace) -> int:
    """Note a vaccine by its name, or by the code of its box."""
    with open_post(console, given.way) as post:
        vaccinations = post.cabinet.vaccinations
        dose = NewDose(
            vaccine=given.vaccin,
            day=given.date,
            lot=given.lot,
            expiry=given.peremption,
            declared=given.declare,
            reason=given.motif,
        )
        if looks_like_code(given.vaccin):
            found = vaccinations.scan(given.vaccin)
            if not found.words:
                raise UserError("Boîte lue, mais absente de la table. Donnez le nom du vaccin, et --lot.")
            expiry = found.scan.expiry.isoformat() if found.scan.expiry else ""
            dose = replace(dose, vaccine=found.words, lot=found.scan.lot, expiry=expiry, gtin=found.scan.gtin)
        vaccinations.add(given.patient, dose)
        console.say("Enregistré ici. Sera envoyé au retour du réseau.")
        return 0


def find_lot(console: Console, given: argparse.Namespace) -> int:
    """List everybody of the practice who received a lot."""
    with open_post(console, given.way) as post:
        lines = post.cabinet.vaccinations.who_received(given.lot)
        for line in lines:
            phones = ", ".join(line.phones) or "-"
            console.say(
                f"{line.patient}  {line.shown}  {line.birth_date}  {phones}  {line.vaccine}  {line.day_words}"
            )
        if not lines:
            console.say("Personne du cabinet n’a reçu ce lot.")
        return 0 if lines else 1


def vaccine_calendar(console: Console, given: argparse.Namespace) -> int:
    """Show, export, install or put back the calendar of this post."""
    with open_post(console, given.way) as post:
        edition = _handled(post.cabinet.vaccinations.calendar, given)
        console.say(f"{edition.name}, édition du {edition.date}, {len(edition.rules)} règles. {edition.source}")
        return 0


def screening_table(console: Console, given: argparse.Namespace) -> int:
    """Show, export, install or put back the organised screenings of this post."""
    with open_post(console, given.way) as post:
        table = _handled(post.cabinet.screenings.table, given)
        console.say(f"{table.name}, édition du {table.date}. {table.source}")
        for one in table.programmes:
            ages = f"{one.start // 12} à {one.end // 12 - 1} ans"
            console.say(f"  {one.words}  {ages}  tous les {one.proofs[0].months // 12} ans")
        return 0


def _handled(table: InstalledTable[T], given: argparse.Namespace) -> T:
    """Do what the options ask of a table, and return the edition in force."""
    if given.exporter:
        write_new_file(Path(given.exporter), table.exported())
    elif given.installer:
        table.install(read_file(Path(given.installer)))
    elif given.origine:
        table.restore()
    return table.current()
