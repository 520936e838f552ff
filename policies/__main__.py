"""`python -m policies`: checks the files of law, or explains what applies in a place on a day, with no installation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from policies.errors import Refusal
from policies.explaining import explanation, refusal_text
from policies.rulebook import Rulebook, check


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 with findings or a refusal."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.command == "check":
        return _check()
    return _explain(asked.jurisdiction, zone=asked.zone, on=asked.date)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m policies", description="The law as dated data.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="look for mistakes in the files of law and work their examples")
    explain = commands.add_parser("explain", help="show the floor and the limits of a place on a day, with sources")
    explain.add_argument("jurisdiction", help="such as MX")
    explain.add_argument("date", type=date.fromisoformat, help="such as 2026-03-02")
    explain.add_argument("--zone", default="general", help="such as ZLFN")
    return parser


def _check() -> int:
    findings = check()
    sys.stdout.writelines(f"{finding}\n" for finding in findings or ["Nothing found."])
    return 1 if findings else 0


def _explain(jurisdiction: str, *, zone: str, on: date) -> int:
    try:
        text = explanation(Rulebook.load(), jurisdiction, zone=zone, on=on)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal_text(refusal)}\n")
        return 1
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
