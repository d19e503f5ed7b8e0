"""Returns whose place or name says otherwise than the form in them: the form is believed, and told.

RET-062: the name names another sender; RET-063: the folder is that of another stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from appraisal.filename import name_key
from appraisal.returned import Return
from appraisal.senders import Senders
from schemas.campaign import Campaign, Stage
from schemas.finding import Finding, Origin, Severity

__all__ = ["misfiled"]

_SHORTEST = 3
"""Letters and digits from which on a code in a file name is no accident."""

_WORD = re.compile(r"[^\W_]+")


def misfiled(
    campaign: Campaign, senders: Senders, accepted: Sequence[Return], originals: Mapping[str, str]
) -> Iterator[Finding]:
    """What names and folders of returns say against the forms in them (RET-062, RET-063).

    A name that names another sender is an error where that one returned nothing else for the
    stage: one of the two may have filled in the form of the other. ``originals``: copies change
    nothing, so that a warning does.
    """
    came = {(ret.stage, ret.sender.id) for ret in accepted if ret.sender}
    codes = {stage.id: _Codes(senders, stage) for stage in campaign.stages}
    titles = {stage.id: stage.title for stage in campaign.stages}
    for ret in accepted:
        if ret.sender is None:
            continue
        folders = name_key(ret.path).split("/")[1:]
        origin = Origin(file=ret.path)
        if len(folders) > 1 and folders[0] in titles and folders[0] != ret.stage:
            params = {"folder": titles[folders[0]], "stage": titles.get(ret.stage, ret.stage)}
            yield _said("RET-063", Severity.WARNING, origin, folders[0], params)
        own = ret.sender.id
        words = [part for part in folders if part not in titles]
        named = codes[ret.stage].named(words, own) if ret.stage in codes else ""
        if named:
            alone = (ret.stage, named) not in came and ret.path not in originals
            severity = Severity.ERROR if alone else Severity.WARNING
            yield _said("RET-062", severity, origin, named, {"sender": own})


class _Codes:
    """The senders' codes of one stage, found in a path by its words: a province has thousands."""

    def __init__(self, senders: Senders, stage: Stage) -> None:
        codes = [s.id for s in senders.of(stage) if len(s.id) >= _SHORTEST and _has_letter(s.id)]
        self._plain: dict[str, str] = {}
        self._others: dict[tuple[str, ...], list[str]] = {}
        for code in codes:
            key = name_key(code)
            if _WORD.fullmatch(key):
                self._plain[key] = code
            else:
                self._others.setdefault(tuple(_WORD.findall(key)), []).append(code)
        self._lengths = sorted({len(words) for words in self._others})

    def named(self, parts: Sequence[str], own: str) -> str:
        """The one other code that stands in a path without the sender's own; else empty."""
        text = "/".join(parts)
        if _stands(own, text):
            return ""
        words = _WORD.findall(text)
        runs = (
            tuple(words[start : start + length])
            for length in self._lengths
            for start in range(len(words) - length + 1)
        )
        near = (code for run in runs for code in self._others.get(run, ()))
        found = {code for code in near if _stands(code, text)}
        found |= {self._plain[word] for word in words if word in self._plain}
        found -= {own}
        return found.pop() if len(found) == 1 else ""


def _has_letter(code: str) -> bool:
    return any(letter.isalpha() for letter in code)


def _stands(code: str, text: str) -> bool:
    """Whether a code stands in a path as a word of its own."""
    key = name_key(code)
    place = text.find(key)
    while place >= 0:
        before, after = text[max(place - 1, 0) : place], text[place + len(key) :][:1]
        if not _WORD.match(before) and not _WORD.match(after):
            return True
        place = text.find(key, place + 1)
    return False


def _said(
    code: str, severity: Severity, origin: Origin, value: str, params: Mapping[str, str]
) -> Finding:
    return Finding(code=code, severity=severity, origin=origin, value=value, params=params)
