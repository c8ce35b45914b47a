# SPDX-License-Identifier: EUPL-1.2
"""A year of life of a fictional practice of La Réunion: people, visits, results, rounds, letters."""
