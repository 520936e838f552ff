"""Checks what we answer: an object has the fields that the installed Stripe library declares for it, and no others."""

import ast
import functools
from typing import Any

from web.local_stripe import library

UNSAID = {"OBJECT_NAME", "deleted"}
"""Names that the library declares and that Stripe does not send."""

Json = dict[str, Any]  # one of Stripe's objects: whatever JSON its class declares


@functools.cache
def declared(kind: str) -> dict[str, bool]:
    """Return the fields of a kind of object, and whether each is always filled.

    Args:
        kind: as in the object's own field `object`, for example `transfer`.
    """
    return _fields(_class_of(kind))


def whole(given: Json) -> Json:
    """Return an object with all of its fields, empty where nothing was given.

    Args:
        given: with its kind in `object`.

    Raises:
        AssertionError: it has a field that the library does not know, or lacks one that is always filled.
    """
    fields = declared(given["object"])
    unknown = given.keys() - fields.keys()
    missing = {name for name, is_filled in fields.items() if is_filled} - given.keys()
    assert not unknown, f"{given['object']}: fields Stripe does not have: {sorted(unknown)}"
    assert not missing, f"{given['object']}: fields Stripe always fills: {sorted(missing)}"
    return {name: given.get(name) for name in fields}


def _class_of(kind: str) -> ast.ClassDef:
    module, name = _classes()[kind]
    return library.source(module).classes[name]


def _fields(node: ast.ClassDef) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = "from" if statement.target.id == "from_" else statement.target.id
            if name not in UNSAID and not name.startswith("_"):
                found[name] = not ast.unparse(library.opened(statement.annotation)).startswith("Optional")
    return found


@functools.cache
def _classes() -> dict[str, tuple[str, str]]:
    """Return where the library keeps the class of each kind of object."""
    tree = ast.parse((library.root() / "_object_classes.py").read_text("utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple):
                    found[str(key.value)] = ast.literal_eval(value)
    return found
