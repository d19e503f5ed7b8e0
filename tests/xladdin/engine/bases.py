"""xlwings' own base classes, and what of them this engine does without.

A class of the engine is closed with `closed`: whatever of its base class it does not implement is
listed in `GAPS` and raises NotImplementedError by its name. A test holds both to xlwings. What is
asynchronous exists in xlwings Lite only and says so itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

__all__ = ["GAPS", "base", "closed", "is_abstract", "members", "xw"]

xw: Any = import_module("xlwings")
base: Any = import_module("xlwings.base_classes")

_Class = TypeVar("_Class", bound=type)

GAPS: Mapping[str, frozenset[str]] = {
    "Apps": frozenset({"cleanup"}),
    "App": frozenset({"cut_copy_mode", "hwnd", "kill", "path", "run", "startup_path", "xl"}),
    "Book": frozenset({"json", "to_pdf"}),
    "Sheet": frozenset(
        {
            "charts",
            "comments",
            "copy",
            "freeze_panes",
            "page_setup",
            "pictures",
            "select",
            "shapes",
            "show_gridlines",
            "to_html",
        }
    ),
    "Range": frozenset(
        {
            "add_comment",
            "adjust_indent",
            "autofill",
            "autofilter",
            "borders",
            "characters",
            "comment",
            "conditional_formats",
            "copy",
            "copy_from",
            "copy_picture",
            "current_region",
            "delete",
            "find",
            "get_async_pipeline_overrides",
            "formula_array",
            "get_special_cells",
            "group",
            "height",
            "insert",
            "left",
            "move",
            "paste",
            "remove_duplicates",
            "replace_all",
            "sort",
            "table",
            "to_pdf",
            "to_png",
            "top",
            "ungroup",
            "width",
        }
    ),
}
"""What is not needed of each class of xlwings."""


def members(kind: type) -> dict[str, Any]:
    """What a class of xlwings itself defines and an engine is to implement, by name."""
    return {
        name: value
        for name, value in vars(kind).items()
        if callable(getattr(value, "__func__", value)) or isinstance(value, property)
        if name in _OPERATORS or not name.startswith("_")
        if not inspect.iscoroutinefunction(value)
    }


_OPERATORS = {"__call__", "__contains__", "__getitem__", "__iter__", "__len__"}


def is_abstract(value: Any) -> bool:
    """Whether a member of a base class does nothing but raise NotImplementedError."""
    function: Any = getattr(value, "fget", None) or getattr(value, "__func__", value)
    return "raise NotImplementedError" in inspect.getsource(function)


def closed(kind: _Class) -> _Class:
    """Make each gap of a class say its name."""
    for name in GAPS.get(kind.__name__, ()):
        setattr(kind, name, _gap(f"{kind.__name__}.{name}", getattr(kind, name)))
    return kind


def _gap(name: str, former: Any) -> Any:
    def missing(*_: object, **__: object) -> Any:
        raise NotImplementedError(f"{name} is not in the engine over LibreOffice")

    return property(missing, missing) if isinstance(former, property) else missing
