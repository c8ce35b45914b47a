# SPDX-License-Identifier: EUPL-1.2
"""Commands of the front desk and of the round: agenda, tasks, links of files, visits, transmissions."""

import argparse
import datetime as dt
from pathlib import Path

from lgc_app.cli.console import Console
from lgc_app.cli.new_file import refuse_existing, write_new_file
from lgc_app.cli.opening import OpenPost, open_post
from lgc_app.services.agenda_ics import calendar_bytes
from lgc_app.services.rounds import RoundStop, hour_words, read_hour, sheet_lines
from lgc_app.services.transmissions import Words
from lgc_core.errors import UserError
from lgc_core.model.words import fold


class NotADayError(UserError):
    """What was typed is no day."""

    def __init__(self) -> None:
        super().__init__("Date illisible. Écrivez-la ainsi : 2026-11-23.")


def _day(typed: str, today: dt.date) -> dt.date:
    return day_of(typed) if typed else today


def day_of(typed: str) -> dt.date:
    """Read a day.

    Raises:
        NotADayError: it is none.
    """
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        raise NotADayError from None


def moment_of(typed: str, zone: dt.tzinfo | None) -> dt.datetime:
    """Read a moment of the practice's clock.

    Raises:
        UserError: it is none.
    """
    try:
        return dt.datetime.fromisoformat(typed).replace(tzinfo=zone)
    except ValueError:
        raise UserError("Moment illisible. Écrivez-le ainsi : 2026-11-23T10:45.") from None


def agenda(console: Console, given: argparse.Namespace) -> int:
    """Show a day; the first column is the id that other commands take."""
    with open_post(console, given.way) as post:
        cabinet = post.cabinet
        people = {one.id: one.name.shown for one in cabinet.agenda_rules.people()}
        day = _day(given.jour, cabinet.session.now().date())
        for line in cabinet.agenda.span(day, given.jours):
            start = line.start[:16].replace("T", " ")
            who = people.get(line.staff, "")
            console.say(
                f"{line.id}  {start}  {line.minutes} min  {line.shown}  {line.status}  {who}  {line.motif}"
            )
        return 0


def book(console: Console, given: argparse.Namespace) -> int:
    """Give an appointment: patient, moment, minutes."""
    with open_post(console, given.way) as post:
        session = post.cabinet.session
        start = moment_of(given.quand, session.now().tzinfo)
        post.cabinet.patients.get(given.patient)
        post.cabinet.agenda.book(given.patient, start, given.minutes, given.motif)
        console.say("Rendez-vous enregistré ici.")
        return 0


def move_on(console: Console, given: argparse.Namespace) -> int:
    """Say where somebody is: arrivé, en cours, vu, absent, annulé."""
    with open_post(console, given.way) as post:
        post.cabinet.agenda.move_on(given.rendez_vous, given.etat)
        console.say("Enregistré ici.")
        return 0


def export_calendar(console: Console, given: argparse.Namespace) -> int:
    """Write one's own agenda of three months as .ics: hours and initials."""
    target = Path(given.fichier)
    with open_post(console, given.way) as post:
        cabinet, session = post.cabinet, post.cabinet.session
        mine = [one for one in cabinet.agenda.span(session.now().date(), 92) if one.staff == session.staff.id]
        rules = [one for one in cabinet.agenda_rules.all() if one.staff == session.staff.id]
        content = calendar_bytes(session.staff.name.shown, mine, rules, session.now())
    try:
        target.write_bytes(content)
    except OSError as error:
        raise UserError("Le fichier n’a pas pu être écrit là. Choisissez un autre endroit.") from error
    console.say(f"Agenda écrit : {target}. Il contient des heures et des initiales, aucun motif.")
    return 0


def tasks(console: Console, given: argparse.Namespace) -> int:
    """List what is to do, late first."""
    with open_post(console, given.way) as post:
        for line in post.cabinet.tasks_to_do.open(mine=given.miennes):
            due = f"{line.due:%d/%m/%Y}" if line.due else "sans date"
            late = "EN RETARD  " if line.late else ""
            console.say(f"{line.id}  {late}{due}  {line.title}  {line.patient_shown}  pour {line.to}".rstrip())
        return 0


def add_task(console: Console, given: argparse.Namespace) -> int:
    """Write a task in one line: « rappeler Mme Lebon demain @secretariat »."""
    with open_post(console, given.way) as post:
        post.cabinet.tasks_to_do.add_line(" ".join(given.mots), given.patient)
        console.say("Tâche enregistrée ici.")
        return 0


def finish_task(console: Console, given: argparse.Namespace) -> int:
    """Tick a task; `--rouvrir` takes the tick back."""
    with open_post(console, given.way) as post:
        service = post.cabinet.tasks_to_do
        (service.reopen if given.rouvrir else service.finish)(given.tache)
        console.say("Enregistré ici.")
        return 0


def link(console: Console, given: argparse.Namespace) -> int:
    """Read two files as one; both stay as they were written."""
    with open_post(console, given.way) as post:
        post.cabinet.duplicates.link(given.garde, given.doublon, given.motif)
        console.say("Dossiers reliés. « patients links ID » montre le lien, « patients unlink LIEN » le retire.")
        return 0


def links(console: Console, given: argparse.Namespace) -> int:
    """Show with which files one is read, and which look like it."""
    with open_post(console, given.way) as post:
        patient = post.cabinet.patients.get(given.patient)
        for one in post.cabinet.duplicates.of(patient.id):
            console.say(f"{one.link}  relié à {one.patient.shown}  {one.evidence}")
        for like in post.cabinet.duplicates.like(patient.traits, patient.ins, patient.usual, but=patient.id):
            console.say(f"{like.patient.id}  ressemble : {like.patient.shown}  {like.why}")
        return 0


def unlink(console: Console, given: argparse.Namespace) -> int:
    """Take a link back: each file is again what it was."""
    with open_post(console, given.way) as post:
        post.cabinet.duplicates.unlink(given.lien, given.motif)
        console.say("Dossiers déliés.")
        return 0


def round_day(console: Console, given: argparse.Namespace) -> int:
    """Show the round of a day; `--feuille` adds what was done at each finished visit, `--pdf` writes the sheet."""
    target = Path(given.pdf) if given.pdf else None
    if target is not None:
        refuse_existing(target)
    with open_post(console, given.way) as post:
        rounds = post.cabinet.rounds
        day = _day(given.jour, post.cabinet.session.now().date())
        for stop in rounds.day(day):
            console.say(_stop_line(stop))
            for line in sheet_lines(stop) if given.feuille else ():
                console.say(f"    {line}")
        if target is not None:
            write_new_file(target, post.cabinet.care_sheets.of_day(day))
            console.say("Feuille de soins écrite, en clair : imprimez-la, puis effacez le fichier.")
        return 0


def _stop_line(stop: RoundStop) -> str:
    cares = ", ".join(care.words for care in stop.cares)
    return f"{stop.key.patient}  {hour_words(stop)}  {stop.patient.shown}  {cares}  {stop.status}"


def _stop(post: OpenPost, patient: str, hour: str) -> RoundStop:
    today, wanted = post.cabinet.session.now().date(), read_hour(hour)
    for stop in post.cabinet.rounds.day(today, mine=False):
        if (stop.key.patient, stop.key.planned) == (patient, wanted):
            return stop
    raise UserError("Aucune visite à cette heure aujourd’hui. « serenite tournee jour » les montre.")


def tick_cares(console: Console, given: argparse.Namespace) -> int:
    """Tick the cares of a visit that hold some words, all of them without words."""
    with open_post(console, given.way) as post:
        stop = _stop(post, given.patient, given.heure)
        wanted = [one for one in stop.cares if fold(given.soin) in fold(one.words)]
        if not wanted:
            raise UserError("Aucun soin de cette visite n’a ces mots.")
        for care in wanted:
            post.cabinet.rounds.tick(stop.key, care.schedule, done=not given.retirer)
        console.say(f"Soins cochés\u00a0: {', '.join(one.words for one in wanted)}.")
        return 0


def end_visit(console: Console, given: argparse.Namespace) -> int:
    """End a visit as it stands, with its transmission; or say that nobody was there."""
    with open_post(console, given.way) as post:
        stop, rounds = _stop(post, given.patient, given.heure), post.cabinet.rounds
        if given.absent or given.refus:
            rounds.end_without(stop.key, "absente" if given.absent else "refusée")
        else:
            rounds.finish(stop, Words(given.donnees, given.actions, given.resultats))
        console.say("Visite terminée.")
        return 0


def plan_care(console: Console, given: argparse.Namespace) -> int:
    """Add a care to the plan of a patient, every day at its hours."""
    with open_post(console, given.way) as post:
        post.cabinet.patients.get(given.patient)
        post.cabinet.rounds.plan(given.patient, given.soin, given.heures.split(","), fixed=given.fixe)
        console.say("Soin ajouté au plan.")
        return 0


def withdraw_transmission(console: Console, given: argparse.Namespace) -> int:
    """Take a transmission of one's own out of a file."""
    with open_post(console, given.way) as post:
        post.cabinet.transmissions.withdraw(given.transmission)
        console.say("Transmission retirée. L’historique la garde.")
        return 0


def transmit(console: Console, given: argparse.Namespace) -> int:
    """Write a transmission about a patient; the data come from the standard input."""
    text = console.read_text()
    with open_post(console, given.way) as post:
        post.cabinet.patients.get(given.patient)
        words = Words(text.strip(), given.actions, given.resultats, given.cible)
        post.cabinet.transmissions.write(given.patient, words)
        console.say("Transmission enregistrée ici.")
        return 0
