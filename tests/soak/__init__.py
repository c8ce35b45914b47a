# SPDX-License-Identifier: EUPL-1.2
"""The proof in its long form: what the suite does in seconds, for hours, on every core, from where it stopped."""
