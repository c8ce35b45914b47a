# SPDX-License-Identifier: EUPL-1.2
"""Clinical documents of the CI-SIS: read, compare, check, write."""
