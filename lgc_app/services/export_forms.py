# SPDX-License-Identifier: EUPL-1.2
"""The forms of a patient for a copy of the file: as values for FHIR, as words for the pages."""

from collections.abc import Sequence

from interop.fhir.forms import FilledForm
from lgc_core.clinical.forms.answers import answered, told
from lgc_core.clinical.forms.known import BY_ID
from lgc_core.model.encounter import Encounter
from lgc_core.model.form import FormAnswer
from lgc_core.model.observation import Observation, Value


def form_texts(answers: Sequence[FormAnswer], taken: Sequence[Observation]) -> dict[str, dict[str, str]]:
    """Return the texts of forms by encounter, then by title."""
    found: dict[str, list[FormAnswer]] = {}
    for one in answers:
        found.setdefault(one.encounter, []).append(one)
    return {key: {one.title: one.text for one in told(given, taken)} for key, given in found.items()}


def filled_forms(
    answers: Sequence[FormAnswer], taken: Sequence[Observation], encounters: Sequence[Encounter]
) -> list[FilledForm]:
    """Return one form a consultation, its answers in the order of the questions."""
    numbers = {one.id: one.value for one in taken}
    visits = {one.id: one for one in encounters}
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for one in answers:
        if one.encounter in visits and (value := answered(one, numbers)) is not None:
            found.setdefault((one.encounter, one.form), {})[one.question] = value
    return [
        FilledForm(form=form, encounter=visits[visit], answers=_ordered(form, values))
        for (visit, form), values in sorted(found.items(), key=lambda one: one[0])
    ]


def _ordered(form: str, values: dict[str, Value]) -> list[tuple[str, str, Value]]:
    """Put answers in the order of the questions; those of a form of a later version by code, without words."""
    known = BY_ID.get(form)
    asked = (
        [(one.code, one.words) for one in known.questions] if known else [(code, "") for code in sorted(values)]
    )
    return [(code, words, values[code]) for code, words in asked if code in values]
