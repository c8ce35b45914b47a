# SPDX-License-Identifier: EUPL-1.2
"""The record: typed entities and pure rules, no I/O (docs/architecture.md)."""
