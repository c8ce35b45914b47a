# SPDX-License-Identifier: EUPL-1.2
"""From the first window to the open practice, and back to the lock screen."""
