# SPDX-License-Identifier: EUPL-1.2
"""`serenite-server` and `python -m sync_server`."""

import sys

from lgc_core.errors import LgcError
from sync_server.cli.commands import parse, perform


def main() -> None:
    """Run one command; a refusal is a French sentence on standard error and exit code 1."""
    try:
        perform(parse(sys.argv[1:]))
    except (LgcError, OSError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
