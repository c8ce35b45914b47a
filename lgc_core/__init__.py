# SPDX-License-Identifier: EUPL-1.2
"""What the practice and the region share: the record, its log and its rules. No Qt, no network."""
