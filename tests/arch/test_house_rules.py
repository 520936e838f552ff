"""The habits of the house, checked by reading its source; each message says what to do instead."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("policies", "payments", "annotate", "web")
PLUG_IN_FOLDERS = {
    "payments/providers", "annotate/task_types", "annotate/imports", "annotate/exports", "web/cli",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}
CLOCK_OWNERS = {"datetime", "date", "time"}
LINES_MOST = 300
FUNCTION_LINES_MOST = 60
SAFE_TO_DIVIDE = "payments", "policies"

Finding = str


def sources(*packages: str) -> list[Path]:
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if "versions" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def calls(path: Path) -> Iterator[tuple[int, ast.Call]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, node


def commits_outside_db() -> list[Finding]:
    return [
        f"{name_of(path)}:{line}: only web/db.py ends transactions; open one with `with house.db.writing() as tx:`"
        for path in sources(*PACKAGES)
        if name_of(path) != "web/db.py"
        for line, call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    ]


def clocks_outside_wiring() -> list[Finding]:
    return [
        f"{name_of(path)}:{line}: only web/wiring.py reads the clock; take `now` as an argument"
        for path in sources(*PACKAGES)
        if name_of(path) != "web/wiring.py"
        for line, call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in CLOCKS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in CLOCK_OWNERS
    ]


def floats_near_money() -> list[Finding]:
    return [
        f"{name_of(path)}:{node.lineno}: no floats and no / in the law and in money; use ceil_div or floor_div"
        for path in sources(*SAFE_TO_DIVIDE)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not is_path(node))
    ]


def is_path(division: ast.BinOp) -> bool:
    """Whether `/` joins a folder and a name, which is no division."""
    sides = (division.left, division.right)
    texts = any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )
    return texts or any(word in ast.unparse(division).lower() for word in ("path", "folder", "file"))


def foreign_imports_of_the_law() -> list[Finding]:
    allowed = set(sys.stdlib_module_names) | {"policies"}
    return [
        f"{name_of(path)}: the law uses the standard library only, not {module}"
        for path in sources("policies")
        for module in imported(path)
        if module.split(".")[0] not in allowed
    ]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def long_files() -> list[Finding]:
    return [
        f"{name_of(path)}: {lines} lines; split it by what a person would call its parts"
        for path in sources(*PACKAGES)
        if (lines := len(path.read_text("utf-8").splitlines())) > LINES_MOST
    ]


def long_functions() -> list[Finding]:
    return [
        f"{name_of(path)}:{node.lineno}: {node.name} is too long; keep branches in it and move the leaves out"
        for path in sources(*PACKAGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_LINES_MOST
    ]


def first_lines_missing() -> list[Finding]:
    return [
        f"{name_of(path)}: say in the first line, in a sentence, what the module is for"
        for path in sources(*PACKAGES)
        if not (ast.get_docstring(tree_of(path)) or "").strip()
    ]


def busy_package_files() -> list[Finding]:
    return [
        f"{name_of(path)}: a package file holds a docstring only; name a module for the rest"
        for path in sources(*PACKAGES)
        if path.name == "__init__.py"
        and path.parent.relative_to(ROOT).as_posix() not in PLUG_IN_FOLDERS
        and len(tree_of(path).body) > 1
    ]


def vague_names() -> list[Finding]:
    vague = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py"}
    return [f"{name_of(path)}: name it after what it does" for path in sources(*PACKAGES) if path.name in vague]


def extra_feature_files() -> list[Finding]:
    features = [folder.parent for package in ("payments", "annotate") for folder in (ROOT / package).rglob("tables.py")]
    allowed = {"__init__.py", "rules.py", "tables.py", "queries.py", "service.py"}
    return [
        f"{name_of(path)}: a feature has rules, tables, queries and service; a fifth idea is another feature"
        for feature in features
        for path in sorted(feature.glob("*.py"))
        if path.name not in allowed
    ]


def lazy_tables() -> list[Finding]:
    return [
        f"{name_of(path)}: tables cannot use `from __future__ import annotations`"
        for path in sources(*PACKAGES)
        if path.name == "tables.py" and "__future__" in path.read_text("utf-8")
    ]


RULES = [
    commits_outside_db, clocks_outside_wiring, floats_near_money, foreign_imports_of_the_law, long_files,
    long_functions, first_lines_missing, busy_package_files, vague_names, extra_feature_files, lazy_tables,
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_habit(rule) -> None:
    assert "\n".join(rule()) == ""


def test_no_page_calls_anybody_compliant_or_a_form_invalid() -> None:
    """Visible words; `aria-invalid` is markup."""
    shown = [*(ROOT / "web/templates").rglob("*.html"), *(ROOT / "web/refusals").glob("*.py")]

    found = [
        name_of(path)
        for path in shown
        if any(word in path.read_text("utf-8").lower().replace("aria-invalid", "") for word in ("compliant", "invalid"))
    ]

    assert found == []
