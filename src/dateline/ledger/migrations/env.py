"""Alembic's entry point. The connection comes from :mod:`dateline.ledger.migrate`; there is no ini file."""

from alembic import context

from dateline.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Our engine begins real transactions on SQLite, so a step that fails or is killed leaves the
    # ledger as it was; Alembic would otherwise assume that SQLite cannot roll tables back.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
