# SPDX-License-Identifier: EUPL-1.2
"""Take in a whole folder of reports, in front of a person: what is found, recognised, refused, and what waits."""
