# SPDX-License-Identifier: EUPL-1.2
"""Read CDA documents: bytes in, frozen values out; nothing here writes into the record."""
