"""Account numbers: a typing mistake is caught by the number's own check digits, before money leaves for a stranger."""

import re

from payments.providers.base import AT_SERVICE, DestinationKind
from policies.errors import Kind, Refusal

CLABE_DIGITS = 18
_CLABE_WEIGHTS = (3, 7, 1)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_ACCOUNT = re.compile(r"[A-Z0-9]{4,34}", re.ASCII)
_AT_SERVICE = re.compile(r"acct_[A-Za-z0-9]{6,40}", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-/]+")
# The lengths of the countries whose currencies Jornal knows first; for others the check digits alone decide.
_IBAN_LENGTHS = {"AT": 20, "BE": 16, "DE": 22, "ES": 24, "FR": 27, "GB": 22, "IE": 22, "IT": 27, "NL": 18, "PT": 25}


def checked_number(kind: DestinationKind, text: str) -> str:
    """Return an account number without spaces, having made sure that its check digits fit.

    Args:
        kind: how the account is named.
        text: as somebody typed it.

    Raises:
        Refusal: `clabe_length`, `clabe_differs`, `iban_length`, `iban_differs`, `account_number_unreadable`; none of
            them repeats the number.

    Source: CLABE: Banco de México's 18 digits, the last one from weights 3, 7, 1; IBAN: ISO 13616, modulo 97.
    """
    if kind in AT_SERVICE:
        return _of_service(text)
    plain = _SEPARATORS.sub("", text).upper()
    match kind:
        case DestinationKind.CLABE:
            _refuse_clabe(plain)
        case DestinationKind.IBAN:
            _refuse_iban(plain)
        case _ if not _ACCOUNT.fullmatch(plain):
            raise Refusal("account_number_unreadable", Kind.UNREADABLE)
    return plain


def _of_service(text: str) -> str:
    """Return a service's own name of an account, as it is: its capitals matter."""
    if not _AT_SERVICE.fullmatch(text):
        raise Refusal("account_number_unreadable", Kind.UNREADABLE)
    return text


def tail_of(number: str) -> str:
    """Return the last four characters of an account number, all that is ever shown of it; two of a very short one."""
    return number[-4:] if len(number) > 6 else number[-2:]


def clabe_digit(first: str) -> int:
    """Return the check digit of the first 17 digits of a CLABE."""
    weighted = [int(digit) * _CLABE_WEIGHTS[place % 3] % 10 for place, digit in enumerate(first)]
    return -sum(weighted) % 10


def iban_remainder(number: str) -> int:
    """Return the remainder of an IBAN modulo 97; 1 where its check digits fit."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97


def _refuse_clabe(plain: str) -> None:
    if len(plain) != CLABE_DIGITS or not (plain.isascii() and plain.isdigit()):
        raise Refusal("clabe_length", Kind.UNREADABLE, digits=CLABE_DIGITS, given=len(plain))
    if clabe_digit(plain[:-1]) != int(plain[-1]):
        raise Refusal("clabe_differs", Kind.UNREADABLE)


def _refuse_iban(plain: str) -> None:
    length = _IBAN_LENGTHS.get(plain[:2], len(plain))
    if not _IBAN.fullmatch(plain) or len(plain) != length:
        raise Refusal("iban_length", Kind.UNREADABLE)
    if iban_remainder(plain) != 1:
        raise Refusal("iban_differs", Kind.UNREADABLE)
