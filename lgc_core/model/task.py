# SPDX-License-Identifier: EUPL-1.2
"""Something to do or somebody to call back, for a person or for a role, with a day."""

from typing import Annotated, Literal

from lgc_core.model.entity import A, B, Entity

TaskKind = Literal["tâche", "rappel", "doublon"]
TaskStatus = Literal["à faire", "fait", "abandonné"]
WHOLE_PRACTICE = ""
"""Assignee of what anybody may take."""


class Task(Entity, frozen=True, kw_only=True):
    """One line to tick.

    Attributes:
        assignee: id of a Staff row, a role (`secretaire`), or empty for whoever is there.
        due: ISO date, empty for no date.
        about: id of what it speaks of (a document, an observation), empty for none.
    """

    kind: Annotated[TaskKind, A] = "tâche"
    title: Annotated[str, A]
    patient: Annotated[str, A] = ""
    assignee: Annotated[str, B] = WHOLE_PRACTICE
    due: Annotated[str, B] = ""
    priority: Annotated[Literal["normale", "haute"], A] = "normale"
    status: Annotated[TaskStatus, B] = "à faire"
    done_at: Annotated[str, A] = ""
    about: Annotated[str, A] = ""
