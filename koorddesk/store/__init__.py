"""The one local SQLite file: tables, mapping, history, migrations, backup."""
