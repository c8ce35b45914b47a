# SPDX-License-Identifier: EUPL-1.2
"""Find a person, admit a person, print an invitation."""
