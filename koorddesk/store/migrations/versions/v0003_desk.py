"""What the letters, the chain and the window of a full desk need besides."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE own_text (id TEXT NOT NULL, source TEXT NOT NULL, block TEXT NOT NULL, text TEXT NOT NULL,
    based_on TEXT NOT NULL, version INTEGER NOT NULL, written_by TEXT NOT NULL, written_on TEXT NOT NULL, note
    TEXT NOT NULL, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE TABLE pathway_group (id TEXT NOT NULL, pathway_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY
    (id), FOREIGN KEY(pathway_id) REFERENCES pathway_description (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(group_id) REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_pathway_group_group_id ON pathway_group (group_id)
    """,
    """
    CREATE INDEX ix_pathway_group_pathway_id ON pathway_group (pathway_id)
    """,
    """
    CREATE TABLE entry_document (id TEXT NOT NULL, entry_id TEXT NOT NULL, direction TEXT NOT NULL, kind TEXT
    NOT NULL, theme TEXT NOT NULL, dated TEXT, party TEXT NOT NULL, file_sha256 TEXT, file_name TEXT NOT NULL,
    case_number TEXT NOT NULL, document_number TEXT NOT NULL, registered_by TEXT NOT NULL, registered_on TEXT,
    PRIMARY KEY (id), FOREIGN KEY(entry_id) REFERENCES dialogue_entry (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(file_sha256) REFERENCES file (sha256) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_entry_document_entry_id ON entry_document (entry_id)
    """,
    """
    CREATE INDEX ix_entry_document_file_sha256 ON entry_document (file_sha256)
    """,
    """
    ALTER TABLE letter ADD COLUMN written_by TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE letter ADD COLUMN replaces_id TEXT REFERENCES letter (id) DEFERRABLE INITIALLY DEFERRED
    """,
    """
    ALTER TABLE letter ADD COLUMN channel TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE letter ADD COLUMN sent_to TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE letter ADD COLUMN figure_places TEXT DEFAULT '' NOT NULL
    """,
    """
    CREATE INDEX ix_letter_replaces_id ON letter (replaces_id)
    """,
    """
    CREATE TABLE letter_edit (id TEXT NOT NULL, letter_id TEXT NOT NULL, block TEXT NOT NULL, base TEXT NOT
    NULL, content TEXT NOT NULL, edited_by TEXT NOT NULL, edited_at TEXT NOT NULL, PRIMARY KEY (id), FOREIGN
    KEY(letter_id) REFERENCES letter (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_letter_edit_letter_id ON letter_edit (letter_id)
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
