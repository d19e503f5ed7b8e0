"""Data validations of the rules, in the words of the one wrapper of XlsxWriter."""

from __future__ import annotations

from schemas.rules.validation import Validation
from workbooks.sheets.lists import Lists

__all__ = ["validation_options"]

_KINDS = {"text_length": "length", "whole": "integer", "decimal": "any"}


def validation_options(found: Validation, lists: Lists) -> dict[str, object]:
    """The options of one data validation; long lists go to ``_danhmuc`` under their name.

    Decimals are typed into text cells (see ``style.number_format``), where a numeric validation
    would refuse every number: they keep the prompt, and the verdict cell judges them.
    """
    kind = _KINDS.get(found.kind, found.kind)
    options: dict[str, object] = {
        "validate": kind,
        "ignore_blank": found.ignore_blank,
        "input_title": found.prompt_title,
        "input_message": found.prompt,
        "error_title": found.error_title,
        "error_message": found.error,
        "error_type": found.style,
    }
    if kind == "list":
        if found.name:
            options["source"] = "=" + lists.named(found.name, found.choices)
        else:
            options["source"] = list(found.choices)
    elif kind != "any":
        options |= {
            "criteria": "between",
            "minimum": str(found.minimum),
            "maximum": str(found.maximum),
        }
    return options
