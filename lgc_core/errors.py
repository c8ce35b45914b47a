# SPDX-License-Identifier: EUPL-1.2
"""The three kinds of trouble: the user can act, the outside can be retried, anything else is a bug.

No patient data in an exception: ids only (docs/architecture.md, Errors).
"""


class LgcError(Exception):
    """Root of every error that the project raises on purpose."""


class UserError(LgcError):
    """A French sentence for the person at the screen: what happened, then what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class OutsideError(LgcError):
    """Network, card, disk or remote service: not our fault, can be tried again."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
