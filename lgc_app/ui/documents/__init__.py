# SPDX-License-Identifier: EUPL-1.2
"""A document as a person reads it: PDF first, else its words; what cannot be shown is said."""
