# SPDX-License-Identifier: EUPL-1.2
"""The registry of what can be done: one entry feeds the shortcut, the button, the palette and the overlay."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

EVERYWHERE = "everywhere"

# Ui.md §4, double trigger: a primary action is deaf this long after firing
DEAF_SECONDS = 0.4

_FRENCH_KEYS = (
    ("Shift", "Maj"),
    ("Return", "Entrée"),
    ("Escape", "Échap"),
    ("Space", "Espace"),
    ("Left", "←"),
    ("Right", "→"),
    ("Up", "↑"),
    ("Down", "↓"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do, by key, by button or by name.

    `key` is Qt's portable form ("Ctrl+Shift+L"), "" for none; `where` is EVERYWHERE or a screen's scope;
    `heading` is the group in the overlay. `words_now`, when given, says what it does at this moment ("sign" over a
    signed note adds a complement). `bar` puts a button in the action bar, `primary` makes it the
    screen's one main action.
    """

    id: str
    words: str
    key: str
    where: str
    handler: Callable[[], None]
    icon: str = ""
    heading: str = ""
    primary: bool = False
    bar: bool = False
    words_now: Callable[[], str] | None = None
    offered: Callable[[], bool] | None = None

    @property
    def is_offered(self) -> bool:
        """Tell whether the palette and the overlay show it to whoever is there; its key answers why not."""
        return self.offered is None or self.offered()

    @property
    def said(self) -> str:
        """Return the words of this moment."""
        return self.words_now() if self.words_now else self.words


class KeyClashError(ValueError):
    """Two actions want the same key, or the same id, where both can be reached: a bug."""


class Actions:
    """Every action of the window; the shell owns the only instance."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._actions: dict[str, Action] = {}
        self._clock = clock
        self._fired_at: dict[str, float] = {}

    def add(self, actions: Iterable[Action]) -> None:
        """Register actions.

        Raises:
            KeyClashError: when an id is taken, or a key is taken in the same scope or everywhere.
        """
        for action in actions:
            self._refuse_clash(action)
            self._actions[action.id] = action

    def remove_scope(self, where: str) -> None:
        """Forget the actions of a screen that goes away."""
        self._actions = {key: action for key, action in self._actions.items() if action.where != where}

    def reachable(self, where: str) -> list[Action]:
        """List what can be done in a scope: its own actions first, then those of everywhere."""
        here = [action for action in self._actions.values() if action.where == where != EVERYWHERE]
        return here + [action for action in self._actions.values() if action.where == EVERYWHERE]

    def primary(self, where: str) -> Action | None:
        """Give the one main action of a scope."""
        return next((action for action in self.reachable(where) if action.primary), None)

    def trigger(self, action: Action) -> bool:
        """Do it; give False when a primary action was asked for again within DEAF_SECONDS."""
        now = self._clock()
        if action.primary and now - self._fired_at.get(action.id, -DEAF_SECONDS) < DEAF_SECONDS:
            return False
        self._fired_at[action.id] = now
        action.handler()
        return True

    def _refuse_clash(self, new: Action) -> None:
        if new.id in self._actions:
            raise KeyClashError(f"action {new.id} is registered twice")
        for other in self._actions.values():
            together = EVERYWHERE in (new.where, other.where) or new.where == other.where
            if new.key and together and _same_key(new.key, other.key):
                raise KeyClashError(f"{new.id} and {other.id} both want {new.key}")


def key_words(key: str) -> str:
    """Write a key as it is engraved on a French keyboard: "Ctrl+Shift+Return" -> "Ctrl+Maj+Entrée"."""
    for english, engraved in _FRENCH_KEYS:
        key = "+".join(engraved if part == english else part for part in key.split("+"))
    return key


def _same_key(first: str, second: str) -> bool:
    return sorted(first.casefold().split("+")) == sorted(second.casefold().split("+"))
