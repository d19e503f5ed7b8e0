"""``thidua new``: a workspace with its definition and ready-to-fill registers."""

from __future__ import annotations

from pathlib import Path

from cli.output import write_new
from cli.workspace import DEFINITION_FILE, ISSUED_DIR, RETURNS_DIR, Unusable
from schemas.finding import Severity
from schemas.load import read_definition, select_scale
from schemas.preset import preset_bytes, presets
from workbooks.registers import write_registers

__all__ = ["create_workspace"]


def create_workspace(preset_id: str, root: Path, scale: str | None = None) -> tuple[Path, ...]:
    """Makes a workspace in an empty or new folder and returns the files written.

    Codes: WSP-006 folder not empty, WSP-009 a file and no folder, WSP-007 no such
    preset, WSP-008 no such scale.
    """
    known = [preset.id for preset in presets()]
    if preset_id not in known:
        raise Unusable.because("WSP-007", preset=preset_id, known=", ".join(known))
    if root.exists() and not root.is_dir():
        raise Unusable.because("WSP-009", folder=str(root))
    if root.exists() and any(root.iterdir()):
        raise Unusable.because("WSP-006", folder=str(root))
    data = preset_bytes(preset_id)
    campaign, findings = read_definition(data, DEFINITION_FILE)
    if scale is not None and campaign is not None:
        scales = [s.id for s in campaign.scales]
        if scale not in scales:
            raise Unusable.because("WSP-008", scale=scale, known=", ".join(scales))
        data = select_scale(data, scale)
        campaign, findings = read_definition(data, DEFINITION_FILE)
    if campaign is None or any(f.severity is Severity.ERROR for f in findings):
        raise Unusable(findings)
    written: list[Path] = []
    for name, content in {DEFINITION_FILE: data, **write_registers(campaign)}.items():
        write_new(root / name, content)
        written.append(root / name)
    for stage in campaign.stages:
        for folder in (ISSUED_DIR, RETURNS_DIR):
            (root / folder / stage.id).mkdir(parents=True, exist_ok=True)
    return tuple(written)
