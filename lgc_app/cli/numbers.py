# SPDX-License-Identifier: EUPL-1.2
"""Commands on numbers: calculators with the values of a file."""

import argparse

from lgc_app.cli.console import Console
from lgc_app.cli.opening import open_post
from lgc_app.services.calculations import calculated
from lgc_core.clinical.calculators.catalogue import BY_KEY, FORMULAS
from lgc_core.errors import UserError


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
