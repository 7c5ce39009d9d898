"""Alembic's entry: runs the migrations on the connection that it is given, inside its transaction."""

from alembic import context

from workbench.records.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
