"""The description of this interface for programs: OpenAPI, with every answer that each call can give."""

from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from web.api.v1 import (
    answers,
    audit,
    checking,
    conditions,
    items,
    me,
    pilots,
    projects,
    questions,
    rules,
    running,
    work,
)
from web.api.v1.problems import Problem

router = APIRouter(prefix="/api/v1")
PARTS = (projects, items, pilots, conditions, running, questions, work, answers, me, audit, checking, rules)
ABOUT = """Work, pay and pay records of Jornal for programs.

Amounts are decimal texts with their currency; instants are ISO 8601 in UTC; lengths are whole milliseconds (`_ms`).
What is refused is said as a problem document (RFC 9457): `code` for programs, `title`, `detail` and `next` for people,
in the language of the key's owner. What a key may not see does not exist for it (404). The guide is at /help/api."""


@router.get("/openapi.json", include_in_schema=False)
async def description() -> dict[str, Any]:
    """Describe every call; open to everybody."""
    return description_now()


@cache
def description_now() -> dict[str, Any]:
    """Return the description as OpenAPI; `Any`, because its shape is OpenAPI's own."""
    routes = [route for part in PARTS for route in part.router.routes]
    described = get_openapi(title="Jornal", version="1", description=ABOUT, routes=routes)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    described["components"]["schemas"]["Problem"] = problem
    return described
