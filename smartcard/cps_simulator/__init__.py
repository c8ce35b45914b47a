# SPDX-License-Identifier: EUPL-1.2
"""A CPS card made of data, for demo and tests only. Every certificate it shows says SIMULATION."""
