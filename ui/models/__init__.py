"""Item models over the row dataclasses of the services."""
