"""A mistake in a file of law is found, and named, before anyone is paid by it."""

import pytest

from policies.errors import Refusal
from policies.rulebook import Rulebook, check

LAND = """
jurisdiction = "XX"
name = "Demonstration land"
time_zone = "Etc/UTC"

[[minimum_pay]]
zone = "general"
value = "18.00"
currency = "XXD"
per = "hour"
hourly_basis = "as stated"
effective_from = 2026-01-01
status = "in_force"
applicability = "law"
sources = ["Act", "Notice"]
"""
SECOND = LAND[LAND.index("[[minimum_pay]]") :]
DATED = """effective_from = 2026-01-01
published_on = "unknown"
status = "in_force"
applicability = "law"
sources = ["A", "B"]
"""
SHIFT = f"""
[[shift]]
name = "night"
max_hours = "7"
night_from = "20:00"
night_to = "06:00"
night_hours_make_night = "3.5"
{DATED}"""
OVERTIME = f"""
[[overtime]]
name = "double"
per = "week"
counted_from = "ordinary"
over_hours = "0"
multiplier = "2"
{DATED}"""
LIVING = f"""
[[living_wage]]
zone = "general"
value = "20.00"
currency = "XXD"
per = "hour"
hourly_basis = "as stated"
licence = "bought"
{DATED}"""
EXAMPLE = '[[example]]\non = {on}\npiece = "0"\ntask_seconds = 3600\nowed = "{owed}"\n'


@pytest.fixture
def findings_of(tmp_path):
    """Write one file of law and return what is found in it."""

    def find(text):
        (tmp_path / "xx.toml").write_text(text, encoding="utf-8")
        return check(tmp_path)

    return find


def test_a_file_without_a_mistake_has_no_findings(findings_of):
    assert findings_of(LAND) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (LAND.replace("2026-01-01", "2026-02-30"), "Invalid date"),
        (LAND.replace("2026-01-01", "2026-01-01T00:00:00"), "must be a date"),
        (LAND.replace("2026-01-01", "0026-01-01"), "nobody's pay goes back so far"),
        (LAND.replace('["Act", "Notice"]', '["Act"]'), "needs two sources"),
        (LAND.replace('["Act", "Notice"]', '["Act", "Act"]'), "needs two sources"),
        (LAND.replace('["Act", "Notice"]', "[]"), "at least one source"),
        (LAND.replace("sources", "source"), "unknown key 'source'"),
        (LAND.replace('sources = ["Act", "Notice"]', ""), "sources is missing"),
        (LAND.replace('"18.00"', "18.00"), "value must be a str"),
        (LAND.replace('"18.00"', '"-18.00"'), "must not be negative"),
        (LAND.replace('"18.00"', '"0"'), "a wage of nothing"),
        (LAND.replace('"XXD"', '"pesos"'), "currency"),
        (LAND.replace('"in_force"', '"expired"'), "must be one of"),
        (LAND.replace("Etc/UTC", "Mars/Olympus"), "time_zone is not a time zone"),
        (LAND.replace('zone = "general"', 'zone = "north"'), "no minimum_pay row for its default zone"),
        (LAND.replace('"XX"', '"YY"'), "its name is yy.toml"),
        (LAND.replace("as stated", "value / hours"), "needs hours"),
        (LAND.replace("as stated", "value x paid_days / max_week_hours"), "max_week_hours limit in force"),
        (LAND.replace('per = "hour"', 'per = "day"'), "'as stated' is for a wage per hour"),
        (LAND + "published_on = 2026-02-01", "published after it takes effect"),
        (LAND + SECOND, "begins on the same day"),
        (LAND + SECOND.replace("2026-01-01", "2026-07-01").replace("18.00", "17.00"), "the wage falls below"),
        (LAND + SECOND.replace("2026-01-01", "2026-07-01").replace("XXD", "XXE"), "the currency changes"),
        (LAND + EXAMPLE.format(on="2026-01-01", owed="18.01"), "owed 18.00, written 18.01"),
        (LAND + EXAMPLE.format(on="2025-12-31", owed="18.00"), "no_floor_in_force"),
        (LAND + '[[review]]\nrule = "xx/nothing"\nreviewer = "Rita"\nreviewed_on = 2026-01-01', "no such row"),
        (LAND + "[minimum]", "unknown key 'minimum'"),
        (LAND.replace("[[minimum_pay]]", "[minimum_pay]"), "Write [[minimum_pay]]"),
        (LAND.replace('"in_force"', '"in_force"\nconfidence = "V3"'), "confidence must be one of D, M, V, V2, is 'V3'"),
        (LAND + 'published_on = "yesterday"', "published_on must be a date"),
        (LAND + "applies_while_suspended = true", "continues while suspended, but is not suspended"),
        (LAND.replace("2026-01-01", "2206-01-01"), "no law reaches so far ahead"),
        (LAND + SHIFT.replace("20:00", "24:00"), "not a time on a clock"),
        (LAND + SHIFT + SHIFT, "begins on the same day as xx/shift/night/2026-01-01"),
        (LAND + OVERTIME.replace('"2"', '"0.5"'), "overtime below ordinary pay"),
        (LAND + OVERTIME.replace("ordinary", "lunch"), "counted_from must be one of"),
        (LAND + LIVING.replace('licence = "bought"', ""), "licence is missing"),
        (LAND + LIVING.replace('["A", "B"]', '["A"]'), "a wage needs two sources"),
        ("jurisdiction = ", "Invalid value"),
    ],
)
def test_each_mistake_is_found_and_the_file_is_not_used(findings_of, tmp_path, text, finding):
    findings = findings_of(text)

    assert any(finding in found for found in findings), findings
    with pytest.raises(Refusal) as refused:
        Rulebook.load(tmp_path)
    assert refused.value.params["file"] == "xx.toml"


@pytest.mark.parametrize(
    "text",
    [
        LAND.replace('["Act", "Notice"]', '["Act"]') + "single_source = true",
        LAND + SECOND.replace("2026-01-01", "2026-07-01").replace("18.00", "17.00") + 'note = "Cut by an Act"',
        LAND + SHIFT + OVERTIME + LIVING,
        LAND[: LAND.index("[[")],
        LAND.replace("in_force", "conflict") + SECOND.replace("in_force", "conflict").replace("18.00", "19.00"),
        LAND + 'published_on = 2026-02-01\nnote = "In force from January, decreed in February"',
    ],
)
def test_what_is_unusual_but_explained_is_accepted(findings_of, text):
    assert findings_of(text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (LAND.replace('"18.00"', "18.00"), "xx.toml: line 8: minimum_pay 1: value must be a str"),
        (LAND + SECOND.replace("18.00", "none"), "xx.toml: line 18: minimum_pay 2: value cannot be read"),
        (LAND + SECOND, "xx.toml: line 16: xx/minimum_pay/general/2026-01-01/2: begins on the same day"),
        (LAND + EXAMPLE.format(on="2026-01-01", owed="18.01"), "xx.toml: line 16: example 1: on 2026-01-01 in general"),
        (LAND.replace("Etc/UTC", "Mars/Olympus"), "xx.toml: line 4: time_zone is not a time zone"),
        (LAND.replace('zone = "general"\n', ""), "xx.toml: line 6: minimum_pay 1: zone is missing"),
        (LAND + "[unheard_of]", "xx.toml: line 16: unknown key 'unheard_of'"),
    ],
)
def test_rita_is_told_the_line_to_look_at(findings_of, text, where):
    findings = findings_of(text)

    assert findings[0].startswith(where)
    assert findings[0].endswith(".")


def test_a_file_that_is_not_utf_8_is_a_finding_not_a_crash(tmp_path):
    (tmp_path / "xx.toml").write_bytes(LAND.encode("utf-16"))

    assert check(tmp_path) == ["xx.toml: it is not UTF-8 text"]
    with pytest.raises(Refusal):
        Rulebook.load(tmp_path)


def test_an_empty_folder_is_a_finding(tmp_path):
    assert len(check(tmp_path)) == 1
