"""What reads many files: processes of this machine, or whatever else keeps the same promises."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from appraisal.judge import JudgedReturn, judge_return
from appraisal.returned import Return
from cli.reading.pool import Outcome, Progress, read_all
from cli.reading.worker import Reader
from cli.workspace import walk_returns
from schemas.campaign import Campaign
from schemas.form import StageForm

__all__ = ["Engine", "LocalEngine"]


class Engine(Protocol):
    """Reads (path, name) by a reader: one outcome for each, in their order.

    Whatever a file holds, it is one outcome, and the bytes that are parsed are those whose SHA-256
    it tells. `Unusable` where nothing can be read at all.
    """

    def walk(self, root: Path) -> tuple[tuple[Path, ...], int]:
        """The returns of a workspace, sorted, and how many files are none (`walk_returns`)."""
        ...

    def read(
        self, files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None
    ) -> tuple[Outcome, ...]:
        """All outcomes; ``progress`` hears of every file once."""
        ...

    def judge(self, campaign: Campaign, form: StageForm, ret: Return) -> JudgedReturn:
        """The verdict on a return that was read here, the same as that of `judge_return`."""
        ...


class LocalEngine:
    """The processes of `cli.reading.pool` on this machine."""

    def walk(self, root: Path) -> tuple[tuple[Path, ...], int]:
        """Those of ``nhan-ve``."""
        return walk_returns(root)

    def read(
        self, files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None
    ) -> tuple[Outcome, ...]:
        """As `Engine.read`."""
        return read_all(files, reader, progress)

    def judge(self, campaign: Campaign, form: StageForm, ret: Return) -> JudgedReturn:
        """Here and now."""
        return judge_return(campaign, form, ret)
