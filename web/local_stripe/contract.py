"""Which requests Stripe understands: every address the installed library can call, with what may be sent to it."""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from web.local_stripe import library

ADDRESS = re.compile(r'"(/v[12]/[^"\s]+)"')
PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One kind of request.

    Attributes:
        method: `get`, `post` or `delete`.
        path: with names in braces where ids stand.
        parameters: the class that lists what may be sent, "" where nothing may.
        module: where that class is.
    """

    method: str
    path: str
    parameters: str
    module: str


def route_of(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """Return the kind of a request and the ids in its address, or None where Stripe has no such address.

    Args:
        method: in capital or small letters.
        path: without what follows a question mark.
    """
    for template in _templates_like(path):
        matched = _pattern(template).fullmatch(path)
        if matched and (route := routes_of(_files_by_path()[template]).get((method.lower(), template))):
            return route, matched.groups()
    return None


def all_routes() -> list[Route]:
    """Return every kind of request that the library can make; slow, for checks."""
    files = {file for files in _files_by_path().values() for file in files}
    return [route for file in sorted(files) for route in routes_of((file,)).values()]


@functools.cache
def routes_of(files: tuple[Path, ...]) -> dict[tuple[str, str], Route]:
    """Return what some files of the library can ask, by method and path."""
    return {(route.method, route.path): route for file in files for route in _asked_in(file)}


def _asked_in(file: Path) -> Iterator[Route]:
    source = library.read(file)
    for service in source.classes.values():
        for function in (node for node in service.body if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Attribute) and call.func.attr == "_request" and len(call.args) > 1:
                    name = _parameters_of(function)
                    path = _path_of(call.args[1])
                    yield Route(ast.literal_eval(call.args[0]), path, name, source.imported.get(name, ""))


def _path_of(expression: ast.expr) -> str:
    """Return an address, written as text or as text with places to fill in."""
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
        expression = expression.func.value
    return str(ast.literal_eval(expression))


def _parameters_of(function: ast.FunctionDef) -> str:
    for argument in function.args.args:
        if argument.arg == "params" and argument.annotation is not None:
            return str(re.findall(r"\w+Params\b", ast.unparse(argument.annotation))[0])
    return ""


@functools.cache
def _files_by_path() -> dict[str, tuple[Path, ...]]:
    """Return where each address stands, found by looking only: reading all files whole takes a second."""
    found: dict[str, tuple[Path, ...]] = {}
    for file in sorted(library.root().rglob("_*_service.py")):
        for path in set(ADDRESS.findall(file.read_text("utf-8"))):
            found[path] = (*found.get(path, ()), file)
    return found


def _templates_like(path: str) -> list[str]:
    """Return the addresses with as many parts, those with the fewest places to fill in first."""
    parts = path.count("/")
    alike = [template for template in _files_by_path() if template.count("/") == parts]
    return sorted(alike, key=lambda template: template.count("{"))


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("([^/]+)".join(re.escape(text) for text in PLACE.split(template)))
