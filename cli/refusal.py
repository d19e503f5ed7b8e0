"""Turns "this cannot be done" into sentences and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from cli.console import Console
from cli.workspace import Unusable
from schemas.reason import reason_of

__all__ = ["INTERRUPTED", "refusals"]

INTERRUPTED = 130
"""Exit code of a command that was ended by Ctrl+C, as shells have it."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def refusals(command: _Command) -> _Command:
    """Prints the findings of `Unusable` (or what the disk refused) and ends with exit code 2.

    Ctrl+C: WSP-034 and `INTERRUPTED`.
    """

    @wraps(command)
    def wrapper(*args: Any, console: Console, **kwargs: Any) -> Any:
        try:
            return command(*args, console=console, **kwargs)
        except Unusable as refusal:
            if console.as_json:
                console.json({"findings": [console.record(f) for f in refusal.findings]})
            console.findings(refusal.findings)
        except BrokenPipeError:
            raise  # whoever reads the output has seen enough; click ends quietly
        except OSError as error:
            file = str(error.filename or "")
            finding = Unusable.because("WSP-026", file=file, reason=reason_of(error)).findings[0]
            if console.as_json:
                console.json({"findings": [console.record(finding)]})
            console.findings((finding,))
        except KeyboardInterrupt:
            console.findings(Unusable.because("WSP-034").findings)
            sys.exit(INTERRUPTED)
        sys.exit(2)

    return wrapper  # type: ignore[return-value]  # same signature, for click
