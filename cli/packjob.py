"""One correction pack to be written, and what writing any of them takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from appraisal.judge import JudgedReturn
from appraisal.returned import Sender
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.form import StageForm
from workbooks.pack import told_findings, write_pack

__all__ = ["Pack", "PackJob", "PackWriter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One correction pack: its file name and content, whose it is, and what it asks to mend.

    ``told`` are the findings at their places in the pack, errors first.
    """

    name: str
    data: bytes
    sender: Sender
    stage: str
    told: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackJob:
    """What counts of one sender for one stage and part, as one workbook, with its findings.

    ``unit_name`` and ``group`` are the sender's; ``member`` is the sender where it is one.
    """

    name: str
    judged: JudgedReturn
    sender: Sender
    findings: tuple[Finding, ...]
    unit_name: str
    group: str
    member: Member | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWriter:
    """What all packs of a run have in common; ``texts`` are the form parts of the stages."""

    campaign: Campaign
    forms: Mapping[str, StageForm]
    texts: Mapping[str, str]
    as_of: date
    lang: str

    def write(self, job: PackJob) -> Pack:
        """The pack; the same bytes in whatever process it is written."""
        stage = job.judged.ret.stage
        form = self.forms[stage]
        data = write_pack(
            self.campaign,
            form,
            self.texts[stage],
            job.judged,
            job.findings,
            job.unit_name,
            job.group,
            self.as_of,
            member=job.member,
            lang=self.lang,
        )
        told = told_findings(form, job.judged, job.findings)
        return Pack(name=job.name, data=data, sender=job.sender, stage=stage, told=told)
