"""Keys of records: UUIDs as text, so that two copies of a store never give one key to two things."""

from __future__ import annotations

import uuid

# Records of the registers get keys derived from their codes, so that every copy of the store names them alike.
_REGISTER = uuid.UUID("1f0c3f0e-5f6b-5b6e-9a43-6d0f3c1f7a11")


def new_id() -> str:
    """Return a fresh key."""
    return str(uuid.uuid4())


def register_id(kind: str, code: str) -> str:
    """Return the key that every store gives to the register record ``code`` of this kind."""
    return str(uuid.uuid5(_REGISTER, f"{kind}:{code}"))
