"""Many answers at one price are one line of a payslip, rounded up once, whatever offer each was made under."""

import pytest

from payments.payslips.rules import line_rule


@pytest.mark.parametrize(
    ("rule", "of_line"),
    [("offer:1", "offer"), ("offer:20931", "offer"), ("settlement/top_up", "settlement/top_up"), ("", "")],
)
def test_a_line_has_the_rule_that_its_earnings_share(rule: str, of_line: str) -> None:
    assert line_rule(rule) == of_line
