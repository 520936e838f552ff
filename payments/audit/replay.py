"""Playing the ledger again from its first transfer: balances, holds, overdrafts, and what reached each annotator."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from payments.audit.finding import Findings
from payments.audit.payouts import SentMoney
from payments.audit.reading import Bundle, Values
from payments.audit.service_lines import Outside
from payments.ledger.rules import Movement, nature_of, rounding

_BODY = (
    "id",
    "phase",
    "debit_id",
    "credit_id",
    "amount_micros",
    "currency",
    "code",
    "reference",
    "pending_id",
)


@dataclass(slots=True)
class _Account:
    currency: str
    debits_posted: int = 0
    debits_pending: int = 0
    credits_posted: int = 0
    credits_pending: int = 0

    def is_overdrawn(self, account_id: str) -> bool:
        nature = nature_of(account_id)
        if not nature.has_no_overdraft:
            return False
        return self.debits_posted + self.debits_pending > self.credits_posted


@dataclass(slots=True)
class Paid:
    """What reached annotators, by what it was for."""

    held: Counter[str] = field(default_factory=Counter)
    """Held for an assignment and not let go, by its reference."""
    posted: Counter[str] = field(default_factory=Counter)
    """Posted for an assignment."""
    closed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Paid at a closing, by reference and kind of line."""
    rounded: Counter[str] = field(default_factory=Counter)
    """Paid by the platform to round a payslip up to whole coins, by its reference."""


class Replay:
    """Plays transfers in their order.

    Args:
        findings: where to note what does not add up.
        is_whole: every transfer is there, so that balances can be compared.
    """

    def __init__(self, findings: Findings, *, is_whole: bool) -> None:
        self._findings = findings
        self._is_whole = is_whole
        self._accounts: dict[str, _Account] = {}
        self._holds: dict[str, Movement] = {}
        self._settled: set[str] = set()
        self._sequence = 0
        self.happened_ms: dict[str, int] = {}
        self.paid = Paid()
        self.sent = SentMoney()
        self.outside = Outside()

    def play(self, bundle: Bundle) -> None:
        """Play every transfer, then compare the accounts."""
        for row in bundle.lines("transfers"):
            with self._findings.reading(f"transfer {row['id']}"):
                self._play_one(row)
        if self._is_whole:
            self._compare(bundle)
        else:
            is_empty = not any(True for _ in bundle.lines("accounts"))
            self._findings.expect(is_empty, "scope_differs", "accounts", "a bundle of one week has none")

    def _play_one(self, row: Values) -> None:
        movement = Movement(**{name: row[name] for name in _BODY})
        where = f"transfer {movement.id}"
        expect = self._findings.expect
        expect(row["body_hash"] == movement.body_hash(), "transfer_altered", where, "its hash does not cover it")
        expect(row["sequence"] > self._sequence, "transfer_out_of_order", where, "comes before its time")
        expect(movement.amount_micros > 0, "transfer_empty", where, "moves nothing")
        expect(movement.debit_id != movement.credit_id, "transfer_in_a_circle", where, "moves money to where it was")
        self._sequence = row["sequence"]
        self.happened_ms[movement.id] = row["happened_ms"]
        pending, posted = self._pending_and_posted(movement, where)
        self._move(movement, pending=pending, posted=posted)
        self.outside.note(movement)
        held = self._holds.get(str(movement.pending_id))
        if not self.sent.note(movement, held_micros=held.amount_micros if held else 0):
            self._note(movement)

    def _pending_and_posted(self, movement: Movement, where: str) -> tuple[int, int]:
        """Return by how much the pending and the posted counters move."""
        match movement.phase:
            case "single":
                return 0, movement.amount_micros
            case "pending":
                self._holds[movement.id] = movement
                return movement.amount_micros, 0
            case "post" | "void":
                held = self._settle(movement, where)
                return -held, movement.amount_micros if movement.phase == "post" else 0
            case _:
                raise ValueError(f"no such phase: {movement.phase}")

    def _settle(self, movement: Movement, where: str) -> int:
        held = self._holds.get(str(movement.pending_id))
        is_same = held is not None and (held.debit_id, held.credit_id, held.currency, held.amount_micros) == (
            movement.debit_id,
            movement.credit_id,
            movement.currency,
            movement.amount_micros,
        )
        self._findings.expect(is_same, "hold_differs", where, "settles a hold that is not there or is another")
        self._findings.expect(
            movement.pending_id not in self._settled, "hold_settled_twice", where, "settles what was settled before"
        )
        self._settled.add(str(movement.pending_id))
        return held.amount_micros if held else 0

    def _move(self, movement: Movement, *, pending: int, posted: int) -> None:
        debit = self._account(movement.debit_id, movement)
        credit = self._account(movement.credit_id, movement)
        debit.debits_posted += posted
        debit.debits_pending += pending
        credit.credits_posted += posted
        credit.credits_pending += pending
        if self._is_whole:
            is_overdrawn = debit.is_overdrawn(movement.debit_id)
            self._findings.expect(
                not is_overdrawn, "overdrawn", f"transfer {movement.id}", f"takes more than {movement.debit_id} holds"
            )

    def _account(self, account_id: str, movement: Movement) -> _Account:
        account = self._accounts.setdefault(account_id, _Account(movement.currency))
        self._findings.expect(
            account.currency == movement.currency, "currency_differs", f"transfer {movement.id}", f"into {account_id}"
        )
        return account

    def _note(self, movement: Movement) -> None:
        """Add up what reaches annotators."""
        if not movement.credit_id.startswith("annotator:"):
            return
        match movement.phase:
            case "pending":
                self.paid.held[movement.reference] += movement.amount_micros
            case "post":
                self.paid.posted[movement.reference] += movement.amount_micros
            case "void":
                self.paid.held[movement.reference] -= movement.amount_micros
            case _ if movement.debit_id == rounding(movement.currency):
                self.paid.rounded[movement.reference] += movement.amount_micros
            case _:
                self.paid.closed[movement.reference, movement.code] += movement.amount_micros

    def _compare(self, bundle: Bundle) -> None:
        """Compare every account with what the transfers made of it."""
        sums: defaultdict[str, int] = defaultdict(int)
        seen: set[str] = set()
        for row in bundle.lines("accounts"):
            account_id = row["id"]
            self._findings.expect(account_id not in seen, "record_twice", f"account {account_id}", "stands there twice")
            seen.add(account_id)
            nature = nature_of(account_id)
            played = self._accounts.get(account_id, _Account(row["currency"]))
            expected = {name: getattr(played, name) for name in _Account.__slots__} | {
                "id": account_id,
                "normal": nature.normal,
                "has_no_overdraft": int(nature.has_no_overdraft),
            }
            self._findings.expect(
                row == expected, "balance_differs", f"account {account_id}", "is not what its transfers add up to"
            )
            sums[row["currency"]] += row["debits_posted"] - row["credits_posted"]
        for account_id in self._accounts.keys() - seen:
            self._findings.add("account_missing", f"account {account_id}", "transfers name it, the accounts do not")
        for currency, difference in sums.items():
            self._findings.expect(difference == 0, "debits_differ", currency, "debits and credits are not the same sum")
