# SPDX-License-Identifier: EUPL-1.2
"""Tables, unit of work and queries over SQLAlchemy Core: SQLCipher and PostgreSQL."""
