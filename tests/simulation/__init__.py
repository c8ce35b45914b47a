# SPDX-License-Identifier: EUPL-1.2
"""A whole region in one process, seeded: every fault of a network, a post and a server, then the proof."""
