# SPDX-License-Identifier: EUPL-1.2
"""Write what we emit into a folder, for the public kit: python -m tests.support.emitted DIR."""

import sys
from pathlib import Path

from tests.support.cda import a_lab_report, a_pdf, a_report, a_vsm


def main() -> None:
    """Write one document of each kind."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("vsm", a_vsm()), ("compte-rendu", a_report(a_pdf())), ("biologie", a_lab_report())):
        (folder / f"{name}.xml").write_bytes(content)


if __name__ == "__main__":
    main()
