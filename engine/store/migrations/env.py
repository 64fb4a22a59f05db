"""Alembic's entry: run the migrations on the connection that `engine.store.opening` has opened."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
# The caller's transaction spans all of it: a migration that fails or is killed leaves the store as it was.
context.run_migrations()
