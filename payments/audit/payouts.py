"""Checking payouts against payslips: each is paid once at most, to the cent, and what came back is owed again."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from payments.audit.finding import Findings
from payments.audit.reading import Bundle, Values
from payments.ledger.rules import Movement, payable
from payments.payouts.rules import reference_of
from policies.money import micros_per_minor
from policies.periods import MS_PER_HOUR

OPENED_WITHIN_MS = 24 * MS_PER_HOUR
"""A payslip has its payout a day after it was issued, at the latest."""

_OUTSIDE = "world:"
_THEIRS = "annotator:"


@dataclass(slots=True)
class Sent:
    """What the ledger moved for one payout: held now, gone now, and the most that was either at any moment."""

    account_id: str
    held_micros: int = 0
    gone_micros: int = 0
    most_micros: int = 0

    def move(self, *, held: int = 0, gone: int = 0) -> None:
        """Add what one transfer did."""
        self.held_micros += held
        self.gone_micros += gone
        self.most_micros = max(self.most_micros, self.held_micros + self.gone_micros)


class SentMoney:
    """Adds up, while the ledger is played again, what left annotators' accounts and what came back."""

    def __init__(self) -> None:
        self.by_reference: dict[str, Sent] = {}
        self.out_of_place: list[str] = []

    def note(self, movement: Movement, *, held_micros: int) -> bool:
        """Take one transfer in and return whether it was one between an annotator and the world outside.

        Args:
            movement: as played.
            held_micros: of the hold that it settles; 0 where it settles none.
        """
        is_out = movement.debit_id.startswith(_THEIRS) and movement.credit_id.startswith(_OUTSIDE)
        is_back = movement.debit_id.startswith(_OUTSIDE) and movement.credit_id.startswith(_THEIRS)
        if not (is_out or is_back):
            return False
        account_id = movement.debit_id if is_out else movement.credit_id
        sent = self.by_reference.setdefault(movement.reference, Sent(account_id))
        if sent.account_id != account_id or not _is_named(movement):
            self.out_of_place.append(movement.id)
        match movement.phase:
            case "pending":
                sent.move(held=movement.amount_micros)
            case "post":
                sent.move(held=-held_micros, gone=movement.amount_micros)
            case "void":
                sent.move(held=-held_micros)
            case _:
                sent.move(gone=movement.amount_micros if is_out else -movement.amount_micros)
        return True


def _is_named(movement: Movement) -> bool:
    """Return whether a transfer is numbered as an attempt of the payout that it refers to."""
    return movement.id.startswith(f"{movement.reference}:")


class Payouts:
    """Follows every payout of a bundle.

    Args:
        money: what the ledger moved.
        findings: where to note what does not add up.
    """

    def __init__(self, money: SentMoney, findings: Findings) -> None:
        self._money = money
        self._findings = findings
        self._opened: dict[int, Values] = {}
        self._by_payslip: dict[int, int] = {}
        self._last_act: dict[int, str] = {}
        self._keys: dict[str, tuple[int, int]] = {}
        self._joined: dict[int, int] = {}

    def hear(self, kind: str, body: Values, *, where: str) -> None:
        """Take one event in; other kinds pass by."""
        if kind == "payout":
            self._hear_opened(body, where)
        if kind == "payout_attempt":
            self._last_act[body["payout_id"]] = body["act"]
            self._hear_key(body, where)

    def _hear_opened(self, body: Values, where: str) -> None:
        before = self._by_payslip.setdefault(body["payslip_id"], body["payout_id"])
        is_first = before == body["payout_id"] and body["payout_id"] not in self._opened
        self._findings.expect(is_first, "payout_twice", where, "its payslip has another payout")
        for small_id in body.get("joined", ()):
            is_free = self._joined.setdefault(small_id, body["payout_id"]) == body["payout_id"]
            self._findings.expect(is_free, "payout_twice", where, f"payout {small_id} goes as part of another one too")
        self._opened[body["payout_id"]] = body

    def _hear_key(self, body: Values, where: str) -> None:
        if "key" not in body:
            return
        attempt = (body["payout_id"], body["number"])
        is_its = self._keys.setdefault(body["key"], attempt) == attempt
        self._findings.expect(is_its, "payout_key_twice", where, "another attempt has the same key")

    def check(self, bundle: Bundle) -> None:
        """Compare payslips, payouts and the ledger, when everything was heard."""
        payslips = {row["payslip_id"]: row for row in bundle.lines("payslips")}
        for payout_id, body in sorted(self._opened.items()):
            with self._findings.reading(f"payout {payout_id}"):
                self._check_one(payout_id, body, payslips.get(body["payslip_id"]))
        self._check_strays()
        for payslip_id, row in payslips.items():
            is_in_time = payslip_id in self._by_payslip or bundle.made_ms <= row["issued_ms"] + OPENED_WITHIN_MS
            says = "was issued more than a day ago, and nothing pays it"
            self._findings.expect(is_in_time, "payout_missing", f"payslip {payslip_id}", says)
        if bundle.is_whole:
            self._check_still_owed(bundle, payslips)

    def _check_one(self, payout_id: int, body: Values, payslip: Values | None) -> None:
        where = f"payout {payout_id}"
        expect = self._findings.expect
        if payslip is None:
            self._findings.add("payslip_missing", where, "pays a payslip that is not there")
            return
        said = (body["person_id"], body["currency"], body["amount_minor"])
        small_minor = self._small_minor(body, where)
        its = (payslip["person_id"], payslip["currency"], payslip["total_minor"] + small_minor)
        expect(said == its, "payout_differs", where, f"says {said}, its payslip and what goes with it {its}")
        total = (payslip["total_minor"] + small_minor) * micros_per_minor(payslip["currency"])
        account_id = payable(payslip["person_id"], payslip["currency"])
        sent = self._money.by_reference.get(reference_of(payout_id), Sent(account_id))
        expect(sent.account_id == account_id, "payout_differs", where, f"was taken from {sent.account_id}")
        expect(sent.most_micros <= total, "paid_twice", where, f"{sent.most_micros} of {total} micro-units had left")
        states = {"sent": (total, 0), "paid": (0, total)}
        expected = states.get(self._last_act.get(payout_id, ""), (0, 0)) if payout_id not in self._joined else (0, 0)
        says = f"the ledger holds and sent {(sent.held_micros, sent.gone_micros)}, its events say {expected}"
        expect((sent.held_micros, sent.gone_micros) == expected, "payout_differs", where, says)

    def _small_minor(self, body: Values, where: str) -> int:
        """Return what earlier payouts add that go as part of this one, minor units; they must be the same person's."""
        small = [self._opened.get(small_id) for small_id in body.get("joined", ())]
        known = [one for one in small if one is not None]
        is_theirs = len(known) == len(small) and all(
            one[name] == body[name] for one in known for name in ("person_id", "currency")
        )
        self._findings.expect(is_theirs, "payout_differs", where, "takes a payout along that is not its person's")
        return sum(one["amount_minor"] for one in known)

    def _check_strays(self) -> None:
        known = {reference_of(payout_id) for payout_id in self._opened}
        for reference in sorted(self._money.by_reference.keys() - known):
            self._findings.add("payout_unknown", reference, "money left an annotator's account, and no event says why")
        for transfer_id in self._money.out_of_place:
            self._findings.add("payout_unknown", f"transfer {transfer_id}", "is not numbered as its payout's")

    def _check_still_owed(self, bundle: Bundle, payslips: Mapping[int, Values]) -> None:
        """What an annotator's account holds is what no payslip pays yet, and what payslips say that has not left."""
        owed: defaultdict[str, int] = defaultdict(int)
        paid_by: set[int] = set()
        for row in payslips.values():
            owed[payable(row["person_id"], row["currency"])] += row["total_minor"] * micros_per_minor(row["currency"])
            paid_by |= {earning_id for line in json.loads(row["body"])["lines"] for earning_id in line["earning_ids"]}
        for row in bundle.lines("earnings"):
            if row["state"] == "final" and row["earning_id"] not in paid_by:
                owed[payable(row["person_id"], row["currency"])] += row["amount_micros"]
        for sent in self._money.by_reference.values():
            owed[sent.account_id] -= sent.gone_micros
        for row in bundle.lines("accounts"):
            if not row["id"].startswith(_THEIRS):
                continue
            holds = row["credits_posted"] - row["debits_posted"]
            says = f"holds {holds} micro-units, {owed[row['id']]} are owed and have not left"
            self._findings.expect(holds == owed[row["id"]], "owed_differs", row["id"], says)
