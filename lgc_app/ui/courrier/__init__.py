# SPDX-License-Identifier: EUPL-1.2
"""Courrier: models at the left, the letter of the patient in front at the right."""
