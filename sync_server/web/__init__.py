# SPDX-License-Identifier: EUPL-1.2
"""What both webs and both ports share: headers, limits, forms, pages."""
