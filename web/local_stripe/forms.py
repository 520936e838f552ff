"""Reads what a form carries: `a[b][]=c` as dictionaries and lists within each other."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

INSIDE = re.compile(r"\[([^\]]*)\]")

Json = Any  # nested dictionaries and lists of texts; how deep, the sender decides


def decoded(pairs: Iterable[tuple[str, str]]) -> dict[str, Json]:
    """Return the names and values of a form as nested dictionaries and lists of texts."""
    root: dict[str, Json] = {}
    for name, value in pairs:
        steps = [name.partition("[")[0], *INSIDE.findall(name)]
        inner = root
        for step in steps[:-1]:
            inner = inner.setdefault(step, {})
        last = steps[-1] or str(len(inner))
        inner[last] = value
    return {key: _with_lists(value) for key, value in root.items()}


def encoded(given: Json, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and values of a form that carries nested dictionaries and lists."""
    inside = given.items() if isinstance(given, dict) else enumerate(given)
    for key, value in inside:
        inner = f"{name}[{key}]" if name else str(key)
        if isinstance(value, dict | list):
            yield from encoded(value, inner)
        else:
            yield inner, str(value)


def _with_lists(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _with_lists(one) for key, one in value.items()}
