"""Secrets that people and programs carry: how they are made, and the hash by which we know them again."""

import hashlib
import secrets

TOKEN_BYTES = 32
API_PREFIX = "jornal_"


def new_token() -> str:
    """Return 256 random bits as text, for a cookie or a link in a letter."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_api_token() -> str:
    """Return a key for a program, with a prefix by which leak scanners find it."""
    return API_PREFIX + new_token()


def new_password() -> str:
    """Return a password of 100 bits in groups that can be typed from a screen."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def hash_of(token: str) -> str:
    """Return the SHA-256 under which a random token is kept; plain, because 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
