# SPDX-License-Identifier: EUPL-1.2
"""Keeps Python alive under PySide6 6.12.0, whose wheel forgets to count its references to None, True and False.

Seen on Python 3.11 with PySide6-Essentials 6.12.0: each call that returns nothing takes one reference away from
None ("Fatal Python error: none_dealloc" after some thousands of calls; 6.11.2 and 6.10.2 do not). From Python
3.12 on these objects cannot die (PEP 683): nothing is done there. To be removed with the first fixed release.
"""

import ctypes
import sys

# PEP 683 came with 3.12
_IMMORTAL_SINCE = (3, 12)
# far more references than a year of calls can take away; tests/unit/lgc_app/ui/undying shows that it holds
_ENOUGH = 1 << 40


def keep_singletons_alive() -> None:
    """Give the objects of which there is one, references that nobody can use up; harmless when called again."""
    if sys.version_info >= _IMMORTAL_SINCE:
        return
    for single in (None, True, False, NotImplemented, ...):
        if sys.getrefcount(single) < _ENOUGH:
            ctypes.c_ssize_t.from_address(id(single)).value += _ENOUGH
