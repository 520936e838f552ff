"""Keeps what the local Stripe remembers in a file, so that it is the same one after the demonstration was stopped."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from web.local_stripe.books import Books

KEPT = (
    "objects", "available", "pending", "waiting", "owners", "links", "asked_for", "answers", "violations",
    "last_number", "changes", "kinds", "key", "webhook_secret",
)  # fmt: skip


def fill(books: Books, file: Path) -> None:
    """Give back to the books what a file kept; nothing where there is no file."""
    if not file.exists():
        return
    kept: dict[str, Any] = json.loads(file.read_text("utf-8"))  # any JSON
    for name in {one.name for one in fields(books)} & kept.keys():
        setattr(books, name, kept[name])
    books.kept_until = books.changes


def keep(books: Books, file: Path) -> None:
    """Write what the books remember, if it is new; a file that is there is replaced whole or not at all."""
    with books.lock:
        if books.kept_until == books.changes:
            return
        books.kept_until = books.changes
        text = json.dumps({name: getattr(books, name) for name in KEPT})
    beside = file.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_text(text, "utf-8")
    beside.replace(file)
