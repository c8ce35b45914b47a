# SPDX-License-Identifier: EUPL-1.2
"""Power cuts: what was written and not flushed is dropped or torn, and what was promised must be there."""
