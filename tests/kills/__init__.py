# SPDX-License-Identifier: EUPL-1.2
"""Real processes killed with SIGKILL over real files: what was promised is there, and nothing is half done."""
