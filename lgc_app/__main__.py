# SPDX-License-Identifier: EUPL-1.2
"""`serenite`: the window without arguments, else a command for everything that the window can do."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or run one command; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] != "fenetre":
        from lgc_app.cli.program import run  # noqa: PLC0415 -- the window does not pay for the command line

        return run(given)
    from lgc_app.ui.start.launch import open_window  # noqa: PLC0415 -- the command line needs no Qt

    return open_window(given[1:])


if __name__ == "__main__":
    raise SystemExit(main())
