"""A land that exists nowhere, for tests: its law is one file, as anybody would add one."""

DEMONSTRATION_LAND = """
jurisdiction = "{code}"
name = "Demonstration land"
time_zone = "{time_zone}"

[[minimum_pay]]
zone = "general"
value = "{floor}"
currency = "{currency}"
per = "hour"
hourly_basis = "as stated"
effective_from = 2026-01-01
published_on = 2025-11-10
status = "in_force"
applicability = "law"
sources = ["Demonstration Wage Act section 4", "Rate notice of 10 November 2025"]

[[example]]
on = 2026-03-02
piece = "0"
task_seconds = 3600
owed = "{floor}"
"""


def demonstration_land(
    *, code: str = "XX", time_zone: str = "Etc/UTC", currency: str = "XXD", floor: str = "18.00"
) -> str:
    """Return the law of that land: one floor for an hour, and the example that proves it."""
    return DEMONSTRATION_LAND.format(code=code, time_zone=time_zone, currency=currency, floor=floor)
