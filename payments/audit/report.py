"""What a verification found, as lines for people or as JSON for programs."""

import json
from pathlib import Path

from payments.audit.finding import Finding
from payments.audit.verify import unproven


def readable(path: Path, findings: list[Finding]) -> list[str]:
    """Return a verdict, the findings, and what the bundle cannot show."""
    if findings:
        return [f"{len(findings)} findings in {path.name}", *(finding.line() for finding in findings)]
    return [f"Nothing found in {path.name}: every record was worked out again and is the same.", *unproven(path)]


def as_json(findings: list[Finding]) -> str:
    """Return the findings as a JSON text."""
    listed = [{"code": finding.code, "says": finding.says, "where": finding.where} for finding in findings]
    return json.dumps({"findings": listed, "found": len(listed)}, indent=2, ensure_ascii=False)
