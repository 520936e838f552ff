"""Work behind HTTP as a stubborn program does it: whatever happens on the way, it sends the same request again."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any

from annotate.serving.service import Receipt
from policies.errors import Refusal
from policies.money import micros_of
from tests.crew import PATIENCE_SECONDS, Answered, LostPatienceError
from tests.work import answer

Reply = tuple[int, Any]
"""A status, and the JSON that came with it; Any, because every route has its own."""


@dataclass(slots=True)
class WebDesk:
    """Work in one project over HTTP.

    Args:
        port: where the house listens.
        project_id: which project.
        keys: each person's key.
        drops: how often a line breaks after the request was sent, of all requests.
        troubles: what went wrong on the way, counted.
    """

    port: int
    project_id: int
    keys: Mapping[int, str]
    drops: float = 0.0
    troubles: Counter[str] = field(default_factory=Counter)
    _chance: Random = field(default_factory=lambda: Random(5))
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def next(self, person_id: int) -> int:
        status, said = self._insist(person_id, "next", {"project_id": self.project_id})
        if status == HTTPStatus.NO_CONTENT:
            raise Refusal("nothing_left")
        return int(said["assignment_id"])

    def answer_and_next(self, person_id: int, assignment_id: int) -> Answered:
        _, said = self._insist(person_id, f"{assignment_id}/answer", {"result": answer()})
        following, why = said["next"], said["why_no_next"]
        return Answered(
            _receipt(said, self.project_id),
            following["assignment_id"] if following else None,
            Refusal(why["code"], **why["params"]) if why else None,
        )

    def answer_again(self, person_id: int, assignment_id: int) -> Receipt:
        return self.answer_and_next(person_id, assignment_id).receipt

    def release(self, person_id: int, assignment_id: int) -> None:
        self._insist(person_id, f"{assignment_id}/release", {})

    def sign_of_life(self, person_id: int, assignment_id: int) -> None:
        self._insist(person_id, f"{assignment_id}/heartbeat", {})

    def _insist(self, person_id: int, path: str, body: Mapping[str, object]) -> Reply:
        """Send a request until it is answered; a refusal is an answer, "come back" and silence are none."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            status, said = self._try(person_id, path, body)
            if status in {0, HTTPStatus.SERVICE_UNAVAILABLE}:
                self._count("unanswered" if status == 0 else "come_back")
                time.sleep(0.1)
                continue
            if status == HTTPStatus.CONFLICT:
                raise Refusal(said["code"], **said["params"])
            assert status in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}, (status, path, said)
            return status, said
        raise LostPatienceError(f"person {person_id} at {path}")

    def _try(self, person_id: int, path: str, body: Mapping[str, object]) -> Reply:
        """Send a request once; status 0 where the line broke before its reply was read."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.keys[person_id]}", "Content-Type": "application/json"}
        try:
            line.request("POST", f"/api/v1/work/{path}", json.dumps(body), headers)
            if self._is_dropped():
                self._count("dropped")
                return 0, None
            reply = line.getresponse()
            text = reply.read()
            if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
                assert int(reply.headers["Retry-After"]) > 0
            return reply.status, json.loads(text) if text else None
        except (OSError, http.client.HTTPException):
            return 0, None
        finally:
            line.close()

    def _is_dropped(self) -> bool:
        with self._guard:
            return self._chance.random() < self.drops

    def _count(self, trouble: str) -> None:
        with self._guard:
            self.troubles[trouble] += 1


def _receipt(said: Mapping[str, Any], project_id: int) -> Receipt:
    earned = said["earning"]
    return Receipt(
        assignment_id=said["assignment_id"],
        project_id=project_id,
        amount_micros=micros_of(earned["amount"]),
        currency=earned["currency"],
        counted_ms=earned["counted_ms"],
        is_surplus=earned["is_surplus"],
        is_repeat=earned["is_repeat"],
    )
