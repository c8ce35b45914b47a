# SPDX-License-Identifier: EUPL-1.2
"""Find the PKCS#11 module of the ANS, load it, and find the token of a reader in it."""

import os
import sys
from pathlib import Path
from typing import Any

import pkcs11
from pkcs11.constants import TokenFlag

from cps_card.errors import CardRemovedError, MiddlewareMissingError
from cps_card.pin import MAX_TRIES

_LINUX = ("/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", "/usr/lib64/libcps3_pkcs11_lux.so")
_MACOS = ("/usr/local/lib/libcps3_pkcs11_osx.dylib",)
_WINDOWS = ("System32/cps3_pkcs11_w64.dll", "SysWOW64/cps3_pkcs11_w32.dll", "System32/cps3_pkcs11_w32.dll")
_TRIES_WHEN_LOW = 2


def usual_paths() -> tuple[Path, ...]:
    """List where the Cryptolib CPS is installed on this operating system."""
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return tuple(windows / name for name in _WINDOWS)
    return tuple(Path(name) for name in (_MACOS if sys.platform == "darwin" else _LINUX))


def find_module() -> Path | None:
    """Return the installed Cryptolib, or None."""
    return next((path for path in usual_paths() if path.is_file()), None)


def load(module: Path) -> Any:
    """Load the module once a process.

    Raises:
        MiddlewareMissingError: when nothing loadable is there.
    """
    if not module.is_file():
        raise MiddlewareMissingError("no module at the path of the settings")
    try:
        return pkcs11.lib(str(module))
    except (OSError, pkcs11.PKCS11Error) as error:
        if isinstance(error, pkcs11.PKCS11Error) and type(error) is not pkcs11.PKCS11Error:
            raise  # a precise answer: the module loads
        raise MiddlewareMissingError("the module does not load") from error


def find_token(module: Path, reader: str) -> Any:
    """Return the token in this reader; modules name their slots after the reader.

    Raises:
        CardRemovedError: when there is none. A single token is taken even under another name.
    """
    slots = load(module).get_slots(token_present=True)
    for slot in slots:
        if reader.startswith(_text(slot.slot_description)):
            return slot.get_token()
    if len(slots) == 1:
        return slots[0].get_token()
    raise CardRemovedError("the module sees no card in this reader")


def tries_left_of(token: Any) -> int:
    """Read the PIN flags (PKCS#11 v2.40, CKF_USER_PIN_*): the exact count is not told above one."""
    flags = token.flags
    if flags & TokenFlag.USER_PIN_LOCKED:
        return 0
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return 1
    return _TRIES_WHEN_LOW if flags & TokenFlag.USER_PIN_COUNT_LOW else MAX_TRIES


def _text(description: Any) -> str:
    """Slot descriptions are padded and cut at 64 bytes."""
    if isinstance(description, bytes):
        description = description.decode("utf-8", "replace")
    return str(description).strip("\0 ")
