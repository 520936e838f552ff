"""Whoever changes, drops or adds anything in a bundle is found out, also when they make the manifest fit again."""

import json
from collections.abc import Callable

import pytest

from payments.audit.verify import verify
from tests.audit.conftest import Save
from tests.audit.forgery import (
    Lines,
    Values,
    opened,
    packed_again,
    rewritten,
    sealed_anew,
    with_new_digests,
    with_new_hash,
)


def drop(number: int) -> Callable[[Lines], None]:
    return lambda lines: lines.pop(number) and None


def put(number: int, **values: object) -> Callable[[Lines], None]:
    return lambda lines: lines[number].update(values)


def add(number: int, **values: object) -> Callable[[Lines], None]:
    """Add a copy of a line with other values in it."""
    return lambda lines: lines.append(lines[number] | values)


FORGERIES: dict[str, tuple[str, Callable[[Lines], None]]] = {
    "an event says something else": ("events", put(4, body="{}")),
    "an event is of another kind": ("events", put(4, kind="offer")),
    "an event happened earlier": ("events", put(4, logged_ms=1)),
    "an early event is left out": ("events", drop(3)),
    "the last event is left out": ("events", drop(-1)),
    "two events change places": ("events", lambda lines: lines.insert(-1, lines.pop())),
    "an event is told twice": ("events", add(4)),
    "an event is slipped in": ("events", add(-1, sequence=999)),
    "a segment is shortened": ("segments", put(0, ended_ms=1)),
    "a segment is another person's": ("segments", put(0, person_id=2)),
    "a segment counts for less": ("segments", put(0, floor_hourly_micros=1)),
    "a segment is left out": ("segments", drop(0)),
    "a segment is made up": ("segments", add(-1, started_ms=5)),
    "a claim is reworded": ("claims", put(0, line="I slept")),
    "a claim is left out": ("claims", drop(0)),
    "a claim is made up": ("claims", add(0, started_ms=5)),
    "an earning is cut by the smallest amount": ("earnings", lambda lines: lines[0].update(amount_micros=1_999_999)),
    "final pay is called pending": ("earnings", put(2, state="pending", final_ms=None)),
    "pending pay is called final": ("earnings", put(0, state="final", final_ms=1_773_000_000_000)),
    "final pay gets another date": ("earnings", put(2, final_ms=1)),
    "an earning is left out": ("earnings", drop(0)),
    "an earning is made up": ("earnings", add(0, earning_id=99)),
    "a transfer moves less": ("transfers", put(3, amount_micros=1)),
    "a transfer happened later": ("transfers", put(3, happened_ms=9)),
    "a transfer has another hash": ("transfers", put(3, body_hash="0" * 64)),
    "a transfer is left out": ("transfers", drop(3)),
    "a transfer is made up": ("transfers", add(-1, id="made-up-by-mallory", sequence=999)),
    "transfers change places": ("transfers", lambda lines: lines.insert(0, lines.pop())),
    "a balance is raised": ("accounts", put(0, credits_posted=1)),
    "an account may be overdrawn": ("accounts", put(0, has_no_overdraft=7)),
    "an account is left out": ("accounts", drop(0)),
    "an account stands there twice": ("accounts", add(0)),
    "a closing says less": ("closes", put(0, total_micros=1)),
    "a closing is left out": ("closes", drop(0)),
    "a closing is made up": ("closes", add(0, revision=9)),
    "a total counts less": ("totals", put(0, counted_ms=1)),
    "a total is left out": ("totals", drop(0)),
    "a total is made up": ("totals", add(0, project_id=77)),
    "somebody lived elsewhere": ("residences", put(0, jurisdiction="US")),
    "somebody lived in another zone": ("residences", put(0, zone="ZLFN")),
    "somebody lived nowhere": ("residences", drop(0)),
    "somebody moved before the work": ("residences", add(0, from_on="2026-02-01", jurisdiction="GB")),
    "the law is rewritten": ("rulebook_texts", put(0, text="minimum = 0")),
    "the law is left out": ("rulebook_texts", drop(0)),
    "a law is made up": (
        "rulebook_texts",
        add(0, text="", digest="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ),
    "a line is no JSON object": ("claims", lambda lines: lines.append([])),
    "a line has a fraction": ("closes", put(0, total_micros="0.5")),
    "a line has a column too many": ("closes", put(0, note="all is well")),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_member_is_found_out_though_the_manifest_fits(forgery: str, sound_bundle: bytes, saved: Save) -> None:
    member, forge = FORGERIES[forgery]
    members, manifest = opened(sound_bundle)
    forge(members[member])

    path = saved(packed_again(members, with_new_digests(members, manifest)))

    assert verify(path) != []


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_member_does_not_fit_the_manifest(forgery: str, sound_bundle: bytes, saved: Save) -> None:
    member, forge = FORGERIES[forgery]
    members, manifest = opened(sound_bundle)
    forge(members[member])

    path = saved(packed_again(members, manifest))

    assert f"{member}" in {finding.where for finding in verify(path) if finding.code == "member_altered"}


@pytest.mark.parametrize(
    "change",
    [{"heads": {}}, {"members": {}}, {"format": "jornal-bundle-0"}, {"period": "2026-W10"}],
    ids=["no heads", "no members", "another format", "called partial while it is whole"],
)
def test_a_forged_manifest_is_found_out(change: Values, sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)

    path = saved(packed_again(members, manifest | change))

    assert verify(path) != []


def cut(name: str, by: int) -> Callable[[Values], None]:
    return lambda values: values.update({name: values[name] - by})


CLEVER: dict[str, tuple[str, str, str, Callable[[Values], None], str]] = {
    "an item is paid one micro-unit less": (
        "earning",
        "earnings",
        "earning_id",
        cut("amount_micros", 1),
        "pay_differs",
    ),
    "an item is paid at another rate": ("earning", "earnings", "earning_id", cut("rate_micros", 1), "offer_differs"),
    "a segment is shortened": ("time", "segments", "started_ms", cut("ended_ms", 5_000), "closing_differs"),
    "a segment counts at a lower floor": (
        "time",
        "segments",
        "started_ms",
        cut("floor_hourly_micros", 1),
        "floor_differs",
    ),
    "a segment overlaps the next": ("time", "segments", "started_ms", cut("started_ms", -1), "closing_differs"),
    "a claim is cut short": ("claim", "claims", "started_ms", cut("ended_ms", 1_000), "claim_differs"),
    "a closing says that less was owed": (
        "period_close",
        "closes",
        "revision",
        cut("total_micros", 1),
        "closing_differs",
    ),
}


@pytest.mark.parametrize("forgery", CLEVER)
def test_a_forger_who_seals_every_chain_anew_still_has_to_get_the_sums_right(
    forgery: str, sound_bundle: bytes, saved: Save
) -> None:
    kind, member, key, change, code = CLEVER[forgery]
    members, manifest = opened(sound_bundle)
    rewritten(members, kind=kind, member=member, key=key, change=change)

    path = saved(packed_again(members, sealed_anew(members, manifest)))

    assert code in {finding.code for finding in verify(path)}


def test_a_top_up_that_was_never_booked_is_missed(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)
    top_up = next(row for row in members["earnings"] if row["kind"] == "top_up")
    members["earnings"].remove(top_up)
    members["events"] = [
        event
        for event in members["events"]
        if not (event["kind"] == "earning" and json.loads(event["body"])["earning_id"] == top_up["earning_id"])
    ]

    path = saved(packed_again(members, sealed_anew(members, manifest)))

    assert {"line_differs", "ledger_differs"} <= {finding.code for finding in verify(path)}


def test_a_week_that_was_never_closed_is_missed(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)
    members["events"] = [event for event in members["events"] if event["kind"] != "period_close"]
    members["closes"] = []

    path = saved(packed_again(members, sealed_anew(members, manifest)))

    assert "week_not_closed" in {finding.code for finding in verify(path)}


def test_money_that_never_reached_her_is_missed(sound_bundle: bytes, saved: Save) -> None:
    members, manifest = opened(sound_bundle)
    rewritten(members, kind="ledger", member="transfers", key="id", change=cut("amount_micros", 1))
    with_new_hash(members["transfers"][0])

    path = saved(packed_again(members, sealed_anew(members, manifest)))

    assert "balance_differs" in {finding.code for finding in verify(path)}


def test_a_history_written_wholly_anew_shows_only_beside_an_older_bundle(sound_bundle: bytes, saved: Save) -> None:
    """Documented: no file can show this by itself. The heads differ from those that somebody else has kept."""
    members, manifest = opened(sound_bundle)
    members["events"][-1]["salt"] = "0" * 32

    anew = sealed_anew(members, manifest)
    path = saved(packed_again(members, anew))

    assert verify(path) == []
    assert anew["heads"] != manifest["heads"]
