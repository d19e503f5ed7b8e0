"""``python -m cli``: the command line where ``thidua`` itself is not on the path."""

from __future__ import annotations

from cli.main import main

__all__: list[str] = []

if __name__ == "__main__":
    main(prog_name="thidua")
