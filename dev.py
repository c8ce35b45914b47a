#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The one door of the project: `python3 dev.py help` lists what it does.

Standard library only, Python 3.11 or later, Linux, macOS, Windows. It makes .venv, installs the locked
dependencies with their hashes, and on Debian or Ubuntu the system packages that are missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LOCKS = ("requirements/all.txt", "requirements/build.txt", "requirements/uv.txt", "pyproject.toml")
MINIMUM = (3, 11)
EMITTED = ROOT / "build" / "conformance"

WINDOW = [
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
    "libx11-6",
    "libbrotli1",
]
SCREEN = [
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libx11-xcb1",
    "xvfb",
    "xauth",
]
CARD = ["pcscd", "vsmartcard-vpcd", "opensc-pkcs11", "libpcsclite-dev", "util-linux", "iproute2"]
BUILD = ["python3-venv", "python3-dev", "gcc", "libc6-dev", "git"]
BROWSER = ["chromium", "fonts-dejavu-core"]
DEBIAN_PACKAGES = (*BUILD, *WINDOW, *SCREEN, *CARD, *BROWSER)
"""What a bare Debian 12 lacks: each group is needed by the demo and the tests, which use real counterparts."""


def main(arguments: Sequence[str]) -> int:
    """Run one command."""
    if sys.version_info < MINIMUM:
        print(f"Python {MINIMUM[0]}.{MINIMUM[1]} or later is needed; this is {sys.version.split()[0]}.")
        return 2
    name, *rest = arguments or ("help",)
    command = COMMANDS.get(name)
    if command is None:
        print(f"unknown command: {name}\n")
        show_help([])
        return 2
    return command(rest)


def show_help(_: Sequence[str]) -> int:
    """Show the commands."""
    print("python3 dev.py COMMAND [arguments]\n")
    for name, command in COMMANDS.items():
        print(f"  {name:12} {(command.__doc__ or '').splitlines()[0]}")
    return 0


def demo(arguments: Sequence[str]) -> int:
    """Seed a practice, start the region, insert a card and open the window (--headless --out DIR, --year)."""
    return in_venv("-m", "lgc_app.demo", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run the tests: real PC/SC, real HTTPS, SQLite and PostgreSQL, real Chromium."""
    # the long files first (tests/support/longest_first.py), not those with the most tests
    three = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")
    parallel = () if any(one.startswith("-n") for one in arguments) else three
    return in_venv("-m", "pytest", *parallel, *arguments)


def check(_: Sequence[str]) -> int:
    """Check style, format, types, architecture and documents."""
    steps = (
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-m", "pytest", "-q", "-p", "no:randomly", "tests/test_architecture.py", "tests/test_docs.py"),
    )
    results = []
    for step in steps:
        print(f"$ {' '.join(step[1:])}", flush=True)
        results.append(in_venv(*step))
    return max(results)


def run(arguments: Sequence[str]) -> int:
    """Open the application (sub-commands as `serenite`)."""
    return in_venv("-m", "lgc_app", *arguments)


def server(arguments: Sequence[str]) -> int:
    """Run the regional server (sub-commands as `serenite-server`)."""
    return in_venv("-m", "sync_server", *(arguments or ("run",)))


def bench(arguments: Sequence[str]) -> int:
    """Measure: bench NAME [--json FILE]; names: app, sync."""
    return in_venv("-m", "tests.bench", *arguments)


def soak(arguments: Sequence[str]) -> int:
    """Prove for longer than a test may: [--minutes N] [--json FILE, also where it goes on] [--only FORM]."""
    return in_venv("-m", "tests.soak", *arguments)


def conformance(arguments: Sequence[str]) -> int:
    """Run the public ANS kit over what we emit: --kit DIR [FILE...]."""
    prepare()
    uv("pip", "install", "-q", "--python", str(PYTHON), "--require-hashes", "-r", "requirements/conformance.txt")
    files = [one for one in arguments if one.endswith(".xml")]
    if not files:
        in_venv("-m", "tests.support.emitted", str(EMITTED))
        files = sorted(str(path) for path in EMITTED.glob("*.xml"))
        arguments = [*arguments, *files]
    return in_venv("-m", "interop.conformance", *arguments)


def pictures(arguments: Sequence[str]) -> int:
    """Take the pictures of the guide again (docs/user/images), light and dark: [--out DIR] [--every-look]."""
    return in_venv("-m", "tests.pictures", *arguments)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "run": run,
    "server": server,
    "bench": bench,
    "soak": soak,
    "conformance": conformance,
    "pictures": pictures,
    "help": show_help,
}


def in_venv(*arguments: str) -> int:
    """Run the project's Python, prepared first."""
    prepare()
    path = os.pathsep.join((str(ROOT), str(ROOT / "smartcard")))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"}
    if sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment, check=False).returncode


def prepare() -> None:
    """Install what is missing; nothing is done when nothing changed."""
    stamp = VENV / ".stamp"
    wanted = fingerprint()
    if PYTHON.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    install_system_packages()
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    print("Installing the locked dependencies …", flush=True)
    quietly(str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/uv.txt")
    uv("pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", "--compile-bytecode",
       "--build-constraints", "requirements/build.txt", "requirements/uv.txt", "requirements/all.txt")  # fmt: skip
    uv("pip", "install", "-q", "--python", str(PYTHON), "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write_text(wanted, "utf-8")


def fingerprint() -> str:
    """Return what the environment was made from."""
    digest = hashlib.sha256(sys.version.encode())
    for name in LOCKS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def uv(*arguments: str) -> None:
    """Run uv inside .venv."""
    quietly(str(PYTHON), "-m", "uv", *arguments)


def quietly(*command: str) -> None:
    """Run a command that must succeed."""
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"This step failed: {' '.join(command)}")


def install_system_packages() -> None:
    """On Debian and Ubuntu, install the packages that are missing, or print the one command that does."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return
    missing = [name for name in DEBIAN_PACKAGES if not is_installed(name)]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    root = os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if not root and not can_sudo():
        command = f"sudo apt-get update && sudo {' '.join(install)}"
        sys.exit(f"System packages are missing. Run this once, then try again:\n\n{command}")
    print(f"Installing {len(missing)} system packages …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], install):
        log = subprocess.run([*sudo, *command], env=environment, check=False, capture_output=True, text=True)
        if log.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{log.stdout}{log.stderr}")


def is_installed(package: str) -> bool:
    """Tell whether a Debian package is there."""
    query = ["dpkg-query", "-W", "-f=${Status}", package]
    found = subprocess.run(query, capture_output=True, text=True, check=False)
    return "install ok installed" in found.stdout


def can_sudo() -> bool:
    """Tell whether sudo works without a password."""
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
