# SPDX-License-Identifier: EUPL-1.2
"""The page over the window while a colleague's card is in the reader."""
