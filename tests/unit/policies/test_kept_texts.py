"""A record made yesterday is explained by yesterday's text, whatever has been added to the law and the code since."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from policies.money import decimal_text
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook

KEPT = Path(__file__).with_name("kept_texts")
"""The files of law as they were on 2026-11-21, before shifts, meals and overtime had rows."""


def kept_rulebook(name):
    """Rebuild the rulebook of one place from its old manifest and texts, as an auditor does."""
    texts = {file: KEPT.joinpath(file).read_text(encoding="utf-8") for file in ("house.toml", f"{name}.toml")}
    digests = {file: sha256(text.encode()).hexdigest() for file, text in texts.items()}
    manifest = "".join(f"{file} {digest}\n" for file, digest in digests.items())
    manifest_digest = sha256(manifest.encode()).hexdigest()
    by_digest = {manifest_digest: manifest} | {digests[file]: text for file, text in texts.items()}
    return Rulebook.from_texts(by_digest, manifest_digest), manifest_digest


@pytest.mark.parametrize(
    ("name", "code", "zone", "on", "hourly"),
    [
        ("mx", "MX", "general", date(2026, 3, 2), "45.943334"),
        ("mx", "MX", "general", date(2027, 1, 2), "47.94087"),
        ("mx", "MX", "ZLFN", date(2026, 3, 2), "64.293542"),
        ("us", "US", "general", date(2026, 3, 2), "7.25"),
        ("gb", "GB", "21+", date(2026, 4, 1), "12.71"),
        ("gb", "GB", "18-20", date(2026, 4, 1), "10.85"),
    ],
)
def test_ada_s_old_week_is_paid_again_to_the_cent_from_its_own_text(name, code, zone, on, hourly):
    rulebook, digest = kept_rulebook(name)

    floor = rulebook.floor(code, zone=zone, on=on)

    assert (decimal_text(floor.hourly_micros), floor.rulebook_digest) == (hourly, digest)
    assert floor.hourly_micros == Rulebook.load().floor(code, zone=zone, on=on).hourly_micros


def test_the_limits_of_an_old_text_say_nothing_of_what_it_did_not_know():
    limits = kept_rulebook("mx")[0].limits("MX", on=date(2026, 3, 2))

    assert (limits.max_day_ms, limits.max_week_ms) == (8 * MS_PER_HOUR, 48 * MS_PER_HOUR)
    assert (limits.daily_rest_ms, limits.weekly_rest_ms) == (0, 0)
    assert (limits.meal, limits.exposure, limits.shifts) == (None, None, ())


@pytest.mark.parametrize("name", ["mx", "us", "gb", "house"])
def test_no_row_of_the_law_that_was_used_has_been_edited_since(name):
    code = name if name == "house" else name.upper()
    before = kept_rulebook("mx" if name == "house" else name)[0].law(code)
    now = {row.rule: row for row in Rulebook.load().law(code).rows()}

    assert all(now[row.rule] == row for row in before.rows())
