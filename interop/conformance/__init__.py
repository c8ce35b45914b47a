# SPDX-License-Identifier: EUPL-1.2
"""Run the public validation kit of the ANS over CDA files (interop.md §2.2–2.3); nothing of it lives here."""
