# SPDX-License-Identifier: EUPL-1.2
"""What is typed into a question, the value that it is, and the words of both."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

import msgspec

from lgc_core.clinical.forms.known import BY_ID, FORMS
from lgc_core.clinical.forms.question import NO, YES, Form, Question
from lgc_core.errors import UserError
from lgc_core.model.form import FormAnswer
from lgc_core.model.note import clean_text
from lgc_core.model.observation import Observation, Value
from lgc_core.model.values import Concept, Quantity, quantity
from lgc_core.model.values.typed_when import typed_when

MAX_ANSWER: Final = 2_000
"""Characters of an answer in words; more belongs to the note."""


class WrongAnswerError(UserError):
    """What was typed does not answer the question."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One form with its answers in words, in the order of its questions."""

    form: str
    title: str
    answers: tuple[tuple[str, str], ...]
    alerts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the answers as one text, what they call for at the end."""
        parts = [f"{label}\u00a0: {words}" for label, words in self.answers]
        said = f"{' ; '.join(parts)}.".replace(" ; ", "\u00a0; ")
        return "\n".join((said, *(f"À noter\u00a0: {alert}" for alert in self.alerts)))


def value_of(question: Question, typed: str, today: dt.date) -> Value | None:
    """Return the value of what was typed, None when nothing was.

    Raises:
        WrongAnswerError: it does not answer the question; the sentence says what does.
    """
    words = " ".join(clean_text(typed).split())
    if not words:
        return None
    if question.kind == "oui-non" and words in (YES, NO):
        return Value(boolean=words == YES)
    if question.kind == "choix" and words in question.choices:
        return Value(concept=Concept(text=words))
    if question.kind == "nombre":
        return Value(quantity=_number(question, words))
    if question.kind == "date":
        when = typed_when(words)
        if when is None or when.earliest is None:
            raise WrongAnswerError(f"{question.words}\u00a0: écrivez une date, 23/11/2026, 11/2026 ou 2026.")
        if when.earliest.date() > today:
            raise WrongAnswerError(f"{question.words}\u00a0: cette date est dans le futur.")
        return Value(when=when)
    if question.kind == "texte":
        if len(words) > MAX_ANSWER:
            raise WrongAnswerError(f"{question.words}\u00a0: {MAX_ANSWER} caractères au plus.")
        return Value(text=words)
    raise WrongAnswerError(f"{question.words}\u00a0: répondez {', '.join(question.options)}.")


def typed_of(value: Value | None) -> str:
    """Return what one would type to give this answer, empty for none."""
    if value is None:
        return ""
    if value.boolean is not None:
        return YES if value.boolean else NO
    if value.quantity is not None:
        return value.quantity.value.replace(".", ",")
    if value.when is not None:
        return value.when.display()
    return (value.concept.text if value.concept else value.text) or ""


def words_of(value: Value | None) -> str:
    """Return an answer as it is read, its unit behind it."""
    typed = typed_of(value)
    unit = value.quantity.printed_unit if value is not None and value.quantity else ""
    space = "" if unit.startswith("/") else "\u00a0"
    return f"{typed}{space}{unit}" if typed and unit else typed


def alert_of(question: Question, value: Value | None) -> str:
    """Return what an answer calls for, empty for most."""
    if value is None:
        return ""
    if question.alert_from is not None and value.quantity is not None:
        return question.alerts[""] if value.quantity.decimal >= question.alert_from else ""
    return question.alerts.get(typed_of(value), "")


def told(answers: Iterable[FormAnswer], measures: Iterable[Observation]) -> tuple[Told, ...]:
    """Return the forms of a consultation in words; one of a later version says the codes of its questions."""
    numbers = {one.id: one.value for one in measures}
    by_form: dict[str, dict[str, Value]] = {}
    for answer in answers:
        if (value := answered(answer, numbers)) is not None:
            by_form.setdefault(answer.form, {})[answer.question] = value
    order = [form.id for form in FORMS]
    ranked = sorted(by_form, key=lambda one: (order.index(one) if one in order else len(order), one))
    return tuple(_told(form, by_form[form]) for form in ranked)


def question_words(answer: FormAnswer) -> str:
    """Return the question of an answer; its code when the form is of a later version."""
    form = BY_ID.get(answer.form)
    question = form.question(answer.question) if form else None
    return question.words if question else answer.question


def answered(answer: FormAnswer, numbers: Mapping[str, Value | None]) -> Value | None:
    """Return the value of an answer, that of its measure when it has one."""
    return numbers.get(answer.observation) if answer.observation else answer.value


def _told(identifier: str, values: dict[str, Value]) -> Told:
    form: Form | None = BY_ID.get(identifier)
    if form is None:
        lines = tuple((code, words_of(value)) for code, value in sorted(values.items()))
        return Told(form=identifier, title=f"Formulaire {identifier}", answers=lines)
    asked = [one for one in form.questions if one.code in values]
    alerts = dict.fromkeys(alert_of(one, values[one.code]) for one in asked)
    return Told(
        form=form.id,
        title=form.title,
        answers=tuple((one.words, words_of(values[one.code])) for one in asked),
        alerts=tuple(alert for alert in alerts if alert),
    )


def _number(question: Question, typed: str) -> Quantity:
    low, high = question.bounds
    try:
        found = quantity(typed, question.unit, question.unit_text)
    except ValueError:
        raise WrongAnswerError(f"{question.words}\u00a0: écrivez un nombre.") from None
    if not low <= found.decimal <= high:
        between = f"entre {_french(low)} et {_french(high)}\u00a0{question.unit_text}"
        raise WrongAnswerError(f"{question.words}\u00a0: {between}.")
    return found


def _french(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")
