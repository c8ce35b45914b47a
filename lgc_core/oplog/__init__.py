# SPDX-License-Identifier: EUPL-1.2
"""The operation, its clock, its effect and its merge: pure, the same code on every post and on the server."""
