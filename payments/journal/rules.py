"""How one transfer of the ledger is written in a plain-text journal, which hledger or Beancount then adds up again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from payments.ledger.rules import Movement
from policies.money import fixed_text

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_WORD = re.compile(r"[a-z]+(?:[_-][a-z0-9]+)*", re.ASCII)
_HEX = re.compile(r"0x([0-9a-f]+)", re.ASCII)
_OWNED = re.compile(r"(annotator|close):([0-9]+)(:.*)?|(purse):([0-9]+):([0-9]+)(:.*)?", re.ASCII)
_NUMBERED = re.compile(r"[a-z_]+:[0-9]+", re.ASCII)
_PLAIN = ":._-/@+"
"""Besides letters and digits, what stands in a journal as it is; anything else is written %20, so that no text of
anybody's can end a line or begin a posting."""

_EXPENSES = frozenset({"guarantee", "wages", "rounding", "losses", "provider_fees"})


class Format(StrEnum):
    """For which program a journal is written."""

    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


SUFFIXES: Mapping[Format, str] = {Format.HLEDGER: "journal", Format.BEANCOUNT: "beancount"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer with its number in the ledger and the instant at which it was made, as ISO 8601 text in UTC."""

    sequence: int
    happened: str
    movement: Movement

    @property
    def day(self) -> str:
        """Return the day, in UTC, under which it stands."""
        return self.happened[:10]


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger's own counters say that an account holds: debits less credits, micro-units."""

    account_id: str
    currency: str
    net_micros: int


def account_name(account_id: str) -> str:
    """Return the name of an account in a journal; `account_id_of` reads it back.

    Both programs want a first word that says what kind of account it is, and Beancount wants every word to begin with
    a capital letter or a digit: "annotator:5:payable:MXN" is "Liabilities:Annotator:5:Payable:MXN".
    """
    parts = account_id.split(":")
    return ":".join([_root(parts), *map(_component, parts)])


def account_id_of(name: str) -> str:
    """Return the id of the account that has this name in a journal."""
    return ":".join(_decoded(part) for part in name.split(":")[1:])


def _root(parts: list[str]) -> str:
    """Return what kind of account it is to the operator: what it owes, has, earns or spends."""
    if parts[0] == "world":
        return "Assets"
    if parts[0] != "platform":
        return "Liabilities"
    if parts[1:2] == ["fees"]:
        return "Income"
    return "Expenses" if _EXPENSES.intersection(parts[1:2]) else "Equity"


def _component(part: str) -> str:
    if _NUMBER.fullmatch(part) or _CURRENCY.fullmatch(part):
        return part
    if _WORD.fullmatch(part):
        return part[0].upper() + part[1:].replace("_", "--")
    return f"0x{part.encode().hex()}"


def _decoded(part: str) -> str:
    if hexed := _HEX.fullmatch(part):
        return bytes.fromhex(hexed[1]).decode()
    if _NUMBER.fullmatch(part) or _CURRENCY.fullmatch(part):
        return part
    return part[:1].lower() + part[1:].replace("--", "_")


def under_names(entry: Entry, names: Mapping[int, str]) -> Entry:
    """Return a transfer with people's pseudonyms for their numbers, and without what was made from the numbers.

    The transfer's own id and that of its hold often hold a number; its place in the ledger tells which one it is.

    Args:
        entry: a transfer.
        names: the pseudonym of each person in it.
    """
    moved = entry.movement
    return replace(
        entry,
        movement=replace(
            moved,
            id="",
            pending_id=None,
            debit_id=_renamed(moved.debit_id, names),
            credit_id=_renamed(moved.credit_id, names),
            reference=_renamed_reference(moved.reference, names),
        ),
    )


def person_in(text: str) -> int | None:
    """Return the number of the person whose account this is, or whom a reference is about; None where nobody's."""
    found = _OWNED.fullmatch(text)
    return int(found[2] or found[6]) if found else None


def _renamed(text: str, names: Mapping[int, str]) -> str:
    found = _OWNED.fullmatch(text)
    if found is None:
        return text
    if found[1]:
        return f"{found[1]}:{names[int(found[2])]}{found[3] or ''}"
    return f"{found[4]}:{found[5]}:{names[int(found[6])]}{found[7] or ''}"


def _renamed_reference(reference: str, names: Mapping[int, str]) -> str:
    """Return a reference under names; of one whose parts we do not know, only its first word."""
    if _OWNED.fullmatch(reference):
        return _renamed(reference, names)
    return reference if _NUMBERED.fullmatch(reference) else reference.split(":", maxsplit=1)[0]


def safe(text: str) -> str:
    """Return any text so that it is one word in a journal: "fund:a b" is "fund:a%20b"."""
    return quote(text, safe=_PLAIN)


def comment(text: str) -> str:
    """Return a line that both programs pass over."""
    return f"; {text}\n" if text else "\n"


def heading(form: Format, currencies: list[str], *, first_day: date) -> str:
    """Return what stands before the first transfer: how amounts are written, and in which currencies."""
    if form is Format.HLEDGER:
        return "decimal-mark .\n" + "".join(f"commodity 1000.000000 {currency}\n" for currency in currencies) + "\n"
    return "".join(f"{first_day} commodity {currency}\n" for currency in currencies) + "\n"


def opening(form: Format, account_id: str, currency: str, *, first_day: date) -> str:
    """Return the line that opens an account, which both programs want before it is used."""
    name = account_name(account_id)
    return f"account {name}\n" if form is Format.HLEDGER else f"{first_day} open {name} {currency}\n"


def written(form: Format, entry: Entry) -> str:
    """Return one transfer: two postings where money moved, a comment where it was only set aside or let go again."""
    moved = entry.movement
    if moved.phase in {"pending", "void"}:
        return comment(_promise(entry))
    amount = fixed_text(moved.amount_micros)
    words = f"{safe(moved.code)} {safe(moved.reference)}"
    tags = _tags(entry)
    if form is Format.HLEDGER:
        head = f"{entry.day} * ({entry.sequence}) {words}\n    ; " + ", ".join(f"{key}: {text}" for key, text in tags)
    else:
        head = f'{entry.day} * "{words}"\n  sequence: {entry.sequence}\n' + "\n".join(
            f'  {key}: "{text}"' for key, text in tags
        )
    return (
        f"{head}\n    {account_name(moved.debit_id)}  {amount} {moved.currency}\n"
        f"    {account_name(moved.credit_id)}  -{amount} {moved.currency}\n\n"
    )


def closing(form: Format, held: Held, *, last_day: date, day_after: date) -> str:
    """Return the line that lets the program compare its own sum of an account with the ledger's counters.

    Args:
        form: for which program.
        held: what the counters say.
        last_day: of the last transfer: hledger asserts what is there at its end.
        day_after: Beancount asserts what is there when a day begins.
    """
    name, amount = account_name(held.account_id), f"{fixed_text(held.net_micros)}"
    if form is Format.HLEDGER:
        return f"{last_day} as counted\n    {name}  0.000000 {held.currency} = {amount} {held.currency}\n\n"
    return f"{day_after} balance {name}  {amount} ~ 0.000000 {held.currency}\n"


def _tags(entry: Entry) -> list[tuple[str, str]]:
    moved = entry.movement
    named = [("id", moved.id), ("happened", entry.happened), ("settles", moved.pending_id or "")]
    return [(key, safe(text)) for key, text in named if text]


def _promise(entry: Entry) -> str:
    moved = entry.movement
    did = "set aside, not moved" if moved.phase == "pending" else "let go"
    tags = ", ".join(f"{key}: {text}" for key, text in _tags(entry))
    return (
        f"{entry.day} ({entry.sequence}) {did}: {safe(moved.code)} {safe(moved.reference)},"
        f" {fixed_text(moved.amount_micros)} {moved.currency},"
        f" {account_name(moved.debit_id)} to {account_name(moved.credit_id)}, {tags}"
    )
