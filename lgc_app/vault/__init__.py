# SPDX-License-Identifier: EUPL-1.2
"""The encrypted record of a practice: its key, who may open it, its database and its attachments."""
