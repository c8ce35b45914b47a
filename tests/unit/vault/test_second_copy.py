# SPDX-License-Identifier: EUPL-1.2
"""A second running copy is refused; a dead one is not in the way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lgc_app.vault.faults import AlreadyOpenError
from lgc_app.vault.one_copy import OneCopy

ROOT = Path(__file__).resolve().parents[3]
HOLDER = """
import sys, time
from pathlib import Path
from lgc_app.vault.one_copy import OneCopy
copy = OneCopy(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_another_process_is_refused_until_the_first_dies_even_by_sigkill(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'smartcard'}"}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, env=environment
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyOpenError) as refusal:
            OneCopy(tmp_path)
        assert "déjà ouvert" in refusal.value.sentence
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
    OneCopy(tmp_path).release()


def test_releasing_twice_is_harmless_and_lets_the_next_in(tmp_path: Path) -> None:
    first = OneCopy(tmp_path)
    first.release()
    first.release()
    second = OneCopy(tmp_path)
    with pytest.raises(AlreadyOpenError):
        OneCopy(tmp_path)
    second.release()
