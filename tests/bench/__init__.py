# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks: ratios against a peer or a raw limit in one run, printed also when they fall short."""
