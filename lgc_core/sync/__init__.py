# SPDX-License-Identifier: EUPL-1.2
"""The operation log, its merge and its protocol (docs/protocol.md)."""
