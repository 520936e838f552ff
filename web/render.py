"""Turns a template into a page, or into the fragment of it that htmx asked for."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2_fragments import render_block

from web.auth.identity import Identity
from web.bundles import digest_of
from web.demo_clock import DemoClock
from web.law_words import LawWords
from web.navigation import tabs_of
from web.pay_words import PayWords
from web.show_as import Writing
from web.translated import Translated
from web.unindented import Unindented
from web.words import Language, best_language

FOLDER = Path(__file__).parent
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
WRITING = (
    "money", "amount", "money_minor", "currency", "when", "moment", "clock", "day", "date", "span", "percent", "whole",
    "plain_money", "plain_amount", "plain_span", "plain_seconds", "plain_when", "plain_clock", "plain_day",
    "decimal",
)  # fmt: skip
LAW_WORDS = ("formula", "place_name", "zone_name")
PAY_WORDS = ("pay_title", "pay_sentence", "pay_sum", "pay_payer")


class Pages:
    """The templates, one set for each language, so that macros speak it too."""

    def __init__(self, languages: Mapping[str, Language], folder: Path = FOLDER / "templates") -> None:
        self.languages = languages
        self._environments = {code: _environment(language, folder) for code, language in languages.items()}

    def environment(self, code: str) -> Environment:
        """Return the templates of one language."""
        return self._environments[code]


@lru_cache(maxsize=16)
def _environment(language: Language, folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        extensions=[Translated, Unindented],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.extend(words=language.words)
    environment.install_gettext_translations(language.words, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["static"] = static
    environment.filters["json_text"] = partial(json.dumps, ensure_ascii=False)
    return environment


@lru_cache(maxsize=256)
def static(name: str) -> str:
    """Return a static file's address, with a digest of its content so that browsers keep it for a year."""
    return f"/static/{name}?v={digest_of(name)}"


def me_of(request: Request) -> Identity | None:
    """Return who is asking, where a dependency found out."""
    me: Identity | None = getattr(request.state, "me", None)
    return me


def language_of(request: Request) -> Language:
    """Return the language to speak: the person's own, the one chosen here, or the browser's."""
    pages: Pages = request.app.state.pages
    me = me_of(request)
    chosen = me.language if me else request.cookies.get(LANGUAGE_COOKIE, "")
    code = chosen if chosen in pages.languages else best_language(request.headers.get("accept-language", ""))
    return pages.languages[code]


def writing_of(request: Request) -> Writing:
    """Return what writes amounts and instants for whoever asks."""
    me = me_of(request)
    return _ways(language_of(request), me.time_zone if me else "UTC")[0]


@lru_cache(maxsize=1024)
def _ways(language: Language, time_zone: str) -> tuple[Writing, Mapping[str, Any]]:
    """Return what writes values in one language and zone, and its ways by the names that templates call."""
    writing = Writing(language, time_zone)
    law_words, pay_words = LawWords(language, writing), PayWords(language, writing)
    named = {name: getattr(writing, name) for name in WRITING}
    named |= {name: getattr(law_words, name) for name in LAW_WORDS}
    return writing, named | {name: getattr(pay_words, name) for name in PAY_WORDS}


def is_fragment(request: Request) -> bool:
    """Return whether htmx asked for a part of a page (and not for the whole one, to go back in history)."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def show(
    request: Request, template: str, *, block: str | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """Return a page, or only one block of it where htmx asked for that.

    Args:
        template: its path below web/templates.
        block: the block that can stand alone as a fragment.
        status: the HTTP status.
        context: what the template needs; Any, because templates are not typed.
    """
    everything = {**_surroundings(request), **context}
    environment = request.app.state.pages.environment(everything["language"].code)
    if block is not None and is_fragment(request):
        text = render_block(environment, template, block, everything)
    else:
        text = environment.get_template(template).render(everything)
    headers = {"Vary": "HX-Request, HX-History-Restore-Request", "Cache-Control": "private, no-store"}
    return HTMLResponse(text, status_code=status, headers=headers)


def _surroundings(request: Request) -> dict[str, Any]:
    """Return what every page has: who is asking, their language, and how values are written for them."""
    language, me = language_of(request), me_of(request)
    theme = request.cookies.get(THEME_COOKIE, "")
    return {
        "me": me,
        "language": language,
        "languages": tuple(request.app.state.pages.languages.values()),
        "theme": theme if theme in THEMES else "auto",
        "tabs": tabs_of(me, paths=request.app.state.paths),
        "paths": request.app.state.paths,
        "path": request.url.path,
        "nonce": getattr(request.state, "nonce", ""),
        "operator_name": request.app.state.house.settings.operator_name,
        "notices": request.app.state.notices.current,
        "moved_clock": _moved_clock(request),
        **_ways(language, me.time_zone if me else "UTC")[1],
    }


def _moved_clock(request: Request) -> datetime | None:
    """Return what time it is in a demonstration whose clock was moved; None everywhere else."""
    clock = request.app.state.house.now
    return clock() if isinstance(clock, DemoClock) and clock.is_moved else None


def write_letter(pages: Pages, code: str, template: str, **context: Any) -> tuple[str, str]:
    """Return the subject and the text of a letter, from a template whose first line is the subject."""
    text = pages.environment(code).get_template(template).render(context)
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"
