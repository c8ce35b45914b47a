# SPDX-License-Identifier: EUPL-1.2
"""Alembic environment: the connection is handed over, no address is configured."""

from alembic import context

with_connection = context.config.attributes["connection"]
context.configure(
    connection=with_connection,
    render_as_batch=True,
    transaction_per_migration=True,
    target_metadata=context.config.attributes.get("metadata"),
)
with context.begin_transaction():
    context.run_migrations()
