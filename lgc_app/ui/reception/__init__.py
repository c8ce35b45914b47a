# SPDX-License-Identifier: EUPL-1.2
"""Réception: what arrived, the document, and where it will be filed."""
