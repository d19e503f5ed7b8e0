"""What the registry says about Excel, and the folders that it loads add-ins from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath

from xladdin.refusal import Refusal
from xladdin.setup.machine import Hive, Machine, Value, expanded, number, value
from xladdin.xlam.build import FILE_NAME

__all__ = [
    "Office",
    "Places",
    "excel_key",
    "excel_runs",
    "further_start",
    "office",
    "places",
    "policy_number",
    "usual_key",
]

_CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_NEWEST = 16  # also Excel 2019, 2021, 2024 and Microsoft 365
_CURRENT = re.compile(r"Excel\.Application\.(\d+)", re.IGNORECASE)
_STORE = PureWindowsPath("Packages/Microsoft.Office.Desktop_8wekyb3d8bbwe")
_PRIVATE = _STORE / "LocalCache" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
"""Where an Excel of Microsoft Store keeps its own copy of what it has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The installed Excel: ``16.0`` as in the registry, the full version, ``32``/``64`` or empty.

    ``store``: from Microsoft Store, which keeps private copies of files under AppData.
    """

    series: str
    version: str
    bits: str
    store: bool

    @property
    def major(self) -> int:
        """16 for Excel 2016 and everything newer, 15 for 2013, 14 for 2010."""
        return int(self.series.split(".")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Folders and files of one installation.

    ``xlstart``: what is in it Excel opens at its start. ``file``: the add-in there. ``others``:
    where a second copy would also be loaded. ``receipt``: what ``install`` notes down.
    ``home``: the folder of the environment that ``cai-dat.cmd`` makes.
    """

    xlstart: PureWindowsPath
    file: PureWindowsPath
    others: Sequence[PureWindowsPath]
    receipt: PureWindowsPath
    home: PureWindowsPath


def office(machine: Machine) -> Office | None:
    """The Excel that the registry names; ``None`` where there is none."""
    program = value(machine, Hive.COMPUTER, _APP_PATH, "")
    configuration = value(machine, Hive.COMPUTER, _CLICK_TO_RUN, "VersionToReport")
    current = _CURRENT.fullmatch(
        str(value(machine, Hive.COMPUTER, r"SOFTWARE\Classes\Excel.Application\CurVer", "") or "")
    )
    store = machine.is_folder(_local(machine) / _STORE)
    if not (program or current or store):
        return None
    series = f"{current[1] if current else _NEWEST}.0"
    return Office(
        series=series,
        version=str(configuration or series),
        bits=_bits(machine, series),
        store=store and not configuration,
    )


def _bits(machine: Machine, series: str) -> str:
    words = {"x86": "32", "x64": "64"}
    platform = value(machine, Hive.COMPUTER, _CLICK_TO_RUN, "Platform")
    if platform in words:
        return words[str(platform)]
    for branch in (r"SOFTWARE", r"SOFTWARE\WOW6432Node"):
        key = rf"{branch}\Microsoft\Office\{series}\Outlook"
        if (told := value(machine, Hive.COMPUTER, key, "Bitness")) in words:
            return words[str(told)]
    for branch, bits in ((r"SOFTWARE", "64"), (r"SOFTWARE\WOW6432Node", "32")):
        key = rf"{branch}\Microsoft\Office\{series}\Excel\InstallRoot"
        if value(machine, Hive.COMPUTER, key, "Path"):
            return bits
    return ""


def excel_key(machine: Machine, *, policy: bool = False) -> str:
    """The key of Excel's settings, or of what the office prescribes for them."""
    return rf"{_office_key(machine, policy=policy)}\Excel"


def usual_key(machine: Machine, *, policy: bool = False) -> str:
    """The key of the settings that the programs of Office share."""
    return rf"{_office_key(machine, policy=policy)}\Common"


def _office_key(machine: Machine, *, policy: bool) -> str:
    found = office(machine)
    series = found.series if found else f"{_NEWEST}.0"
    root = r"Software\Policies" if policy else "Software"
    return rf"{root}\Microsoft\Office\{series}"


def policy_number(machine: Machine, key: str, name: str) -> int | None:
    """What the office prescribes: through the cloud, for the user, or for the computer.

    ``key`` is one below ``Software\\Policies``; the cloud writes to a twin of that of Office.
    """
    cloud = key.replace(r"Policies\Microsoft\Office", r"Policies\Microsoft\Cloud\Office")
    for hive, at in ((Hive.USER, cloud), (Hive.USER, key), (Hive.COMPUTER, key)):
        if (told := number(machine, hive, at, name)) is not None:
            return told
    return None


def places(machine: Machine, xlstart: PureWindowsPath | None = None) -> Places:
    """Where things are; ``xlstart`` instead of the usual folder. `Refusal` ADD-109: no profile.

    Excel alone knows its ``StartupPath``; without it the folder of the user's profile is taken,
    which has been the same since Excel 2002, in every language.
    """
    roaming = machine.variable("APPDATA")
    if not roaming or not machine.variable("LOCALAPPDATA"):
        raise Refusal("ADD-109")
    microsoft = PureWindowsPath(roaming) / "Microsoft"
    usual = microsoft / "Excel" / "XLSTART"
    folder = xlstart or usual
    home = _local(machine) / "Thidua"
    others = [microsoft / "AddIns", usual, _local(machine) / _PRIVATE]
    if further := further_start(machine):
        others.append(further)
    return Places(
        xlstart=folder,
        file=folder / FILE_NAME,
        others=[other / FILE_NAME for other in others if other != folder],
        receipt=home / "Thidua.xlam.json",
        home=home,
    )


def further_start(machine: Machine) -> PureWindowsPath | None:
    """The folder under "At startup, open all files in", besides XLSTART."""
    told: Value | None = None
    for policy in (True, False):
        key = rf"{excel_key(machine, policy=policy)}\Options"
        told = told or value(machine, Hive.USER, key, "AltStartup")
    return PureWindowsPath(expanded(machine, told)) if isinstance(told, str) and told else None


def _local(machine: Machine) -> PureWindowsPath:
    return PureWindowsPath(machine.variable("LOCALAPPDATA"))


def excel_runs(machine: Machine) -> bool:
    """Whether this user has Excel open, as far as Windows tells."""
    system = PureWindowsPath(machine.variable("SystemRoot") or r"C:\Windows") / "System32"
    listing = [str(system / "tasklist.exe"), "/NH", "/FO", "CSV", "/FI", "IMAGENAME eq EXCEL.EXE"]
    user = rf"{machine.variable('USERDOMAIN')}\{machine.variable('USERNAME')}"
    told = machine.run([*listing, "/FI", f"USERNAME eq {user}"])
    if told is None or told.code:  # an account that tasklist does not resolve
        told = machine.run(listing)
    return told is not None and "excel.exe" in told.output.casefold()
