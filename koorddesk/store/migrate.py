"""From an older schema to this program's: backup first, then all steps and the version in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.store import connect

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

register(
    {
        "store-migration-failed": N_(
            "The store %(path)s could not be brought up to this version of koorddesk. It is as it was. "
            "Tell your IT support; a copy from before lies in %(backup)s."
        ),
    }
)

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(path: Path, backup: Path) -> None:
    """Bring the store at ``path`` up to the newest schema; ``backup`` is the copy made before."""
    engine = connect.engine(path, writer=True, foreign_keys=False)
    try:
        with engine.begin() as connection:
            upgrade(connection)
            if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                raise UserError("store-migration-failed", path=str(path), backup=str(backup))
    finally:
        engine.dispose()


def upgrade(connection: Connection) -> None:
    """Run the steps that are missing, inside the connection's transaction.

    Foreign keys have to be off on it: a step that builds a table anew drops the old one.
    """
    # Alembic is only needed here, and takes a third of the time of a start.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
