"""The returns of a workspace read in processes beside the same ones read in this one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from appraisal.returned import Return
from cli.reading.pool import read_all
from cli.workspace import open_workspace, return_names, walk_returns
from schemas.formpart import stage_form
from workbooks.read import read_return

__all__ = ["read_both_ways"]


def read_both_ways(root: Path, most: int = 24) -> tuple[list[Return], list[Return]]:
    """Some ``most`` files from all over ``nhan-ve``: read in processes, and read here."""
    campaign = open_workspace(root).campaign
    forms = {stage.id: stage_form(campaign, stage.id) for stage in campaign.stages}
    paths = walk_returns(root)[0]
    files = list(zip(paths, return_names(paths, root), strict=True))
    files = files[:: -(-len(files) // most)]
    reader = partial(read_return, forms=forms, campaign_id=campaign.id)
    told = [found.value for found in read_all(files, reader)]
    return told, [reader(path.read_bytes(), name) for path, name in files]
