# SPDX-License-Identifier: EUPL-1.2
"""The patient's file (mockup c): history, today's consultation, context."""
