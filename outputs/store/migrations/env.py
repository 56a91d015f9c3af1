"""Runs revisions on the connection that the caller holds open; there is no offline mode."""

from alembic import context

from outputs.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
