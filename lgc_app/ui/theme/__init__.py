# SPDX-License-Identifier: EUPL-1.2
"""What the window looks like: colours, sizes, fonts, icons and French typography."""
