"""What drops down, what is prompted, and what an alert says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schemas.field import Choice, Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules import (
    ABSTAIN,
    Validation,
    list_fits_inline,
    list_name,
    score_validation,
    validation,
)
from schemas.scale import Criterion, Scale, Threshold

K = ConstraintKind


def _field(kind: FieldKind, *constraints: Constraint, help_text: str = "") -> Field:
    listed = (Choice(id="a", label="Tập thể"), Choice(id="b", label="Cá nhân"))
    choices = listed if kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE) else ()
    return Field(
        id="linh_vuc",
        label="Lĩnh vực",
        kind=kind,
        choices=choices,
        constraints=constraints,
        help=help_text,
    )


def _prompt(field: Field) -> str:
    made = validation(field, 0)
    assert made is not None
    return made.prompt


def test_a_choice_drops_down() -> None:
    assert validation(_field(FieldKind.CHOICE, help_text="Chọn một lĩnh vực."), 0) == Validation(
        kind="list",
        prompt_title="Lĩnh vực",
        prompt="Chọn một lĩnh vực.\nChọn trong danh sách: bấm mũi tên bên phải ô.",
        error_title="Chọn trong danh sách",
        error="Giá trị vừa gõ không có trong danh sách. "
        "Bấm Thử lại (Retry) rồi chọn trong danh sách thả xuống của ô.",
        choices=("Tập thể", "Cá nhân"),
    )


def test_a_list_that_does_not_fit_has_a_name() -> None:
    commas = Field(
        id="xa",
        label="Xã",
        kind=FieldKind.CHOICE,
        list="đơn-vị",
        choices=(Choice(id="a", label="Xã A, huyện B"),),
    )
    many = tuple(Choice(id=f"c{place}", label=f"Lựa chọn {place:03d}") for place in range(20))
    long = Field(id="nội dung", label="", kind=FieldKind.CHOICE, choices=many)
    short = _field(FieldKind.CHOICE)
    assert [list_fits_inline(field) for field in (commas, long, short)] == [False, False, True]
    assert (list_name(commas), list_name(long)) == ("dm_don_vi", "dm_noi_dung")
    made = validation(commas, 0)
    assert made is not None
    assert (made.name, made.choices) == ("dm_don_vi", ("Xã A, huyện B",))


def test_a_tick_takes_x_and_is_headed_by_its_choice() -> None:
    made = validation(_field(FieldKind.MULTI_CHOICE), 1)
    assert made is not None
    assert (made.kind, made.choices, made.prompt_title) == ("list", ("x",), "Cá nhân")


def test_a_prompt_names_the_limits() -> None:
    both = Constraint(kind=K.NUMBER_RANGE, minimum=Decimal(0), maximum=Decimal("99.5"))
    least = Constraint(kind=K.NUMBER_RANGE, minimum=Decimal(1))
    dated = Constraint(kind=K.DATE_RANGE, latest=date(2024, 1, 10))
    assert _prompt(_field(FieldKind.DECIMAL, both)) == (
        "Nhập số từ 0 đến 99,5, ví dụ 8,5; không kèm đơn vị tính, không tách hàng nghìn."
    )
    assert _prompt(_field(FieldKind.INTEGER, least)).startswith("Nhập số nguyên từ 1 trở lên;")
    assert _prompt(_field(FieldKind.DATE, dated)) == (
        "Gõ ngày/tháng/năm không quá 10/01/2024, ví dụ 05/01/2024."
    )


def test_a_date_is_no_date_validation() -> None:
    """Date inputs are text cells, so that no locale swaps day and month."""
    made = validation(_field(FieldKind.DATE), 0)
    assert made is not None
    assert (made.kind, made.minimum, made.maximum, made.style) == (
        "text_length",
        Decimal(8),
        Decimal(10),
        "warning",
    )


def test_a_long_help_is_cut_before_the_expectation() -> None:
    made = _prompt(_field(FieldKind.TEXT, help_text="Nêu rõ tính mới của mô hình. " * 20))
    assert len(made) <= 255
    assert made.endswith("…\nNhập nội dung bằng chữ, phông Unicode (Times New Roman, Arial …).")


def test_a_score_runs_from_zero_to_its_maximum() -> None:
    criterion = Criterion(
        id="moi",
        label="Tính mới, tính sáng tạo của mô hình đăng ký",
        maximum=Decimal(25),
        step=Decimal("0.5"),
        floor=None,
    )
    scale = Scale(
        id="t",
        title="",
        proposal=True,
        basis="",
        total=Decimal(25),
        criteria=(criterion,),
        bands=(),
        recognise=Threshold(value=Decimal(1)),
        tie_breaks=(),
    )
    made = score_validation(scale, "moi")
    assert made is not None
    assert made.prompt == (
        "Chấm từ 0 đến 25, theo bước 0,5 điểm. "
        "Để trống nếu chưa chấm: ô trống không phải là 0 điểm."
    )
    assert made.prompt_title == "Tính mới, tính sáng tạo của mô…"
    assert (made.minimum, made.maximum) == (Decimal(0), Decimal(25))
    tick = score_validation(scale, ABSTAIN)
    assert tick is not None
    assert (tick.choices, tick.prompt_title) == (("x",), "Không chấm")
