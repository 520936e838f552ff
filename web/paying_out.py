"""Everything about paying out that happens between transactions: sending on, asking providers, files, answer files."""

from collections.abc import Sequence
from hashlib import sha256
from secrets import SystemRandom

from payments.payout_answers.queries import PreviewLine, preview
from payments.payout_answers.rules import AnswerLine, Follows, read_answers
from payments.payout_answers.service import book_answer
from payments.payout_calls.queries import calls_due
from payments.payout_calls.rules import CallKind
from payments.payout_calls.service import note_answer, take
from payments.payout_evidence.service import keep_evidence, note_applied, note_file_fetched
from payments.payout_runs.queries import RunView, lines_of_run, lines_on_the_way, released_runs, run_view
from payments.payout_sending.service import send_some
from payments.payouts.rules import RunState
from payments.providers.base import Outcome, PayoutFile, PayoutProvider, SendingProvider
from policies.errors import Kind, Refusal
from web.wiring import House

EVIDENCE_BYTES_MOST = 900_000
CALLS_MOST = 200
"""So many calls to one service in one look: a minute or two of its time."""
CALLS_AT_ONCE = 5
"""So many calls to services somebody waits for who asks; the scheduler makes the others."""
_MATCHED = frozenset({Follows.PAID, Follows.RETURNED, Follows.REJECTED, Follows.KNOWN})


def send_payouts(house: House) -> None:
    """Send every released run on, a few payouts in each transaction; asked again, it goes on where it stopped."""
    with house.db.reading() as tx:
        runs = released_runs(tx)
    for run_id in runs:
        while _send_some(house, run_id):
            pass


def _send_some(house: House, run_id: int) -> bool:
    with house.db.writing() as tx:
        return send_some(tx, run_id=run_id, providers=house.payout_providers, now=house.now())


def call_payouts(house: House, *, most: int = CALLS_MOST) -> int:
    """Ask each service to pay what was sent through it, or what became of it, and book what it says.

    Each payment is taken in one transaction, asked about outside any, and booked in another: killed at any point,
    here or in one of several processes, the next one goes on with the same key.

    Args:
        house: the house.
        most: so many calls to each service at most.

    Returns:
        How many calls were made.
    """
    return sum(_call_some(house, one, most=most) for one in house.payout_providers.values() if one.sends_itself)


def _call_some(house: House, provider: PayoutProvider, *, most: int) -> int:
    assert isinstance(provider, SendingProvider), "it says that it sends by itself"
    with house.db.reading() as tx:
        due = list(calls_due(tx, provider.name, now=house.now(), most=most))
    SystemRandom().shuffle(due)  # several processes seldom want the same one
    return sum(_call(house, provider, attempt_id) for attempt_id in due)


def _call(house: House, provider: SendingProvider, attempt_id: int) -> bool:
    with house.db.writing() as tx:
        taken = take(tx, attempt_id=attempt_id, now=house.now())
    if taken is None:
        return False
    sent = provider.send(taken.line) if taken.kind is CallKind.SEND else provider.look_up(taken.line)
    with house.db.writing() as tx:
        note_answer(tx, taken=taken, sent=sent, now=house.now())
    return True


def hear_payouts(house: House) -> int:
    """Ask each provider that can know it what became of what was sent, and book it; return how much was new."""
    heard = 0
    for provider in (one for one in house.payout_providers.values() if one.answers_itself and not one.sends_itself):
        with house.db.reading() as tx:
            lines = lines_on_the_way(tx, provider.name)
        for line in lines:
            outcome = provider.outcome(line, now=house.now())
            heard += outcome is not None and _book(house, line.key, outcome) is not Follows.KNOWN
    return heard


def _book(house: House, key: str, outcome: Outcome, *, by_id: int | None = None) -> Follows:
    with house.db.writing() as tx:
        return book_answer(tx, key=key, outcome=outcome, by_id=by_id, now=house.now())


def file_for_bank(house: House, run_id: int, *, by_id: int) -> PayoutFile:
    """Return the file of a released run, and log who took it.

    Raises:
        Refusal: `not_found` while it is not released, or where its provider takes no file; `file_differs`.
    """
    with house.db.reading() as tx:
        run = run_view(tx, run_id)
        lines = lines_of_run(tx, run_id) if run else ()
    if run is None or run.state is not RunState.SENT or not run.layout:
        raise Refusal("not_found", Kind.MISSING)
    written = house.payout_providers[run.provider].write(run.layout, lines)
    digest = sha256(written.data).hexdigest()
    if digest != run.file_digest:
        raise Refusal("file_differs")
    with house.db.writing() as tx:
        note_file_fetched(tx, run_id=run_id, digest=digest, by_id=by_id, now=house.now())
    return PayoutFile(_file_name(run, written.name), written.media_type, written.data)


def _file_name(run: RunView, name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{run.run_id}.{ending}"


def take_evidence(house: House, data: bytes, *, file_name: str, by_id: int) -> int:
    """Keep a bank's answer file, having read it once, and return its number.

    Raises:
        Refusal: `answers_missing`, `answers_too_long`, and those of `read_answers`.
    """
    if not data:
        raise Refusal("answers_missing", Kind.UNREADABLE)
    read_answers(data)
    digest = sha256(data).hexdigest()
    house.files.put(_key(digest), data)
    with house.db.writing() as tx:
        return keep_evidence(tx, digest=digest, file_name=file_name, by_id=by_id, now=house.now())


def evidence_bytes(house: House, digest: str) -> bytes:
    """Return a kept answer file as it was uploaded."""
    return b"".join(house.files.read(_key(digest)))


def previewed(house: House, digest: str) -> tuple[PreviewLine, ...]:
    """Return what each line of a kept answer file would change now."""
    lines = read_answers(evidence_bytes(house, digest))
    with house.db.reading() as tx:
        return preview(tx, lines, services=services_of(house))


def apply_evidence(house: House, evidence_id: int, digest: str, *, by_id: int) -> None:
    """Book every line of an answer file, each in a transaction of its own, then note that it is done.

    Stopped half-way and asked again, it books what is missing: no line counts twice.
    """
    lines = read_answers(evidence_bytes(house, digest))
    followed = [_apply(house, line, by_id=by_id) for line in lines]
    matched = sum(one in _MATCHED for one in followed)
    with house.db.writing() as tx:
        note_applied(
            tx,
            evidence_id=evidence_id,
            matched_count=matched,
            unmatched_count=len(lines) - matched,
            by_id=by_id,
            now=house.now(),
        )


def _apply(house: House, line: AnswerLine, *, by_id: int) -> Follows:
    with house.db.reading() as tx:
        seen: Sequence[PreviewLine] = preview(tx, (line,), services=services_of(house))
    if line.outcome is None or not seen[0].attempt_key:
        return seen[0].follows
    return _book(house, seen[0].attempt_key, line.outcome, by_id=by_id)


def services_of(house: House) -> frozenset[str]:
    """Return the providers that are called for each payment; nobody marks by hand what they pay."""
    return frozenset(name for name, provider in house.payout_providers.items() if provider.sends_itself)


def _key(digest: str) -> str:
    return f"payout-evidence/{digest}.csv"
