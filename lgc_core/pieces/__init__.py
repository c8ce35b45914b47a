# SPDX-License-Identifier: EUPL-1.2
"""Files cut in pieces: how they are cut, how they rest encrypted, how they arrive over a line that drops."""
