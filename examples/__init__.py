"""Demo data: returns a district could have produced, planned and filled into issued workbooks.

In a wheel this package is ``cli._examples``; its modules import one another relatively. Nothing
here computes with the product's own sums: `expected` is a second opinion on what was planted.
"""

from __future__ import annotations

__all__: list[str] = []
