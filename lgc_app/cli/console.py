# SPDX-License-Identifier: EUPL-1.2
"""The person in front of the command: what is asked, what is said; secrets are never arguments nor echoed."""

import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass

from lgc_app.context import AppContext
from lgc_app.installation import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """One run of one command, on one post.

    Attributes:
        ask: a visible question; ask_secret: one whose answer is not shown.
        read_text: everything on the standard input, for the text of a note.
    """

    installation: Installation
    make_context: Callable[[], AppContext]
    ask: Callable[[str], str] = input
    ask_secret: Callable[[str], str] = getpass.getpass
    say: Callable[[str], None] = print
    read_text: Callable[[], str] = sys.stdin.read
