# SPDX-License-Identifier: EUPL-1.2
"""The version that the server tells."""

from typing import Final

VERSION: Final = "0.1.0"
