# SPDX-License-Identifier: EUPL-1.2
"""The desktop window: the only place that imports PySide6."""
