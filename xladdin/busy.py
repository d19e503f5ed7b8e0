"""Whether Excel was only too busy to answer: a cell is being edited, or a dialogue is open."""

from __future__ import annotations

__all__ = ["is_busy"]

_BUSY = frozenset(
    (
        -2147418111,  # RPC_E_CALL_REJECTED
        -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
        -2146777998,  # VBA_E_IGNORE: Excel takes no calls while a cell is edited
    )
)
_SCODE = 5
"""Place of Excel's own code in what COM says of an error."""


def is_busy(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says so. Known by its codes, not by its type."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if _says_busy(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_busy(error: BaseException) -> bool:
    if type(error).__name__ == "ExcelBusyError":  # of xlwings, on Windows only
        return True
    told = getattr(error, "excepinfo", None)
    codes = {getattr(error, "hresult", None)}
    if isinstance(told, tuple) and len(told) > _SCODE:
        codes.add(told[_SCODE])
    return bool(codes & _BUSY)
