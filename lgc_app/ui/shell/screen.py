# SPDX-License-Identifier: EUPL-1.2
"""What a screen hands to the frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from lgc_app.ui.actions import Action


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of the content.

    `where` is its scope in the registry and its id; `rail` the item of the rail that lights up; `panes` are
    reached by F6 in this order, each with an accessible name; `banner` says whether the patient's banner stands
    above it; `patient` whether it shows a patient and is destroyed when the practice locks; `first` takes the
    keyboard when the screen comes (else the first pane does); `undo` and `redo` take a step
    of what is typed on it, and say whether there was one.
    """

    where: str
    words: str
    widget: QWidget
    actions: Sequence[Action] = ()
    panes: Sequence[QWidget] = ()
    rail: str = ""
    banner: bool = False
    patient: bool = False
    help_words: str = ""
    first: QWidget | None = None
    undo: Callable[[], bool] | None = None
    redo: Callable[[], bool] | None = None
