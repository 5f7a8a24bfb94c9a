"""Qt item models over row dataclasses."""
