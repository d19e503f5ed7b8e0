"""The house rules that a machine can hold: one noun per module, small modules, stated reasons."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from tests.sources import PACKAGES, ROOT, Source, dotted, sources

_ACROSS = {"limits", "machine", "offline", "packaging", "returned", "verdicts"}
LINES_PER_MODULE = 400
LINES_PER_FUNCTION = 60
NAMELESS = {"common", "helper", "helpers", "misc", "util", "utils"}
WAIVER = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w, -]*\])?)"
    r"(?P<reason>.*)$"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _nameless(files: Iterable[Source]) -> list[str]:
    return [
        file.path
        for file in files
        if NAMELESS & {part.strip("_").removesuffix(".py") for part in file.path.split("/")}
    ]


def _long_modules(files: Iterable[Source]) -> list[str]:
    counted = ((file.path, len(file.text.splitlines())) for file in files)
    return [f"{path} has {lines} lines" for path, lines in counted if lines > LINES_PER_MODULE]


def _functions(file: Source) -> Iterator[Function]:
    return (node for node in ast.walk(file.tree) if isinstance(node, Function))


def _long_functions(files: Iterable[Source]) -> list[str]:
    measured = (
        (file.path, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for file in files
        for node in _functions(file)
    )
    return [
        f"{path}: {name} has {lines} lines"
        for path, name, lines in measured
        if lines > LINES_PER_FUNCTION
    ]


def _names(target: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _defined(tree: ast.Module) -> set[str]:
    """Every name that a module binds at its top level, also inside an ``if`` or a ``try``."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {name for target in node.targets for name in _names(target)}
        elif isinstance(node, ast.AnnAssign):
            names |= set(_names(node.target))
    return names


def _exported(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if any(dotted(target) == "__all__" for target in targets):
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            return list(ast.literal_eval(value)) if value else None
    return None


def _faulty_exports(files: Iterable[Source]) -> list[str]:
    found = []
    for file in files:
        exported = _exported(file.tree)
        if exported is None:
            if not file.path.endswith(("/__init__.py", "/__main__.py")):
                found.append(f"{file.path} has no __all__")
        elif unknown := set(exported) - _defined(file.tree):
            found.append(f"{file.path} exports {sorted(unknown)}, which it does not define")
    return found


def _bare_waivers(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{number} gives no reason"
        for file in files
        for number, line in enumerate(file.text.splitlines(), 1)
        if (waiver := WAIVER.search(line)) and len(waiver["reason"].strip(" #-:")) < 8
    ]


def _loose_values(files: Iterable[Source]) -> list[str]:
    """Dataclasses of the domain that could change under somebody's hands."""
    return [
        f"{file.path}: {node.name} is not frozen and slotted"
        for file in files
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef)
        for mark in node.decorator_list
        if dotted(mark.func if isinstance(mark, ast.Call) else mark).split(".")[-1] == "dataclass"
        and not {"frozen", "slots"} <= _switched_on(mark)
    ]


def _switched_on(mark: ast.expr) -> set[str]:
    keywords = mark.keywords if isinstance(mark, ast.Call) else []
    return {
        word.arg
        for word in keywords
        if word.arg and isinstance(word.value, ast.Constant) and word.value.value is True
    }


def _floats(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{node.lineno} uses float"
        for file in files
        for node in ast.walk(file.tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]


def test_every_module_is_named_by_a_noun() -> None:
    assert _nameless(sources(*PACKAGES, "examples", "bench", "tests")) == []


def test_modules_are_short() -> None:
    assert _long_modules(sources(*PACKAGES)) == []


def test_functions_are_short() -> None:
    assert _long_functions(sources(*PACKAGES)) == []


def test_every_module_says_what_it_exports() -> None:
    assert _faulty_exports(sources(*PACKAGES)) == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [file.path for file in sources(*PACKAGES) if not ast.get_docstring(file.tree)]
    assert silent == []


def test_every_waiver_states_its_reason() -> None:
    assert _bare_waivers(sources(*PACKAGES, "examples", "bench", "tests")) == []


def test_values_of_the_domain_are_frozen() -> None:
    assert _loose_values(sources("appraisal")) == []


def test_the_domain_computes_without_float() -> None:
    assert _floats(sources("appraisal")) == []


def test_tests_mirror_the_sources() -> None:
    """But for the folders that hold several packages against each other."""
    tests = ROOT / "tests"
    paths = [path.relative_to(tests) for path in tests.rglob("test_*.py")]
    folders = {path.parent.as_posix() for path in paths if len(path.parts) > 1}
    mirrored = {folder for folder in folders if folder.split("/")[0] in {*PACKAGES, "examples"}}
    nowhere = {folder for folder in mirrored if not (ROOT / folder).is_dir()}
    assert (folders - mirrored - _ACROSS, nowhere) == (set(), set())


def test_no_folder_of_tests_hides_a_package() -> None:
    """An ``__init__.py`` under tests/schemas would let it shadow schemas itself."""
    assert [file.path for file in sources("tests") if file.path.endswith("__init__.py")] == []


@pytest.mark.parametrize(
    ("check", "path", "text", "found"),
    [
        (_nameless, "cli/utils.py", "", ["cli/utils.py"]),
        (_nameless, "cli/common/table.py", "", ["cli/common/table.py"]),
        (_nameless, "cli/commands/check.py", "", []),
        (_long_modules, "a/b.py", "x = 1\n" * 400, []),
        (_long_modules, "a/b.py", "x = 1\n" * 401, ["a/b.py has 401 lines"]),
        (_long_functions, "a/b.py", "def f():\n" + " x = 1\n" * 59, []),
        (_long_functions, "a/b.py", "def f():\n" + " x = 1\n" * 60, ["a/b.py: f has 61 lines"]),
        (_faulty_exports, "a/b.py", "x = 1", ["a/b.py has no __all__"]),
        (_faulty_exports, "a/__init__.py", "", []),
        (_faulty_exports, "a/b.py", "from c import d\n__all__ = ['d', 'E']\nclass E: ...", []),
        (
            _faulty_exports,
            "a/b.py",
            "__all__: list[str] = ['y']",
            ["a/b.py exports ['y'], which it does not define"],
        ),
        (_bare_waivers, "a/b.py", "x = 1  # " + "noqa: E501", ["a/b.py:1 gives no reason"]),
        (_bare_waivers, "a/b.py", "x = 1  # " + "type: ignore[arg]", ["a/b.py:1 gives no reason"]),
        (_bare_waivers, "a/b.py", "x = 1  # " + "noqa: E501 - a table reads better", []),
        (_bare_waivers, "a/b.py", "x = 1  # " + "type: ignore[arg]  # stubs lack it", []),
        (
            _loose_values,
            "a/b.py",
            "@dataclass(frozen=True)\nclass A: ...",
            ["a/b.py: A is not frozen and slotted"],
        ),
        (_loose_values, "a/b.py", "@dataclass(frozen=True, slots=True)\nclass A: ...", []),
        (_floats, "a/b.py", "x = 1.5", ["a/b.py:1 uses float"]),
        (_floats, "a/b.py", "x: float", ["a/b.py:1 uses float"]),
        (_floats, "a/b.py", "x = Decimal('1.5')", []),
    ],
)
def test_a_breach_is_seen(check: object, path: str, text: str, found: list[str]) -> None:
    assert callable(check)
    assert check([Source.parse(path, text)]) == found
