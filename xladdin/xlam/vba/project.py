"""A VBA project (MS-OVBA 2.2 and 2.3): its directory, its PROJECT text and its modules.

Written is what the specification asks of a writer: sources only, no compiled code, version FFFF.
Excel compiles when the project is opened.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from xladdin.xlam.vba.compound import compound_file
from xladdin.xlam.vba.compression import compress
from xladdin.xlam.vba.obfuscation import obfuscate, project_key

__all__ = ["Module", "Project", "document_source", "project_bytes"]

_CODE_PAGE = 1252  # sources are ASCII, which is the same in every code page
_ENGLISH = 0x0409
_WINDOWS_32 = 1  # read by 32-bit and 64-bit Excel alike
_COOKIE = 0xFFFF  # what the specification asks of a writer
# Seeds without filler bytes; a fixed seed is as good as a random one, and gives equal bytes.
_SEEDS = {"CMG": 0xD8, "DPB": 0xB9, "GC": 0x98}
_PROPERTIES = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}  # not locked, no password, visible
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
        r"C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",  # holds IRibbonControl
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
        r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        r"#Microsoft Office 16.0 Object Library",
    ),
)
_CLASSES = {"workbook": "00020819", "sheet": "00020820"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module: its name, its source (ASCII, CRLF) and whether a workbook or sheet owns it."""

    name: str
    source: str
    document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: its name (not one of a module's), its id ``{GUID}`` and its modules in order."""

    name: str
    guid: str
    modules: tuple[Module, ...]


def document_source(name: str, owner: str) -> str:
    """The source of the empty module of a ``workbook`` or a ``sheet``, as Excel writes it."""
    lines = [
        f'Attribute VB_Name = "{name}"',
        f'Attribute VB_Base = "0{{{_CLASSES[owner]}-0000-0000-C000-000000000046}}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def project_bytes(project: Project) -> bytes:
    """Return ``vbaProject.bin``; the same project gives the same bytes.

    Names must be ASCII, differ without regard to case, and be at most 31 letters long.
    """
    names = [project.name, *(module.name for module in project.modules)]
    if len({name.upper() for name in names}) < len(names):
        raise ValueError(f"two of these names are the same for VBA: {names}")
    streams = {module.name: compress(_ascii(module.source)) for module in project.modules}
    return compound_file(
        {
            "PROJECT": _project_text(project),
            "PROJECTwm": _names(project.modules),
            "VBA": {
                "_VBA_PROJECT": bytes.fromhex("cc61ffff000000"),
                "dir": compress(_directory(project)),
                **streams,
            },
        }
    )


def _ascii(text: str) -> bytes:
    return text.encode("ascii")


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, second: int, text: str) -> bytes:
    """A text in the project's code page and again in UTF-16, as many records hold it."""
    return _record(number, _ascii(text)) + _record(second, text.encode("utf-16-le"))


def _directory(project: Project) -> bytes:
    return b"".join(
        (
            _information(project),
            *(_reference(name, library) for name, library in _REFERENCES),
            _record(0x0F, struct.pack("<H", len(project.modules))),
            _record(0x13, struct.pack("<H", _COOKIE)),
            *(_module(module) for module in project.modules),
            _record(0x10),
        )
    )


def _information(project: Project) -> bytes:
    return b"".join(
        (
            _record(0x01, struct.pack("<I", _WINDOWS_32)),
            _record(0x02, struct.pack("<I", _ENGLISH)),
            _record(0x14, struct.pack("<I", _ENGLISH)),
            _record(0x03, struct.pack("<H", _CODE_PAGE)),
            _record(0x04, _ascii(project.name)),
            _twice(0x05, 0x40, ""),  # description
            _record(0x06) + _record(0x3D),  # help file
            _record(0x07, bytes(4)),  # help context
            _record(0x08, bytes(4)),  # library flags
            struct.pack("<HIIH", 0x09, 4, 1, 0),  # version 1.0; the length counts the first only
            _twice(0x0C, 0x3C, ""),  # constants
        )
    )


def _reference(name: str, library: str) -> bytes:
    text = _ascii(library)
    return _twice(0x16, 0x3E, name) + _record(0x0D, struct.pack("<I", len(text)) + text + bytes(6))


def _module(module: Module) -> bytes:
    return b"".join(
        (
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),  # the stream it lies in
            _twice(0x1C, 0x48, ""),  # description
            _record(0x31, bytes(4)),  # the source starts at once
            _record(0x1E, bytes(4)),  # help context
            _record(0x2C, struct.pack("<H", _COOKIE)),
            _record(0x22 if module.document else 0x21),
            _record(0x2B),
        )
    )


def _project_text(project: Project) -> bytes:
    key = project_key(project.guid)
    hidden = (
        f'{name}="{obfuscate(data, seed=_SEEDS[name], key=key)}"'
        for name, data in _PROPERTIES.items()
    )
    lines = [
        f'ID="{project.guid}"',
        *(_declared(module) for module in project.modules),
        f'Name="{project.name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *hidden,
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in project.modules),
    ]
    return _ascii("".join(f"{line}\r\n" for line in lines))


def _declared(module: Module) -> str:
    if module.document:
        return f"Document={module.name}/&H00000000"
    return f"Module={module.name}"


def _names(modules: Iterable[Module]) -> bytes:
    each = (_ascii(m.name) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(each) + b"\0\0"
