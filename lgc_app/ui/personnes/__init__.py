# SPDX-License-Identifier: EUPL-1.2
"""« Personnes »: who works in the practice, in which role, and whose card opens this post."""
