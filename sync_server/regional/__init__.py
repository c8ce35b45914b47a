# SPDX-License-Identifier: EUPL-1.2
"""Regional services behind adapters; sandboxes say that they are."""
