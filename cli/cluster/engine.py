"""The engine that reads and judges returns as tasks of Dask: results as of the local engine."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

from appraisal.judge import JudgedReturn, judge_return
from appraisal.returned import Return
from cli.cluster.connection import connected, told
from cli.cluster.library import library
from cli.cluster.storage import Item, Storage
from cli.cluster.work import Answer, Batch, Carried, Task, do, prepared, release
from cli.reading.content import Unread, read_content
from cli.reading.pool import Outcome, Progress
from cli.reading.worker import Reader
from cli.workspace import RETURNS_DIR, Unusable, relative_path, return_names, walk_returns
from schemas.campaign import Campaign
from schemas.form import StageForm
from schemas.formpart import stage_form

__all__ = ["DaskEngine"]

_FILES = 64
"""Files of a batch at most: about two seconds of reading, so that a lost worker loses little."""
_BYTES = 4 * 2**20
"""Bytes that a batch carries at most (one larger file goes alone); the scheduler holds them."""
_AHEAD = 2
"""Batches under way for each thread of the cluster: one is done while the next one waits."""
_LOOK = 5.0
"""Seconds between two looks whether the cluster still has workers."""
_PATIENCE = 60.0
"""Seconds without any worker until the cluster is given up."""
_NOT_THERE = {"WSP-010", "WSP-029"}
"""What a worker says of a file that it cannot reach; this machine may."""


class DaskEngine:
    """Reads on the cluster of ``scheduler`` (none: threads of this process, for trying it out).

    ``storage`` takes the place of ``nhan-ve``. Without it the bytes are read here and sent along:
    the workers need no disk in common. What kills its worker again and again is read here.
    """

    def __init__(
        self, campaign: Campaign, scheduler: str = "", storage: Storage | None = None
    ) -> None:
        self._campaign = campaign
        self._scheduler = scheduler
        self._storage = storage
        self._items: dict[str, Item] = {}
        self._judged: dict[str, JudgedReturn] = {}

    def walk(self, root: Path) -> tuple[tuple[Path, ...], int]:
        """The returns of the storage as if they lay in ``nhan-ve``; without one those that do."""
        if self._storage is None:
            return walk_returns(root)
        items, ignored = self._storage.items()
        found = [(root / RETURNS_DIR / item.path, item) for item in items]
        found.sort(key=lambda one: (relative_path(one[0], root), one[0].as_posix(), one[1].key))
        paths = [path for path, _ in found]
        names = return_names(paths, root)
        self._items = {name: item for name, (_, item) in zip(names, found, strict=True)}
        return tuple(paths), ignored

    def read(
        self, files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None
    ) -> tuple[Outcome, ...]:
        """As `Engine.read`; CLU-001 … CLU-005 and CLU-008 (the cluster is lost)."""
        if not files:
            return ()
        campaign = self._campaign
        task = Task(
            reader=reader,
            release=release(),
            campaign=campaign,
            forms={stage.id: stage_form(campaign, stage.id) for stage in campaign.stages},
            storage=self._storage,
        )
        with connected(self._scheduler) as client:
            reading = _Reading(client, task, files, self._items, progress)
            outcomes = reading.run()
        self._judged = reading.judged
        return outcomes

    def judge(self, campaign: Campaign, form: StageForm, ret: Return) -> JudgedReturn:
        """The verdict that a task gave on this very return; judged here where none did."""
        if campaign is not self._campaign and campaign == self._campaign:
            self._campaign = campaign  # compared once, not for every return
        found = self._judged.get(ret.path)
        if found is not None and found.ret is ret and campaign is self._campaign:
            return found
        return judge_return(campaign, form, ret)


class _Reading:
    """The batches under way, and what came of each file."""

    def __init__(
        self,
        client: Any,
        task: Task,
        files: Sequence[tuple[Path, str]],
        items: dict[str, Item],
        progress: Progress | None,
    ) -> None:
        self._client = client
        self._task = task
        self._files = files
        self._items = items
        self._progress = progress
        self._found: dict[int, Outcome] = {}
        self._under_way: dict[Any, tuple[tuple[int, ...], Batch]] = {}
        self.judged: dict[str, JudgedReturn] = {}

    def run(self) -> tuple[Outcome, ...]:
        """All outcomes, in the order of the files."""
        distributed = library("distributed")
        batches = self._batches()
        lost = (OSError, TimeoutError, CancelledError)
        try:
            shared = self._client.submit(prepared, self._task, pure=False)
            while self._fill(batches, shared) or self._under_way:
                for future in self._done(distributed):
                    self._settle(distributed, future)
        except lost as error:
            raise Unusable.because("CLU-008", reason=told(error)) from error
        return tuple(self._found[index] for index in range(len(self._files)))

    def _batches(self) -> Iterator[tuple[tuple[int, ...], Batch]]:
        """The files in their order, as many together as make it worth a task."""
        lanes = max(1, self._threads())
        most = max(1, min(_FILES, len(self._files) // (2 * lanes)))
        taken: list[tuple[int, str, Carried | Item]] = []
        carried = 0
        for index, (path, name) in enumerate(self._files):
            source = self._source(path, name)
            if isinstance(source, Unread):
                self._keep(index, Outcome(code=source.code, params=source.params))
                continue
            size = len(source.data) if isinstance(source, Carried) else 0
            if taken and (len(taken) == most or carried + size > _BYTES):
                yield _batch(taken)
                taken, carried = [], 0
            taken.append((index, name, source))
            carried += size
        if taken:
            yield _batch(taken)

    def _source(self, path: Path, name: str) -> Carried | Item | Unread:
        """What is sent along for a file: where it lies, or its bytes as they are now."""
        storage, item = self._task.storage, self._items.get(name)
        if storage is None or item is None:
            content = read_content(path)
            return content if isinstance(content, Unread) else Carried(data=content.data)
        if not storage.is_here_only:
            return item
        data = storage.fetch(item)
        return data if isinstance(data, Unread) else Carried(data=data)

    def _fill(self, batches: Iterator[tuple[tuple[int, ...], Batch]], shared: Any) -> bool:
        """Gives the cluster work ahead; False where there is none left."""
        most = _AHEAD * max(1, self._threads())
        while len(self._under_way) < most:
            batch = next(batches, None)
            if batch is None:
                return False
            self._under_way[self._client.submit(do, shared, batch[1], pure=False)] = batch
        return True

    def _done(self, distributed: Any) -> tuple[Any, ...]:
        """Waits until a batch is done; `TimeoutError` where no worker is left to do any."""
        alone = 0.0
        while True:
            start = time.monotonic()
            try:
                done = distributed.wait(
                    list(self._under_way), timeout=_LOOK, return_when="FIRST_COMPLETED"
                ).done
            except TimeoutError:
                alone = 0.0 if self._threads() else alone + time.monotonic() - start
                if alone > _PATIENCE:
                    raise
            else:
                return tuple(done)

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _settle(self, distributed: Any, future: Any) -> None:
        places, batch = self._under_way.pop(future)
        error = future.exception()
        if error is None:
            answer: Answer = future.result()
        elif isinstance(error, distributed.KilledWorker):
            answer = do(self._task, batch)
        elif isinstance(error, Unusable | CancelledError):
            raise error
        else:
            raise Unusable.because("CLU-004", reason=told(error)) from error
        future.release()
        self._take(places, self._mended(batch, answer))

    def _mended(self, batch: Batch, answer: Answer) -> Answer:
        """Tries here what a worker could not reach: it may lack a drive or a right."""
        missed = [
            index
            for index, found in enumerate(answer.outcomes)
            if found.code in _NOT_THERE and isinstance(batch.files[index][1], Item)
        ]
        if not missed:
            return answer
        again = do(self._task, Batch(files=tuple(batch.files[index] for index in missed)))
        outcomes, judged = list(answer.outcomes), list(answer.judged)
        for index, outcome, verdict in zip(missed, again.outcomes, again.judged, strict=True):
            outcomes[index], judged[index] = outcome, verdict
        return Answer(outcomes=tuple(outcomes), judged=tuple(judged))

    def _take(self, places: tuple[int, ...], answer: Answer) -> None:
        for index, outcome, judged in zip(places, answer.outcomes, answer.judged, strict=True):
            if judged is not None:
                self.judged[self._files[index][1]] = judged
            self._keep(index, outcome)

    def _keep(self, index: int, outcome: Outcome) -> None:
        self._found[index] = outcome
        if self._progress:
            self._progress(len(self._found), len(self._files))


def _batch(taken: Sequence[tuple[int, str, Carried | Item]]) -> tuple[tuple[int, ...], Batch]:
    files = tuple((name, source) for _, name, source in taken)
    return tuple(index for index, _, _ in taken), Batch(files=files)
