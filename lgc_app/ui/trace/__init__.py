# SPDX-License-Identifier: EUPL-1.2
"""Qui a ouvert ce dossier: the read trail, for the doctor."""
