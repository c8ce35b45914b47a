# SPDX-License-Identifier: EUPL-1.2
"""What goes to paper: shown before, printed in one key, or saved."""
