# SPDX-License-Identifier: EUPL-1.2
"""The practice desktop and its command line."""
