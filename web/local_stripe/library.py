"""Reads the source of the installed Stripe library, without importing it: its files say what Stripe expects."""

import ast
import functools
import importlib.util
import threading
from dataclasses import dataclass
from pathlib import Path

_READING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the library.

    Attributes:
        classes: its classes by name.
        bases: dictionaries that are written as a call (`TypedDict("Name", {...})`), by name.
        imported: where each name that it takes from elsewhere comes from.
    """

    classes: dict[str, ast.ClassDef]
    bases: dict[str, ast.Dict]
    imported: dict[str, str]


@functools.cache
def root() -> Path:
    """Return the library's folder.

    Raises:
        LookupError: it is not installed.
    """
    found = importlib.util.find_spec("stripe")
    if found is None or found.origin is None:
        raise LookupError("the stripe library is not installed")
    return Path(found.origin).parent


@functools.cache
def api_version() -> str:
    """Return the version of Stripe's interface for which the library was made, for example `2026-10-28.endive`."""
    version = source("stripe._api_version").classes["_ApiVersion"]
    return str(_assigned(version, "CURRENT"))


@functools.cache
def source(module: str) -> Source:
    """Return what one module of the library declares.

    Args:
        module: its name with dots, for example `stripe.params._transfer_create_params`.
    """
    path = root().joinpath(*module.split(".")[1:]).with_suffix(".py")
    if not path.exists():
        path = path.with_suffix("") / "__init__.py"
    return read(path)


@functools.cache
def read(path: Path) -> Source:
    """Return what one file declares."""
    tree = ast.parse(path.read_text("utf-8"))
    classes: dict[str, ast.ClassDef] = {}
    bases: dict[str, ast.Dict] = {}
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            classes.setdefault(node.name, node)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.update({alias.name: node.module for alias in node.names})
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and len(node.value.args) > 1:
            fields = node.value.args[1]
            if isinstance(node.targets[0], ast.Name) and isinstance(fields, ast.Dict):
                bases[node.targets[0].id] = fields
    return Source(classes, bases, imported)


def opened(expression: ast.expr) -> ast.expr:
    """Return a type's expression; the library writes many as text."""
    while isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        expression = _parsed(expression.value.strip())
    return expression


@functools.cache
def _parsed(text: str) -> ast.expr:
    """Return a type that is written as text; Python 3.11 sometimes fails where two threads read at the same moment."""
    with _READING:
        return ast.parse(text, mode="eval").body


def _assigned(node: ast.ClassDef, name: str) -> object:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return ast.literal_eval(statement.value)
    raise LookupError(name)
