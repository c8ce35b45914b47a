# SPDX-License-Identifier: EUPL-1.2
"""The answers of structured forms as they are read: « question : réponse », of what was answered alone."""

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from lgc_core.clinical.forms.answers import told
from lgc_core.model.form import FormAnswer
from lgc_core.model.observation import Observation
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES

_ANSWER = ENTITY_TABLES[FormAnswer].c


def form_words(connection: sa.Connection, encounters: Iterable[str]) -> dict[str, str]:
    """Return the words of the forms of some consultations, those without any left out."""
    where = _ANSWER.ix_encounter.in_(sorted(encounters))
    given = [one for one in queries.find(connection, FormAnswer, where, order=_ANSWER.id) if one.is_given]
    measures = queries.by_ids(connection, Observation, (one.observation for one in given))
    by_visit: defaultdict[str, list[FormAnswer]] = defaultdict(list)
    for one in given:
        by_visit[one.encounter].append(one)
    said = {key: told(answers, measures.values()) for key, answers in by_visit.items()}
    return {
        key: "\n".join(f"{form.title}\n{_lines(form.answers)}" for form in forms) for key, forms in said.items()
    }


def _lines(answers: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{question}\u00a0: {words}" for question, words in answers)
