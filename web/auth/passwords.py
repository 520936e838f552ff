"""Passwords: hashed slowly, at most two at a time, and as slow for an unknown address as for a wrong password."""

import threading
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from policies.errors import Kind, Refusal

LENGTH_MIN = 10
LENGTH_MAX = 200
AT_ONCE = 2
_TOO_COMMON = frozenset((
    "1234567890", "0123456789", "12345678910", "qwertyuiop", "password123", "passwordpassword", "contraseña",
    "contraseña1", "motdepasse", "motdepasse1", "iloveyou123", "qwerty12345", "adminadmin",
))  # fmt: skip


class Passwords:
    """Hashes and checks passwords with argon2id (19 MiB, 2 passes: OWASP's first choice for small machines)."""

    def __init__(self) -> None:
        self._hasher = _hasher()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = _nobody()

    def hash(self, password: str) -> str:
        """Return the hash to keep.

        Raises:
            Refusal: `password_too_short`, `password_too_long` or `password_too_common`.
        """
        refuse_weak(password)
        with self._turns:
            return self._hasher.hash(password)

    def is_right(self, password: str, kept_hash: str | None) -> bool:
        """Return whether the password fits the hash; None (nobody) takes as long and is False."""
        with self._turns:
            fits = self._hasher.verify(password[:LENGTH_MAX], kept_hash or self._nobody)
        return fits and kept_hash is not None


def refuse_weak(password: str) -> None:
    """Refuse a password that is too short, too long to hash safely, or everybody's.

    Raises:
        Refusal: `password_too_short`, `password_too_long` or `password_too_common`.
    """
    if len(password) < LENGTH_MIN:
        raise Refusal("password_too_short", Kind.UNREADABLE, least=LENGTH_MIN)
    if len(password) > LENGTH_MAX:
        raise Refusal("password_too_long", Kind.UNREADABLE, most=LENGTH_MAX)
    if password.lower() in _TOO_COMMON or len(set(password)) < 4:
        raise Refusal("password_too_common", Kind.UNREADABLE)


def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


@cache
def _nobody() -> str:
    """Return a hash that an unknown address is compared with; made once, as it takes its time."""
    return _hasher().hash("nobody has this password")
