# SPDX-License-Identifier: EUPL-1.2
"""The agenda of several people - day or week, moved by hand or by keys."""
