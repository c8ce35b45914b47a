# SPDX-License-Identifier: EUPL-1.2
"""Accounts, devices, rights, audit and partitions of the region."""
