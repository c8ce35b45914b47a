# SPDX-License-Identifier: EUPL-1.2
"""python3 dev.py pictures: take the pictures of the guide again, in docs/user/images unless told otherwise."""

import argparse
import os
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("SERENITE_SIMULATION", "1")

import lgc_app.ui  # noqa: F401  before PySide6: keeps Python alive (docs/decisions/0007)
from lgc_app.ui.application import make_application
from tests.pictures.post import lived_in_post
from tests.pictures.tour import KEPT, LOOKS, walk

IMAGES = Path(__file__).parents[2] / "docs" / "user" / "images"


def main() -> int:
    """Walk once and say what was kept and what the checks found."""
    parser = argparse.ArgumentParser(prog="dev.py pictures")
    parser.add_argument("--out", type=Path, default=IMAGES, help="where the pictures go")
    parser.add_argument("--every-look", action="store_true", help="all looks of the design, not only the two kept")
    asked = parser.parse_args()
    qt = make_application()
    with tempfile.TemporaryDirectory(prefix="serenite-") as folder, lived_in_post(Path(folder)) as post:
        seen = walk(post, asked.out, tuple(LOOKS) if asked.every_look else KEPT)
    del qt
    faults = [f"{check}: {fault}" for check, found in seen.faults.items() for fault in found]
    print(*faults, f"{len(seen.looked_at)} pictures in {asked.out}", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
