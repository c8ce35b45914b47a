# SPDX-License-Identifier: EUPL-1.2
"""« Versions à rapprocher »: two versions of a value side by side, and what a person decides."""
