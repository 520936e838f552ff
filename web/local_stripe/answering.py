"""Takes one request through what Stripe looks at, in order: key, contract, idempotency, and then the work itself."""

import json
from dataclasses import dataclass, field
from typing import Any

from web.local_stripe import (
    accounts,
    balances,
    contract,
    customers,
    events,
    idempotency,
    library,
    money_back,
    money_in,
    outbound_payments,
    parameters,
    transfers,
)
from web.local_stripe.asked import Asked
from web.local_stripe.books import Books, Json, RefusedError
from web.local_stripe.faults import LATER, Fault, Faults
from web.local_stripe.idempotency import Reply

PARTS = (
    accounts.PARTS
    | balances.PARTS
    | customers.PARTS
    | events.PARTS
    | money_back.PARTS
    | money_in.PARTS
    | outbound_payments.PARTS
    | transfers.PARTS
)
SAVED_ERROR: Json = {"error": {"type": "api_error", "message": "An unexpected error occurred."}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One request as it came in.

    Attributes:
        given: its form or its JSON, nested.
        idempotency_key: "" where there is none.
        account: on whose behalf, "" for our own.
        request_id: ours.
    """

    method: str
    path: str
    given: dict[str, Any]  # any JSON
    api_key: str
    version: str
    idempotency_key: str
    account: str
    request_id: str

    @property
    def is_second_version(self) -> bool:
        """Whether it is written in Stripe's second version."""
        return self.path.startswith("/v2/")


@dataclass(slots=True)
class Desk:
    """Where requests are answered.

    Attributes:
        running_keys: idempotency keys of requests that are being worked on.
    """

    books: Books
    faults: Faults
    running_keys: set[str] = field(default_factory=set)

    def answer(self, letter: Letter) -> Reply | None:
        """Return the answer to a request, or None where its connection dies."""
        self.faults.catch_up(until=self.books.now())
        if letter.api_key != self.books.key:
            return Reply(401, _error(f"Invalid API Key provided: {letter.api_key[:8]}****", "api_key_invalid"))
        found = contract.route_of(letter.method, letter.path)
        if found is None:
            message = f"Unrecognized request URL ({letter.method.upper()}: {letter.path})."
            return self._refuse_violation(letter, 404, _error(message, "url_unknown"))
        route, ids = found
        page = letter.given.pop("page", None) if letter.is_second_version and letter.method == "get" else None
        if letter.version != library.api_version():
            return self._refuse_violation(letter, 400, _error("No pinned Stripe-Version.", "version_missing"))
        try:
            given = parameters.checked(route, letter.given)
        except parameters.WrongParameterError as wrong:
            body = _error(str(wrong), wrong.code)
            body["error"]["param"] = wrong.parameter
            return self._refuse_violation(letter, 400, body)
        if page is not None:
            given["page"] = page
        asked = Asked(given=given, ids=ids, account=letter.account, path=letter.path)
        if letter.method == "get":
            with self.books.lock:
                return _frozen(self._worked(route, asked))
        return self._written(letter, route, asked)

    def _written(self, letter: Letter, route: contract.Route, asked: Asked) -> Reply | None:
        """Answer a request that changes something, once for each key, and badly where that was planned."""
        digest = idempotency.digest_of(letter.method, letter.path, letter.given)
        key = letter.idempotency_key
        with self.books.lock:
            before = idempotency.answered(self.books, key, digest, is_second_version=letter.is_second_version)
            if key and before is not None:
                return before
            if key and key in self.running_keys:
                return Reply(409, _error("Another request with this key is in progress.", "idempotency_key_in_use"))
            fault = self.faults.drawn(letter.method, letter.path)
            if fault in TURNED_AWAY:
                return TURNED_AWAY[fault]
            if fault is Fault.SAVED_500_BEFORE:
                return self._failed_before(letter, digest)
            if fault is Fault.LATE:
                self._work_later(letter, route, asked, digest)
                return None
            return self._kept(letter, digest, _frozen(self._worked(route, asked)), fault)

    def _kept(self, letter: Letter, digest: str, reply: Reply, fault: Fault | None) -> Reply | None:
        """Remember an answer and give it, or what a fault makes of it."""
        is_error = reply.status >= 400
        shown = Reply(500, SAVED_ERROR, {"Stripe-Should-Retry": "false"}) if fault is Fault.SAVED_500_AFTER else reply
        if letter.is_second_version:
            if not is_error:  # the second version repeats what failed, and says what became of what was done
                idempotency.keep(self.books, letter.idempotency_key, digest, reply, letter.request_id)
        elif reply.status != 501:
            idempotency.keep(self.books, letter.idempotency_key, digest, shown, letter.request_id)
        return None if fault is Fault.DROPPED_AFTER else shown

    def _failed_before(self, letter: Letter, digest: str) -> Reply:
        reply = Reply(500, SAVED_ERROR, {"Stripe-Should-Retry": "false"})
        if not letter.is_second_version:
            idempotency.keep(self.books, letter.idempotency_key, digest, reply, letter.request_id)
        return reply

    def _work_later(self, letter: Letter, route: contract.Route, asked: Asked, digest: str) -> None:
        """Do the work after its connection died; until then its key is taken."""
        key = letter.idempotency_key
        self.running_keys.add(key)

        def work() -> None:
            self._kept(letter, digest, _frozen(self._worked(route, asked)), None)
            self.running_keys.discard(key)

        self.faults.late.append((self.books.now() + LATER, work))

    def _worked(self, route: contract.Route, asked: Asked) -> Reply:
        part = PARTS.get((route.method, route.path))
        if part is None:
            message = f"The local Stripe cannot do this yet: {route.method.upper()} {route.path}"
            self.books.violations.append(message)
            return Reply(501, {"error": {"type": "api_error", "message": message}})
        try:
            return Reply(200, self._expanded(part(self.books, asked), asked.given.get("expand")))
        except RefusedError as refusal:
            return Reply(refusal.status, refusal.body)

    def _expanded(self, body: Json, paths: list[str] | None) -> Json:
        """Return an answer with the objects in it that were asked for in place of their ids."""
        if not paths:
            return body
        shown: Json = json.loads(json.dumps(body))
        for path in paths:
            self._expand(shown, path.split("."))
        return shown

    def _expand(self, inside: Any, steps: list[str]) -> None:  # any part of an answer
        for one in inside if isinstance(inside, list) else [inside]:
            value = one.get(steps[0]) if isinstance(one, dict) else None
            if isinstance(value, str) and value in self.books.objects:
                one[steps[0]] = value = json.loads(json.dumps(self.books.objects[value]))
            if steps[1:]:
                self._expand(value, steps[1:])

    def _refuse_violation(self, letter: Letter, status: int, body: Json) -> Reply:
        """Refuse what Stripe's contract does not allow, and remember it: a test that sends it fails."""
        with self.books.lock:
            self.books.violations.append(f"{letter.method.upper()} {letter.path}: {body['error']['message']}")
        return Reply(status, body)


def _error(message: str, code: str) -> Json:
    return {"error": {"type": "invalid_request_error", "code": code, "message": message}}


def _frozen(reply: Reply) -> Reply:
    """Return an answer as it is now, whatever happens to its objects afterwards."""
    return Reply(reply.status, json.loads(json.dumps(reply.body)), reply.headers)


TURNED_AWAY = {
    Fault.DROPPED_BEFORE: None,
    Fault.TOO_MANY: Reply(429, _error("Too many requests hit the API too quickly.", "rate_limit")),
    Fault.CONFLICT: Reply(409, _error("This object cannot be accessed right now.", "lock_timeout")),
}
"""What is answered where a fault lets nothing be done and nothing be remembered."""
