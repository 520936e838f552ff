"""The operator's look at letters: those that lie in a folder, because there is no mail server behind it."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from policies.errors import Kind, Refusal
from policies.periods import from_ms
from web.deps import Operator, TheHouse
from web.keeping.service import record_act
from web.render import show
from web.settings import Environment
from web.wiring import House

router = APIRouter(prefix="/operator/mail")
SHOWN = 50
NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """One letter in the folder."""

    name: str
    to: str
    subject: str
    written_at: datetime


@router.get("")
def letters(request: Request, house: TheHouse, _me: Operator) -> HTMLResponse:
    """Show the last letters in the folder: to whom, about what, when."""
    folder = folder_of(house)
    found = [] if folder is None else last_letters(folder)
    return show(request, "operator/mail.html", letters=found, is_folder=folder is not None, may_read=_may_read(house))


@router.get("/{name}")
def letter(name: str, request: Request, house: TheHouse, me: Operator) -> HTMLResponse:
    """Show one letter; in the demonstration only, because elsewhere letters open doors."""
    folder = folder_of(house)
    if folder is None or not _may_read(house) or not NAME.fullmatch(name):
        raise Refusal("not_found", Kind.MISSING)
    path = folder / f"{name}.eml"
    if not path.is_file():
        raise Refusal("not_found", Kind.MISSING)
    with house.db.writing() as tx:
        record_act(tx, by_id=me.person_id, what="letter_read", now=house.now())
    message = _message(path)
    body = message.get_body(("plain",))
    return show(request, "operator/letter.html", letter=_shown(path, message), text=body.get_content() if body else "")


def folder_of(house: House) -> Path | None:
    """Return the folder that letters are written into; None where a mail server sends them."""
    url = house.settings.mail_url
    return None if "://" in url else Path(url)


def last_letters(folder: Path) -> list[LetterShown]:
    """Return the letters written last, the newest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_shown(path, _message(path)) for path in paths[:SHOWN]]


def _may_read(house: House) -> bool:
    return house.settings.environment is Environment.DEMO


def _message(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesParser(EmailMessage, policy=policy.default).parse(file)


def _shown(path: Path, message: EmailMessage) -> LetterShown:
    return LetterShown(
        name=path.stem,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        written_at=from_ms(path.stat().st_mtime_ns // 1_000_000),
    )
