# SPDX-License-Identifier: EUPL-1.2
"""The reading room: a program that reads one hostile document, so that what it breaks is not the window.

One process, one document: pages leave it as pixels, words as text. Started by `lgc_app.services.reader_process`.
"""
