"""A test in the browser that fails is tried once more, in sight of everybody; too many second tries fail the run.

Chromium on two busy cores now and then loses a tap. Tests of money, serving and proof never get a second try: what fails there
once in a thousand runs is a fault of ours. See web/docs/decisions/0015.
"""

import pytest

MOST, LINES_MOST = 3, 16
SECOND_TRY = pytest.mark.flaky(reruns=1, reruns_delay=2)
"""For tests/browser alone."""


def unsteady(config: pytest.Config) -> list[str]:
    """Return the tests that were tried a second time in this run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [report.nodeid for report in reporter.stats.get("rerun", [])] if reporter else []


def reasons(config: pytest.Config) -> list[str]:
    """Return what went wrong in each first try, in its own words."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("rerun", []) if reporter else []
    return [f"{report.nodeid}: {words_of(report.longreprtext)}" for report in reports]


def words_of(text: str) -> str:
    """Return the first lines of what pytest says of a failure."""
    said = [line[1:].strip() for line in text.splitlines() if line.startswith("E ")]
    return " ".join(said[:LINES_MOST]) or "said nothing"


def judge(session: pytest.Session) -> None:
    """Fail the run where more than `MOST` tests needed a second try: then it is not the machine."""
    if len(unsteady(session.config)) > MOST and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def told(names: list[str]) -> list[str]:
    """Return what a reader of the run is told about second tries."""
    if not names:
        return []
    verdict = (
        f"more than {MOST}: the run fails" if len(names) > MOST else "passing now does not make them steady: mend them"
    )
    return [f"{len(names)} tried a second time ({verdict})", *names]
