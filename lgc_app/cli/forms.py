# SPDX-License-Identifier: EUPL-1.2
"""Commands on the structured forms of a consultation."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.file_lines import Add
from lgc_app.cli.opening import open_post
from lgc_app.services.forms import UnknownFormError
from lgc_core.clinical.forms.known import BY_ID, FORMS
from lgc_core.clinical.forms.question import Form, Question


def add_forms(commands: object, add: Add) -> None:
    """Add `serenite formulaire` to the commands."""
    group = commands.add_parser(  # type: ignore[attr-defined]  # argparse names the type nowhere
        "formulaire", help="formulaires par motif : les questions, les réponses d’une consultation"
    ).add_subparsers(required=True)
    known = add(group, "lister", "les formulaires ; ceux du motif d’abord", show_forms)
    known.add_argument("--motif", default="", help="mots du motif de la consultation")
    asked = add(group, "questions", "les questions d’un formulaire et leurs réponses possibles", show_questions)
    asked.add_argument("formulaire", metavar="NOM")
    write = add(group, "repondre", "répondre à une question ; sans réponse, la retirer", answer)
    write.add_argument("patient", metavar="PATIENT")
    write.add_argument("formulaire", metavar="NOM")
    write.add_argument("question", metavar="CODE")
    write.add_argument("reponse", metavar="RÉPONSE", nargs="?", default="")
    read = add(group, "lire", "les réponses d’une consultation", show_answers)
    read.add_argument("consultation", metavar="CONSULTATION")


def show_forms(console: Console, given: argparse.Namespace) -> int:
    """List the forms: name, title, source."""
    with open_post(console, given.way) as post:
        for form in post.cabinet.forms.proposed(given.motif):
            console.say(f"{form.name}  {form.title}  ({form.source})")
        return 0


def show_questions(console: Console, given: argparse.Namespace) -> int:
    """List the questions of a form: code, words, how one answers."""
    form = _form(given.formulaire)
    with open_post(console, given.way):
        for one in form.questions:
            console.say(f"{one.code}  {one.words}  ({_how(one)})")
        return 0


def answer(console: Console, given: argparse.Namespace) -> int:
    """Answer in today's consultation of the patient, opened if there is none."""
    form = _form(given.formulaire)
    with open_post(console, given.way) as post:
        note = post.cabinet.encounters.open_today(given.patient)
        post.cabinet.forms.answer(note.encounter.id, form.id, given.question, given.reponse)
        console.say(f"{note.encounter.id}  réponse enregistrée ici.")
        return 0


def show_answers(console: Console, given: argparse.Namespace) -> int:
    """Read the forms of a consultation."""
    with open_post(console, given.way) as post:
        for title, text in post.cabinet.forms.texts(given.consultation):
            console.say(f"{title}\n{text}")
        return 0


def _form(name: str) -> Form:
    found = BY_ID.get(name) or next((form for form in FORMS if form.name == name), None)
    if found is None:
        raise UnknownFormError
    return found


def _how(question: Question) -> str:
    if question.options:
        return " / ".join(question.options)
    if question.kind == "nombre":
        return f"nombre, {question.unit_text or 'mesure'}"
    return question.kind
