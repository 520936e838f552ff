"""The commands of `jornal`, one file each; a file brings an `app` (a group of commands) or one `command`."""

import pkgutil
import sys
from importlib import import_module

import typer

from policies.errors import Refusal
from web.refusal_text import load_texts, say
from web.show_as import Writing
from web.words import FALLBACK, load_languages


def commands() -> typer.Typer:
    """Return every command found in this folder."""
    everything = typer.Typer(
        help="Jornal: annotation work that cannot underpay.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,
    )
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module, name = import_module(f"{__name__}.{found.name}"), found.name.replace("_", "-")
        if isinstance(getattr(module, "app", None), typer.Typer):
            everything.add_typer(module.app, name=name)
        elif hasattr(module, "command"):
            everything.command(name)(module.command)
    return everything


def run() -> None:
    """Run the command that was typed; a refusal says what to do next and ends with status 1."""
    try:
        commands()()
    except Refusal as refusal:
        english = load_languages()[FALLBACK]
        said = say(refusal, load_texts(), language=english, writing=Writing(english, "UTC"))
        typer.echo(f"{said.title}. {said.reason} {said.next_step}", err=True)
        sys.exit(1)
