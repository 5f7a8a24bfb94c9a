"""The two ways in: the window without arguments, the command line with them."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Open the window, or run one command; return the exit status."""
    if len(sys.argv) > 1:
        from koorddesk.cli import run

        return run(sys.argv[1:], _open_window)
    return _open_window(None)


def _open_window(store: Path | None) -> int:
    """Open the window on a store, the user's own by default; Qt is loaded only here."""
    from ui.app import run as window

    return window(store)


if __name__ == "__main__":
    sys.exit(main())
