"""Data validation, as xlwings 0.37 asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.xladdin.engine.bases import base, closed
from tests.xladdin.engine.link import Refused

if TYPE_CHECKING:
    from tests.xladdin.engine.ranges import Range

__all__ = ["DataValidation"]

_LONGEST = 255
_FORMULAS = ("formula", "formula1", "formula2", "source")


def _said(word: str, key: str | None = None, kinds: tuple[str, ...] = ()) -> property:
    """A word of the rule; None where the kind of the rule has no such word."""

    def read(self: DataValidation) -> Any:
        rule = self.rule(word)
        if kinds and rule["type"] not in kinds:
            return None
        return rule.get(key or word)

    return property(read)


_COMPARED = ("whole_number", "decimal", "date", "time", "text_length")


@closed
class DataValidation(base.DataValidation):  # type: ignore[misc]  # xlwings' are untyped
    """The rule of a range, read anew with every word."""

    def __init__(self, parent: Range) -> None:
        self._range = parent

    def rule(self, member: str) -> dict[str, Any]:
        """Everything that is known of the rule."""
        formulas = member in _FORMULAS
        return dict(self._range.ask(f"data_validation.{member}", "validation", formulas=formulas))

    @property
    def api(self) -> Any:
        raise NotImplementedError("DataValidation.api: there is no COM behind LibreOffice")

    type = _said("type")
    operator = _said("operator", kinds=_COMPARED)
    formula1 = _said("formula1", kinds=_COMPARED)
    formula2 = _said("formula2", kinds=_COMPARED)
    formula = _said("formula", "formula1", ("custom",))
    source = _said("source", "formula1", ("list",))
    in_cell_dropdown = _said("in_cell_dropdown", kinds=("list",))
    ignore_blank = _said("ignore_blank")
    input_title = _said("input_title")
    input_message = _said("input_message")
    show_input = _said("show_input")
    error_title = _said("error_title")
    error_message = _said("error_message")
    show_error = _said("show_error")
    alert_style = _said("alert_style")

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        if isinstance(source, base.Range):
            sheet = source.sheet.name.replace("'", "''")
            formula = f"='{sheet}'!{source.get_address(True, True, False)}"
        elif isinstance(source, base.Name):
            formula = f"={source.name}"
        else:
            formula = ",".join(source)
        self._set("set_list", "list", None, formula, None, in_cell_dropdown)

    def set_rule(
        self, rule_type: str, operator: str | None, formula1: str, formula2: str | None
    ) -> None:
        self._set("set_rule", rule_type, operator, formula1, formula2, None)

    def _set(
        self,
        member: str,
        kind: str,
        operator: str | None,
        formula1: str,
        formula2: str | None,
        dropdown: bool | None,
    ) -> None:
        if len(formula1) > _LONGEST:
            raise Refused(f"a rule of {len(formula1)} characters; Excel takes {_LONGEST}")
        self._range.ask(
            f"data_validation.{member}",
            "set_validation",
            kind=kind,
            operator=operator,
            formula1=formula1,
            formula2=formula2,
            dropdown=dropdown,
        )

    def delete(self) -> None:
        self._range.ask("data_validation.delete", "delete_validation")
