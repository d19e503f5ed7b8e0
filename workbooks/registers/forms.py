"""What the office's five registers ask: units, council, honours, intake, decisions."""

from __future__ import annotations

from appraisal.decision import DecisionKind
from schemas.campaign import Campaign
from schemas.field import Choice
from schemas.kinds import RouteBody, SenderKind
from workbooks.register import CellKinds, Register, RegisterColumn
from workbooks.words import DECISION

__all__ = [
    "DECISIONS_FILE",
    "FIGURE",
    "HONOURS_FILE",
    "INTAKE_FILE",
    "MEMBERS_FILE",
    "UNITS_FILE",
    "decision_register",
    "honours_register",
    "intake_register",
    "member_register",
    "unit_register",
]

UNITS_FILE = "don-vi.xlsx"
MEMBERS_FILE = "hoi-dong.xlsx"
HONOURS_FILE = "khen-thuong.xlsx"
INTAKE_FILE = "van-ban-den.xlsx"
DECISIONS_FILE = "quyet-dinh.xlsx"

FIGURE = "figure:"
"""Before a figure id, the id of its column."""


def _column(
    column_id: str, label: str, kind: CellKinds = CellKinds.TEXT, **more: object
) -> RegisterColumn:
    return RegisterColumn(id=column_id, label=label, kind=kind, **more)  # type: ignore[arg-type]  # keyword pass-through


def unit_register(campaign: Campaign) -> Register:
    """The register of units, with one column per base figure of the campaign."""
    figures = [
        _column(FIGURE + figure.id, figure.label, CellKinds.NUMBER, width=16)
        for figure in campaign.figures
    ]
    return Register(
        file=UNITS_FILE,
        sheet="Đơn vị",
        title=f"DANH MỤC ĐƠN VỊ – {campaign.title}",
        note="Mỗi dòng một đơn vị nhận biểu mẫu. Mã đơn vị không dấu, không khoảng trắng "
        "(ví dụ DD03) và đứng đầu mã hồ sơ; không đổi mã sau khi phát hành.",
        columns=(
            _column("code", "Mã đơn vị", CellKinds.CODE, required=True, width=11),
            _column("name", "Tên đơn vị", required=True, width=38),
            _column(
                "group",
                "Nhóm đơn vị",
                CellKinds.CHOICE,
                required=True,
                width=26,
                choices=campaign.unit_groups,
            ),
            _column("parent", "Thuộc đơn vị (mã)", CellKinds.CODE, width=12),
            _column("valid_from", "Hiệu lực từ ngày", CellKinds.DATE, width=13),
            _column("valid_to", "Hiệu lực đến ngày", CellKinds.DATE, width=13),
            _column("successor_of", "Kế thừa đơn vị (mã)", CellKinds.CODE, width=12),
            *figures,
            _column("contact", "Liên hệ", width=26),
        ),
    )


def member_register(campaign: Campaign) -> Register:
    """The register of council members over all routes."""
    routes = tuple(Choice(id=route.id, label=route.name) for route in campaign.routes)
    return Register(
        file=MEMBERS_FILE,
        sheet="Hội đồng",
        title=f"THÀNH VIÊN THẨM ĐỊNH – {campaign.title}",
        note="Mỗi dòng một thành viên của một tuyến thẩm định. Đơn vị công tác dùng để xác định "
        "xung đột lợi ích; ở tuyến do cơ sở tự thẩm định, đó là đơn vị mà thành viên chấm.",
        columns=(
            _column("code", "Mã thành viên", CellKinds.CODE, required=True, width=11),
            _column("name", "Họ và tên", required=True, width=28),
            _column("position", "Chức vụ", width=34),
            _column(
                "route",
                "Tuyến thẩm định",
                CellKinds.CHOICE,
                required=True,
                width=34,
                choices=routes,
            ),
            _column("home_unit", "Đơn vị công tác (mã)", CellKinds.CODE, width=13),
            _column("valid_from", "Từ ngày", CellKinds.DATE, width=12),
            _column("valid_to", "Đến ngày", CellKinds.DATE, width=12),
            _column("stands_in_for", "Dự thay cho (mã)", CellKinds.CODE, width=12),
            _column(
                "only",
                "Chỉ chấm hồ sơ (mã)",
                width=24,
                hint="Chỉ điền cho người được mời thẩm định riêng một số hồ sơ: ghi mã các hồ sơ, "
                "cách nhau bằng dấu chấm phẩy, ví dụ DD01-02; DD05-01. Để trống nếu chấm mọi hồ "
                "sơ của tuyến.",
            ),
        ),
    )


def honours_register(campaign: Campaign) -> Register:
    """The register of what was already awarded, for exclusions, surveys and lists."""
    return Register(
        file=HONOURS_FILE,
        sheet="Khen thưởng",
        title=f"SỔ KHEN THƯỞNG – {campaign.office.name}",
        note="Những tập thể, cá nhân, mô hình đã được khen thưởng, công nhận, để đối chiếu khi "
        "xét. Mỗi người, tập thể hoặc mô hình trong một quyết định ghi một dòng. Ghi đủ đơn vị, "
        "năm sinh, năm và ngày quyết định: dòng ghi thiếu chỉ được trình hội đồng xem, không tự "
        "loại.",
        columns=(
            _column(
                "code",
                "Mã",
                CellKinds.CODE,
                width=10,
                hint="Để trống thì chương trình tự đặt KT-001, KT-002… theo thứ tự dòng. Nếu đã "
                "phát phiếu khảo sát theo sổ này thì ghi mã và không đổi nữa.",
            ),
            _column("subject", "Đối tượng", CellKinds.CHOICE, width=14, choices=campaign.subjects),
            _column("name", "Tên tập thể/Họ và tên", required=True, width=32),
            _column(
                "unit",
                "Đơn vị",
                width=28,
                hint="Mã đơn vị hoặc tên đơn vị như trong don-vi.xlsx; đơn vị cũ ghi tên lúc được "
                "khen thưởng.",
            ),
            _column(
                "born",
                "Năm sinh",
                width=9,
                hint="Bốn chữ số, ví dụ 1980; chỉ ghi cho cá nhân.",
            ),
            _column(
                "title",
                "Tên mô hình, thành tích",
                width=32,
                hint="Tên mô hình hoặc thành tích được khen thưởng, công nhận, như trong quyết "
                "định.",
            ),
            *_honoured(campaign),
        ),
    )


def _honoured(campaign: Campaign) -> tuple[RegisterColumn, ...]:
    """By what, when and by which decision it was honoured."""
    lists = campaign.honours
    return (
        _column(
            "award",
            "Hình thức khen thưởng",
            CellKinds.WORDING,
            required=True,
            width=26,
            choices=lists.awards if lists else (),
            hint=_wording_hint(lists is not None),
        ),
        _column(
            "movement",
            "Phong trào",
            CellKinds.WORDING,
            width=28,
            choices=lists.movements if lists else (),
            hint=_wording_hint(lists is not None),
        ),
        _column("year", "Năm", width=8, hint="Năm của thành tích, bốn chữ số, ví dụ 2022."),
        _column("number", "Số quyết định", required=True, width=18),
        _column("dated", "Ngày quyết định", CellKinds.DATE, width=13),
        _column("note", "Ghi chú", width=22),
    )


def _wording_hint(offered: bool) -> str:
    if not offered:
        return ""
    return (
        "Chọn trong danh sách nếu có. Ghi cách khác cũng được, nhưng khi đối chiếu thì dòng đó chỉ "
        "được trình hội đồng xem xét."
    )


def intake_register(campaign: Campaign) -> Register:
    """The intake register: date and channel by which returns really arrived."""
    channels = tuple(Choice(id=c.id, label=c.name) for c in campaign.channels)
    stages = tuple(Choice(id=s.id, label=s.title) for s in campaign.stages)
    return Register(
        file=INTAKE_FILE,
        sheet="Văn bản đến",
        title=f"SỔ VĂN BẢN ĐẾN – {campaign.title}",
        note="Cơ quan nhận tự ghi, không hỏi đơn vị. Hạn nộp và kênh gửi được xét theo sổ này. "
        "Cột Nhập hộ: ghi x nếu đơn vị chỉ gửi bản giấy hoặc bản quét và cơ quan nhập thay.",
        columns=(
            _column("number", "Số văn bản", required=True, width=20),
            _column("dated", "Ngày văn bản", CellKinds.DATE, width=13),
            _column("received_on", "Ngày nhận", CellKinds.DATE, required=True, width=13),
            _column(
                "channel",
                "Kênh gửi",
                CellKinds.CHOICE,
                required=True,
                width=18,
                choices=channels,
            ),
            _column(
                "sender",
                "Mã đơn vị (thành viên)",
                CellKinds.CODE,
                required=True,
                width=13,
                hint=_sender_hint(campaign),
            ),
            _column(
                "stage", "Giai đoạn", CellKinds.CHOICE, required=True, width=26, choices=stages
            ),
            _column("file", "Tên tệp hoặc mã băm", width=38),
            _column("keyed_in", "Nhập hộ", CellKinds.TICK, width=9),
            _column("note", "Ghi chú", width=24),
        ),
    )


def _sender_hint(campaign: Campaign) -> str:
    """Bodies are named only where a stage is theirs to fill in."""
    if not any(stage.sender is SenderKind.BODY for stage in campaign.stages):
        return "Mã như trong don-vi.xlsx, hoặc mã thành viên như trong hoi-dong.xlsx."
    routes = ", ".join(
        f"{route.id} ({route.name})"
        for route in campaign.routes
        if route.body is RouteBody.CAMPAIGN
    )
    hint = "Mã như trong don-vi.xlsx, hoặc mã thành viên như trong hoi-dong.xlsx."
    if not routes:
        return hint
    return f"{hint} Phiếu khảo sát của cơ quan thẩm định: {routes}."


def decision_register(campaign: Campaign) -> Register:
    """The register of decisions of the council and the office."""
    kinds = tuple(Choice(id=str(kind), label=DECISION[kind]) for kind in DecisionKind)
    stages = tuple(Choice(id=s.id, label=s.title) for s in campaign.stages)
    awards = tuple(Choice(id=a.id, label=a.title) for a in campaign.awards)
    rules = tuple(Choice(id=e.id, label=e.reason) for e in campaign.exclusions) + tuple(
        Choice(id=r.id, label=r.name) for r in campaign.routes
    )
    text = CellKinds.TEXT
    return Register(
        file=DECISIONS_FILE,
        sheet="Quyết định",
        title=f"SỔ QUYẾT ĐỊNH – {campaign.title}",
        note="Mỗi dòng một việc hội đồng hoặc cơ quan đã quyết: đồng hạng, xin ý kiến, miễn quy "
        "tắc, duyệt, rút hồ sơ, chọn tệp, thay thành viên, biểu quyết. Chỉ điền các cột cần cho "
        "loại quyết định đó.",
        columns=(
            _column(
                "kind",
                "Loại quyết định",
                CellKinds.CHOICE,
                required=True,
                width=30,
                choices=kinds,
                hint="Chọn loại; các cột còn lại chỉ điền khi cần.",
            ),
            _column("entry", "Mã hồ sơ", CellKinds.CODE, width=12),
            _column(
                "unit",
                "Mã đơn vị",
                CellKinds.CODE,
                width=11,
                hint="Với «Duyệt hồ sơ»: ghi mã đơn vị và để trống mã hồ sơ nếu duyệt mọi hồ sơ "
                "của đơn vị.",
            ),
            _column("file", "Tệp", text, width=30, hint="Tên tệp trong thư mục nhan-ve."),
            _column("stage", "Giai đoạn", CellKinds.CHOICE, width=22, choices=stages),
            _column("member", "Mã thành viên", CellKinds.CODE, width=11),
            _column("award", "Danh sách đề nghị", CellKinds.CHOICE, width=30, choices=awards),
            _column(
                "rule",
                "Quy tắc hoặc tuyến",
                CellKinds.CHOICE,
                width=34,
                choices=rules,
                hint="Quy tắc được miễn, hoặc tuyến thẩm định khi ấn định số phiếu tối thiểu.",
            ),
            _column(
                "value",
                "Giá trị",
                text,
                width=16,
                hint="Hồ sơ đích, đơn vị đích, thành viên thay, hoặc số phiếu.",
            ),
            *_settled(),
        ),
    )


def _settled() -> tuple[RegisterColumn, ...]:
    """Why, by which paper and by whom it was settled, and with how many votes."""
    text = CellKinds.TEXT
    return (
        _column("reason", "Lý do", text, required=True, width=34),
        _column("basis", "Căn cứ (biên bản, văn bản)", text, required=True, width=28),
        _column("signatory", "Người ký", text, width=22),
        _column("dated", "Ngày", CellKinds.DATE, width=12),
        _column(
            "votes",
            "Số phiếu đồng ý",
            CellKinds.NUMBER,
            width=10,
            hint="Chỉ ghi cho kết quả biểu quyết: số thành viên đồng ý.",
        ),
        _column(
            "voters",
            "Tổng số thành viên",
            CellKinds.NUMBER,
            width=11,
            hint="Chỉ ghi cho kết quả biểu quyết: tổng số thành viên hội đồng, kể cả người "
            "vắng mặt.",
        ),
    )
