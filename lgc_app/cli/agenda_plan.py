# SPDX-License-Identifier: EUPL-1.2
"""Commands on the plan of the agenda: absences that come back, who would come sooner, moves, nobody expected."""

import argparse
import datetime as dt

from lgc_app.cli.console import Console
from lgc_app.cli.front_desk import day_of, moment_of
from lgc_app.cli.opening import open_post
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.rhythm_words import UnreadableRhythmError, read_rhythm, rhythm_words
from lgc_app.services.rounds import read_hour
from lgc_core.errors import UserError
from lgc_core.model.agenda_rule import AgendaRule, RuleKind


def absences(console: Console, given: argparse.Namespace) -> int:
    """List the rules; the first column is the id."""
    with open_post(console, given.way) as post:
        people = {one.id: one.name.shown for one in post.cabinet.agenda_rules.people()}
        for one in post.cabinet.agenda_rules.all():
            console.say(_line(one, people.get(one.staff, one.staff)))
        return 0


def add_absence(console: Console, given: argparse.Namespace) -> int:
    """Note when somebody is away."""
    first = day_of(given.du)
    last = day_of(given.au) if given.au else (None if given.rythme else first)
    try:
        rhythm = read_rhythm(given.rythme)
    except UnreadableRhythmError:
        raise UserError("Nommez un jour\u00a0: chaque mercredi, un vendredi sur deux.") from None
    opens, _dash, closes = given.heures.partition("-")
    hours = read_hour(opens), read_hour(closes)
    if given.heures and not all(hours):
        raise UserError("Heures illisibles. Écrivez-les ainsi\u00a0: 13:00-18:00.")
    with open_post(console, given.way) as post:
        staff = given.personne or post.cabinet.session.staff.id
        kind: RuleKind = "réservé" if given.reserve else "absence"
        rules = post.cabinet.agenda_rules
        rules.add(staff, kind, first, last, hours=hours, rhythm=rhythm, label=given.motif)
        console.say("Absence enregistrée ici.")
        return 0


def end_absence(console: Console, given: argparse.Namespace) -> int:
    """Take an absence back."""
    with open_post(console, given.way) as post:
        post.cabinet.agenda_rules.end(given.regle)
        console.say("Absence retirée.")
        return 0


def sooner(console: Console, given: argparse.Namespace) -> int:
    """List who would come sooner, or put an appointment on the list and off it."""
    with open_post(console, given.way) as post:
        agenda = post.cabinet.agenda
        if given.rendez_vous:
            agenda.wish(given.rendez_vous, given.quand)
        for line in agenda.wishes():
            start = line.start[:16].replace("T", " ")
            console.say(f"{line.id}  {start}  {line.shown}  viendrait\u00a0: {line.wish}")
        return 0


def shift(console: Console, given: argparse.Namespace) -> int:
    """Give an appointment another hour; its length and its person stay."""
    with open_post(console, given.way) as post:
        start = moment_of(given.quand, post.cabinet.session.now().tzinfo)
        minutes, staff = _known(post.cabinet, given.rendez_vous)
        post.cabinet.agenda.shift(given.rendez_vous, start, minutes, staff)
        console.say("Rendez-vous déplacé.")
        return 0


def walk_in(console: Console, given: argparse.Namespace) -> int:
    """Put somebody in the waiting room."""
    with open_post(console, given.way) as post:
        post.cabinet.patients.get(given.patient)
        post.cabinet.agenda.walk_in(given.patient)
        console.say("En salle d’attente.")
        return 0


def _known(cabinet: Cabinet, appointment: str) -> tuple[int, str]:
    today = cabinet.session.now().date()
    for line in cabinet.agenda.span(today - dt.timedelta(days=31), 400):
        if line.id == appointment:
            return line.minutes, line.staff
    raise LookupError(appointment)


def _line(one: AgendaRule, who: str) -> str:
    days = f"{one.first} → {one.last or 'sans fin'}"
    hours = f"{one.opens}-{one.closes}" if one.opens or one.closes else "journée"
    return f"{one.id}  {one.kind}  {who}  {days}  {rhythm_words(one.rhythm)}  {hours}  {one.label}".rstrip()
