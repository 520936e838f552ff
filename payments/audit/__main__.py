"""`python -m payments.audit BUNDLE`: checks an auditor's bundle offline, with the standard library alone."""

import argparse
import sys
from pathlib import Path

from payments.audit.report import as_json, readable
from payments.audit.verify import verify


def main() -> int:
    """Verify the bundle named on the command line; 0 if nothing is wrong, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m payments.audit", description="Check an auditor's bundle offline.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    wanted = parser.parse_args()
    findings = verify(wanted.bundle)
    sys.stdout.write(as_json(findings) if wanted.json else "\n".join(readable(wanted.bundle, findings)))
    sys.stdout.write("\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
