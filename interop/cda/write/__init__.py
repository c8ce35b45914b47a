# SPDX-License-Identifier: EUPL-1.2
"""Write CDA documents: one header for all types, one function per entry kind, sections by table."""
