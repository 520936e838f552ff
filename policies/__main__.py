"""`python -m policies`: checks the files of law, or explains what applies in a place on a day, with no installation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from policies.answers import checked_text, explained_text
from policies.errors import Refusal
from policies.explaining import refusal_text
from policies.rulebook import Rulebook, check


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 with findings or a refusal."""
    asked = _parser().parse_args(arguments)
    if asked.command == "check":
        return _check(asked.folder, as_json=asked.json)
    try:
        text = explained_text(
            Rulebook.load(asked.folder), asked.place, zone=asked.zone, on=asked.date, as_json=asked.json
        )
    except Refusal as refusal:
        sys.stderr.write(f"{refusal_text(refusal)}\n")
        return 1
    sys.stdout.write(f"{text}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m policies", description="The law as dated data.")
    commands = parser.add_subparsers(dest="command", required=True)
    check_them = commands.add_parser("check", help="look for mistakes in the files of law and work their examples")
    explain = commands.add_parser("explain", help="show the floor and the limits of a place on a day, with sources")
    explain.add_argument("place", help="such as MX or MX-general")
    explain.add_argument("date", type=date.fromisoformat, help="such as 2026-03-02")
    explain.add_argument("--zone", default="", help="such as ZLFN, where the place does not name it")
    for command in (check_them, explain):
        command.add_argument("--folder", type=Path, help="a folder of *.toml files of law")
        command.add_argument("--json", action="store_true", help="for programs")
    return parser


def _check(folder: Path | None, *, as_json: bool) -> int:
    findings = check(folder)
    sys.stdout.write(f"{checked_text(findings, as_json=as_json)}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
