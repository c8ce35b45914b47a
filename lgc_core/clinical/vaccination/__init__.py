# SPDX-License-Identifier: EUPL-1.2
"""Vaccines: what each protects from, the calendar as a dated edition, what is due, and the code on the box."""
