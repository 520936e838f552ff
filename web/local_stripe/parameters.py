"""Checks what a request brings against what the installed Stripe library says Stripe takes."""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeGuard

from web.local_stripe import library
from web.local_stripe.contract import Route

WHOLE_NUMBER = re.compile(r"-?\d+")
DECIMAL_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Json = Any  # what strangers send: any JSON at all, looked at piece by piece


class WrongParameterError(Exception):
    """A request that Stripe would turn away before looking at it, with the parameter that is at fault."""

    def __init__(self, message: str, parameter: str, code: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a request one value stands, and in which module of the library its type was written."""

    path: str
    module: str

    def at(self, key: str) -> "Place":
        """Return the place of one part of it."""
        return Place(f"{self.path}[{key}]" if self.path else key, self.module)

    def of(self, module: str) -> "Place":
        """Return the same place, its type written elsewhere."""
        return Place(self.path, module)


def checked(route: Route, given: dict[str, Json]) -> dict[str, Json]:
    """Return what a request brings, texts turned into the numbers and truths that they stand for.

    Args:
        route: the kind of request.
        given: as `forms.decoded` or JSON gave it.

    Raises:
        WrongParameterError: something is missing, unknown, or of another kind.
    """
    if not route.parameters:
        for key in given:
            raise _unknown(Place(key, ""))
        return {}
    return _fields_checked(given, route.parameters, Place("", route.module))


@functools.cache
def fields_of(name: str, module: str) -> dict[str, ast.expr]:
    """Return what a dictionary of the library may hold: each name with its type."""
    source = library.source(module)
    found: dict[str, ast.expr] = {}
    if name not in source.classes:
        return found
    for base in source.classes[name].bases:
        base_fields = source.bases.get(ast.unparse(base))
        if base_fields is not None:
            found |= {
                ast.literal_eval(key): value
                for key, value in zip(base_fields.keys, base_fields.values, strict=True)
                if key
            }
        else:
            found |= fields_of(ast.unparse(base), module)
    for statement in source.classes[name].body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found[statement.target.id] = statement.annotation
    return found


def _fields_checked(given: dict[str, Json], name: str, place: Place) -> dict[str, Json]:
    fields = fields_of(name, place.module)
    for key, expression in fields.items():
        if key not in given and not _may_be_left_out(expression):
            path = place.at(key).path
            raise WrongParameterError(f"Missing required param: {path}.", path, "parameter_missing")
    for key in given:
        if key not in fields:
            raise _unknown(place.at(key))
    return {key: _value_checked(value, fields[key], place.at(key)) for key, value in given.items()}


def _value_checked(value: Json, expression: ast.expr, place: Place) -> Json:
    choices = list(_choices(expression))
    if value is None:
        return None
    if isinstance(value, dict):
        return _dictionary_checked(value, choices, place)
    if isinstance(value, list):
        return _list_checked(value, choices, place)
    names = {ast.unparse(choice) for choice in choices}
    if isinstance(value, bool):
        return _one_of(value, names, {"bool"}, place)
    if isinstance(value, int):
        return _one_of(value, names, {"int", "float"}, place)
    return _text_checked(str(value), choices, names, place)


def _text_checked(text: str, choices: list[ast.expr], names: set[str], place: Place) -> Json:
    """Return what a text stands for: forms carry nothing but text, and long numbers in JSON are texts too."""
    allowed = [one for choice in choices if _is_called(choice, "Literal") for one in _literals(choice)]
    if text in allowed:
        return text
    if "bool" in names and text in {"true", "false"}:
        return text == "true"
    if "int" in names and WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if names & {"float", "Decimal"} and DECIMAL_NUMBER.fullmatch(text):
        return text
    if [one for one in allowed if one]:  # the library leaves its lists of words open; for what we send they are closed
        raise WrongParameterError(
            f"Invalid {place.path}: must be one of {', '.join(allowed)}", place.path, "parameter_invalid_string"
        )
    if "int" in names and "str" not in names:
        raise WrongParameterError(f"Invalid integer: {text}", place.path, "parameter_invalid_integer")
    return _one_of(text, names, {"str"}, place)


def _dictionary_checked(value: dict[str, Json], choices: list[ast.expr], place: Place) -> Json:
    for choice in choices:
        if isinstance(choice, ast.Subscript) and ast.unparse(choice.value) in {"Dict", "UntypedStripeObject"}:
            inner = choice.slice.elts[-1] if isinstance(choice.slice, ast.Tuple) else choice.slice
            return {key: _value_checked(one, inner, place.at(key)) for key, one in value.items()}
        if isinstance(choice, ast.Name) and choice.id[:1].isupper() and choice.id != "Decimal":
            module = library.source(place.module).imported.get(choice.id, place.module)
            return _fields_checked(value, choice.id, place.of(module))
    raise WrongParameterError("Invalid object", place.path, "parameter_invalid")


def _list_checked(value: list[Json], choices: list[ast.expr], place: Place) -> Json:
    for choice in choices:
        if isinstance(choice, ast.Subscript) and ast.unparse(choice.value) == "List":
            return [_value_checked(one, choice.slice, place.at(str(number))) for number, one in enumerate(value)]
    raise WrongParameterError("Invalid array", place.path, "parameter_invalid")


def _one_of(value: Json, names: set[str], wanted: set[str], place: Place) -> Json:
    if not names & wanted:
        raise WrongParameterError(f"Invalid {place.path}: not a {sorted(names)}", place.path, "parameter_invalid")
    return value


def _choices(expression: ast.expr) -> Iterator[ast.expr]:
    """Return each kind that a type allows, alternatives laid side by side."""
    expression = library.opened(expression)
    if isinstance(expression, ast.BinOp):
        yield from _choices(expression.left)
        yield from _choices(expression.right)
    elif _is_called(expression, "NotRequired") or _is_called(expression, "Optional"):
        yield from _choices(expression.slice)
    elif _is_called(expression, "Union") and isinstance(expression.slice, ast.Tuple):
        for one in expression.slice.elts:
            yield from _choices(one)
    else:
        yield expression


def _is_called(expression: ast.expr, name: str) -> TypeGuard[ast.Subscript]:
    return isinstance(expression, ast.Subscript) and ast.unparse(expression.value) == name


def _literals(choice: ast.expr) -> list[str]:
    inside = choice.slice if isinstance(choice, ast.Subscript) else choice
    return [ast.literal_eval(one) for one in (inside.elts if isinstance(inside, ast.Tuple) else [inside])]


def _may_be_left_out(expression: ast.expr) -> bool:
    return _is_called(library.opened(expression), "NotRequired")


def _unknown(place: Place) -> WrongParameterError:
    return WrongParameterError(f"Received unknown parameter: {place.path}", place.path, "parameter_unknown")
