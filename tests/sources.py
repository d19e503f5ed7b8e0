"""Our own source files, read as syntax trees, for the tests that hold the house rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "Source", "calls", "dotted", "imports", "sources"]

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("schemas", "appraisal", "workbooks", "cli", "xladdin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One Python file: ``path`` relative to the root with ``/``, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The top-level folder the file lies in."""
        return self.path.split("/", 1)[0]

    @classmethod
    def parse(cls, path: str, text: str) -> Source:
        """Read a source from its text, also one that lies in no file."""
        return cls(path=path, text=text, tree=ast.parse(text, filename=path))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under these top-level folders, in order of path."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return tuple(
        Source.parse(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(paths)
        if "__pycache__" not in path.parts
    )


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Every (line, module) that a file imports, with full names, wherever the import stands.

    ``from a.b import c`` yields ``a.b.c``, for ``c`` may be a module. Relative imports are
    resolved, and ``importlib.import_module("a.b")`` counts as well.
    """
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(source, node)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _is_dynamic_import(node):
            yield node.lineno, str(ast.literal_eval(node.args[0]))


def calls(source: Source) -> Iterator[tuple[int, str]]:
    """Every (line, dotted name) that a file calls; names imported under an alias are resolved."""
    names = _aliases(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            first, *rest = name.split(".")
            yield node.lineno, ".".join([names.get(first, first), *rest])


def dotted(node: ast.expr) -> str:
    """``a.b.c`` for an attribute chain on a name, and the empty string for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := dotted(node.value)):
        return f"{base}.{node.attr}"
    return ""


def _aliases(source: Source) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            base = _base(source, node)
            names |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
    return names


def _base(source: Source, node: ast.ImportFrom) -> str:
    """The module that a ``from … import`` names, with its leading dots resolved."""
    if not node.level:
        return node.module or ""
    inside = source.path.split("/")[: -node.level]
    return ".".join([*inside, *filter(None, [node.module])])


def _is_dynamic_import(node: ast.Call) -> bool:
    named = dotted(node.func).rsplit(".", 1)[-1] in {"import_module", "__import__"}
    return named and bool(node.args) and isinstance(node.args[0], ast.Constant)
