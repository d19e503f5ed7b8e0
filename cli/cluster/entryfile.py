"""The entries of a run as one Parquet file, for whoever counts over many campaigns.

Its columns are described in docs/scale.md. Nothing of the product reads it: the results are those
of ``ket-qua``. Equal runs give equal bytes with the same release of pyarrow.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from appraisal.outcome import EntryResult
from appraisal.run import Run
from cli.cluster.library import library
from cli.cluster.unittree import unit_path
from schemas.finding import Origin
from schemas.number import plain
from schemas.value import Value

__all__ = ["write_entries"]

_GROUP = 10_000
"""Entries of a row group: so many are held as a table at once."""


def write_entries(run: Run) -> bytes:
    """The file: one row for each entry, sorted by id, with values, faults and origins."""
    schema = _schema(library("pyarrow"), run)
    paths = unit_path(run.units)
    made = io.BytesIO()
    with library("pyarrow.parquet").ParquetWriter(made, schema, compression="zstd") as writer:
        for group in _groups(run.outcome.entries):
            rows = [_row(run, result, paths) for result in group]
            writer.write_table(library("pyarrow").Table.from_pylist(rows, schema=schema))
    return made.getvalue()


def _schema(arrow: Any, run: Run) -> Any:
    text, flag, several = arrow.string(), arrow.bool_(), arrow.list_(arrow.string())
    named = arrow.map_(text, several)
    place = arrow.struct([("file", text), ("sheet", text), ("cell", text)])
    columns = [
        *((name, text) for name in ("campaign", "run", "id", "unit")),
        ("unit_path", several),
        *((name, text) for name in ("subject", "name", "title", "state", "merged_into")),
        *((name, flag) for name in ("complete", "unregistered")),
        *((name, several) for name in ("blocked", "awards")),
        *((name, text) for name in ("held", "doubt", "route", "pool", "total", "total_exact")),
        ("rank", arrow.int32()),
        ("band", text),
        ("recognised", flag),
        *((name, named) for name in ("values", "faults")),
        *((name, arrow.map_(text, place)) for name in ("cells", "rows")),
    ]
    about = {"campaign": run.campaign.id, "run": run.code, "as_of": run.as_of.isoformat()}
    return arrow.schema(columns, metadata={f"thidua.{key}": said for key, said in about.items()})


def _row(run: Run, result: EntryResult, paths: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    entry, exact = result.entry, result.total_exact
    return {
        "campaign": run.campaign.id,
        "run": run.code,
        "id": entry.id,
        "unit": entry.unit,
        "unit_path": list(paths.get(entry.unit, ())),
        "subject": entry.subject,
        "name": entry.name,
        "title": entry.title,
        "state": str(entry.state),
        "merged_into": entry.merged_into,
        "complete": entry.complete,
        "unregistered": entry.unregistered,
        "blocked": list(entry.blocked),
        "awards": list(result.awards),
        "held": entry.held,
        "doubt": entry.doubt,
        "route": result.route,
        "pool": result.pool,
        "total": None if result.total is None else plain(result.total),
        "total_exact": None if exact is None else f"{exact.numerator}/{exact.denominator}",
        "rank": result.rank,
        "band": result.band,
        "recognised": result.recognised,
        "values": sorted((name, _texts(value)) for name, value in entry.values.items()),
        "faults": sorted((name, list(codes)) for name, codes in entry.faults.items()),
        "cells": _places(entry.cells),
        "rows": _places(entry.rows),
    }


def _texts(value: Value) -> list[str]:
    """A value as texts: none for a blank, several for several ticks; dates as 2024-01-10."""
    match value:
        case None:
            return []
        case Decimal():
            return [plain(value)]
        case date():
            return [value.isoformat()]
        case tuple():
            return list(value)
        case _:
            return [value]


def _places(origins: Mapping[str, Origin]) -> list[tuple[str, dict[str, str]]]:
    return [
        (name, {"file": origin.file, "sheet": origin.sheet, "cell": origin.cell})
        for name, origin in sorted(origins.items())
    ]


def _groups(entries: Sequence[EntryResult]) -> Iterator[Sequence[EntryResult]]:
    for start in range(0, len(entries), _GROUP):
        yield entries[start : start + _GROUP]
