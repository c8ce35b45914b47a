# SPDX-License-Identifier: EUPL-1.2
"""`python -m interop.conformance --kit DIR FILE...`: JSON on the standard output, exit 0 when all is clean."""

import argparse
import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from interop.conformance.run import validate
from lgc_core.errors import UserError


def main() -> int:
    """Run the command line."""
    arguments = _parser().parse_args()
    try:
        reports = validate(arguments.kit, arguments.work, arguments.files, arguments.volet)
    except UserError as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    answer = {
        "files": [dataclasses.asdict(report) for report in reports],
        "ok": all(report.clean for report in reports),
    }
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0 if answer["ok"] else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m interop.conformance")
    parser.add_argument("--kit", type=Path, required=True, help="dossier du kit public de l’ANS")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "serenite-conformance",
        help="dossier de travail, réutilisé d’une fois sur l’autre",
    )
    parser.add_argument("--volet", action="append", default=[], help="règles à ajouter")
    parser.add_argument("files", type=Path, nargs="+")
    return parser


if __name__ == "__main__":
    sys.exit(main())
