# SPDX-License-Identifier: EUPL-1.2
"""Vaccins: the booklet of a patient, a dose added by scan or by name, and who received a lot."""
