# SPDX-License-Identifier: EUPL-1.2
"""Remplacement: what a remplaçant finds on arriving, and leaves at the end."""
