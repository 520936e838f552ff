"""What a program is told when something is refused: a problem document (RFC 9457), declared for each call."""

from typing import Any

from pydantic import BaseModel, Field

PROBLEM_JSON = "application/problem+json"
MEANINGS = {
    400: "The body is not JSON.",
    401: "There is no key, or it opens nothing any more.",
    403: "The key's owner may not do this.",
    404: "It does not exist, or the key's owner may not know that it does.",
    409: "The state of things does not allow it; `params.until` says until when, where that is known.",
    413: "More was sent than is taken at once.",
    415: "This kind of content is not taken here.",
    422: "What was sent cannot be used as it is.",
    429: "The key asks too fast; `Retry-After` says in how many seconds to send the same again.",
}
EXAMPLE: dict[str, Any] = {
    "type": "about:blank",
    "title": "Time to rest: 5 paid minutes",
    "status": 409,
    "detail": "Your eyes have worked for a while. The rest is paid on top, and the work waits for you.",
    "code": "rest_due",
    "next": "Come back after 16:05.",
    "params": {"until": "2026-03-02T16:05:00+00:00", "minutes": 5, "may_move": 1},
}


class OneProblem(BaseModel):
    """One of the things that are wrong with what was sent."""

    code: str = Field(description="which problem it is, for programs; never changes")
    text: str = Field(description="what is wrong and what to do, for people")
    params: dict[str, str | int] = Field(description="the values behind the words")


class Problem(BaseModel):
    """Why something was not done, and what to do next."""

    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}}

    type: str = Field(description="about:blank: `code` says which problem it is")
    title: str = Field(description="what happened, for people")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="why")
    code: str = Field(description="which problem it is, for programs; never changes")
    next: str = Field(description="what can be done now")
    rule: str | None = Field(default=None, description="the page of the rule behind it, where one is")
    params: dict[str, str | int] = Field(description="the values behind the words; instants are ISO, UTC")
    problems: list[OneProblem] | None = Field(
        default=None, description="of an answer that cannot be taken: everything that is wrong with it, this one first"
    )


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the declaration of the problems that a call can answer; 401, 404, 422 and 429 can come from every call."""
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": MEANINGS[status], "content": content}
        for status in sorted({401, 404, 422, 429, *statuses})
    }
