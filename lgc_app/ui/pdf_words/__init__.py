# SPDX-License-Identifier: EUPL-1.2
"""A program of its own that reads the words of hostile PDFs, so that what they break is not the window."""
