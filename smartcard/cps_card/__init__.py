# SPDX-License-Identifier: EUPL-1.2
"""Talk to a CPS card: recognise it, read who holds it, verify its code, sign, decrypt."""
