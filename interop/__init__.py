# SPDX-License-Identifier: EUPL-1.2
"""Wire formats and remote services: our types to theirs and back."""
