# SPDX-License-Identifier: EUPL-1.2
"""A private pcscd with one virtual reader: its own socket, its own ports.

pcscd has its socket folder compiled in (/run/pcscd). It runs here in a mount namespace where that folder
is one of ours; clients find it by PCSCLITE_CSOCK_NAME, which libpcsclite reads once a process. So any number
of runs, and a developer's own pcscd, live side by side.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
READER_NAME = "Virtual PCD 00 00"
_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_DAEMONS = ("pcscd", "/usr/sbin/pcscd")
_SLOTS = 2  # vpcd opens two, on consecutive ports
_START_SECONDS = 15.0
_STOP_SECONDS = 5.0
_LISTENING = "0A"
_INSIDE = 'mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd && shift && exec "$@"'


class PcscdUnavailableError(RuntimeError):
    """This machine cannot run a private pcscd; the text says what is missing."""


class PrivatePcscd:
    """One daemon. Start it, plug cards into `port`, stop it; it may be started again in the same folder."""

    def __init__(self, folder: Path) -> None:
        """Use a folder for socket, settings and log. The socket path must stay under 108 bytes."""
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def socket_path(self) -> Path:
        """Where clients connect."""
        return self._folder / "run" / "pcscd.comm"

    @property
    def log_path(self) -> Path:
        """Where the daemon writes. Never in the settings folder: pcscd would read its own log."""
        return self._folder / "pcscd.log"

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> "PrivatePcscd":
        """Start and wait until a card can be plugged (about 60 ms).

        Raises:
            PcscdUnavailableError: pcscd, the virtual reader or the right to make a namespace is missing.
        """
        daemon = _daemon()
        runtime = self._folder / "run"
        settings = self._folder / "readers"
        for folder in (runtime, settings):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        self.port = _free_ports()
        (settings / "vpcd").write_text(_reader_settings(self.port), "ascii")
        command = [*_namespace(), "sh", "-c", _INSIDE, "sh", str(runtime)]
        command += [daemon, "--foreground", "--info", "--config", str(settings)]
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603 - fixed words and our own paths
        self._wait()
        return self

    def stop(self) -> None:
        """End the daemon by its pid."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def discard(self) -> None:
        """End the daemon and remove its folder."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while not (_answers(self.socket_path) and _is_listening(self.port)):
            if self._process is None or self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                said = self.log_path.read_text("utf-8", "replace")[-800:]
                raise PcscdUnavailableError(f"pcscd did not start: {said}")
            time.sleep(0.02)


def make_private_pcscd() -> PrivatePcscd:
    """Prepare a daemon in a fresh temporary folder, and point this process and its children to it.

    Call it before the first use of PC/SC in this process: libpcsclite remembers the socket it first saw.
    """
    daemon = PrivatePcscd(Path(tempfile.mkdtemp(prefix="pcscd-")))
    os.environ[SOCKET_VARIABLE] = str(daemon.socket_path)
    return daemon


def _daemon() -> str:
    found = next((path for name in _DAEMONS if (path := shutil.which(name))), None)
    if found is None or not _DRIVER.exists():
        raise PcscdUnavailableError("pcscd or vsmartcard-vpcd is not installed")
    if shutil.which("unshare") is None:
        raise PcscdUnavailableError("unshare (util-linux) is not installed")
    return found


def _namespace() -> list[str]:
    mapping = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", *mapping, "--mount"]


def _reader_settings(port: int) -> str:
    return (
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{port:04X}\n'
        f"LIBPATH {_DRIVER}\nCHANNELID 0x{port:04X}\n"
    )


def _free_ports() -> int:
    """Find consecutive free ports. A rare race with another program is told as a failed start."""
    for _ in range(50):
        with socket.socket() as first:
            first.bind(("", 0))
            port: int = first.getsockname()[1]
            try:
                with socket.socket() as second:
                    second.bind(("", port + _SLOTS - 1))
            except OSError:
                continue
            return port
    raise PcscdUnavailableError("no two consecutive free ports")


def _is_listening(port: int) -> bool:
    """Read the kernel's table: to connect would insert a card."""
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    fields = (line.split() for line in lines)
    return any(field[1].endswith(f":{port:04X}") and field[3] == _LISTENING for field in fields)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True
