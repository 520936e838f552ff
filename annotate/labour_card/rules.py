"""The labour card of a project in three forms: JSON for programs, Markdown for people, and Croissant's own words."""

from collections.abc import Sequence
from typing import Literal

from annotate.labour_figures import PEOPLE_LEAST as PEOPLE_LEAST
from annotate.labour_figures import LabourCard as LabourCard
from annotate.labour_figures import Rests
from policies.money import decimal_text, floor_div
from policies.periods import MS_PER_HOUR

FORMAT: Literal["jornal-labour-card/1"] = "jornal-labour-card/1"
OTHERS = "other places"
SMALL = "Nothing more is shown: with so few people it would be somebody’s own hours or pay."
LEFT_OUT = f"Kinds of time that fewer than {PEOPLE_LEAST} people had are left out."
NO_APPEALS = "Jornal has no rejections or appeals yet: every submitted answer is paid."
VERIFY = (
    "Ask the operator for an auditor's accreditation for this organisation, download the bundle of the weeks, and run "
    "`jornal audit verify` on it, offline: it derives all hours and pay again from the recorded seconds and the law's "
    "texts, whose digests stand here."
)


def as_json(card: LabourCard) -> dict[str, object]:
    """Return the card for programs; web/docs/labour-card.schema.json is its schema. Amounts are decimal texts."""
    found: dict[str, object] = {
        "format": FORMAT,
        "project": {"id": card.project_id, "name": card.project_name},
        "made_at": card.made_at.isoformat(timespec="seconds"),
        "first_on": card.first_on.isoformat() if card.first_on else None,
        "last_on": card.last_on.isoformat() if card.last_on else None,
        "answers": card.answer_count,
        "people": card.people_count,
        "people_least": PEOPLE_LEAST,
        "is_salaried": card.is_salaried,
        "currency": card.currency,
        "rejected_answers": card.rejected_count,
        "appeals": 0,
        "rulebooks": list(card.rulebooks),
        "verify": VERIFY,
    }
    return found if card.people_count is None else {**found, **_figures(card)}


def _figures(card: LabourCard) -> dict[str, object]:
    rests = card.rests or Rests(0, 0, 0)
    return {
        "jurisdictions": [{"code": one.code or None, "people": one.people_count} for one in card.places],
        "counted_ms": card.counted_ms,
        "time": [
            {"bucket": one.bucket.value, "ms": one.counted_ms, "share_permille": one.share_permille}
            for one in card.bucket_times
        ],
        "time_left_out": card.is_time_left_out,
        "rest_ms": card.rest_ms,
        "rests": {"due": rests.due_count, "missed": rests.missed_count, "taken_ms": rests.taken_ms},
        "floor_hourly": {
            "lowest": decimal_text(card.floor_lowest_micros),
            "highest": decimal_text(card.floor_highest_micros),
        },
        "paid": {kind: decimal_text(micros) for kind, micros in card.lines_micros.items()},
        "paid_total": decimal_text(card.total_micros),
        "person_weeks": card.week_count,
        "person_weeks_below_floor": card.below_floor_count,
        "hourly_pay": {
            one.name: {
                "pay": decimal_text(one.hourly_micros),
                "floor": decimal_text(one.floor_micros),
                "of_floor_permille": one.of_floor_permille,
            }
            for one in card.hourly
        },
    }


def as_markdown(card: LabourCard) -> str:
    """Return the card for people, in English, as it travels with an export."""
    head = [
        f"# Labour card: {_plain(card.project_name)}",
        "",
        f"Under what conditions people answered this project, from Jornal’s records, {card.made_at:%Y-%m-%d}.",
        "",
        f"- Answers: {card.answer_count}",
        f"- Worked on: {card.first_on or '-'} to {card.last_on or '-'}",
    ]
    if card.people_count is None:
        return "\n".join([*head, f"- People: fewer than {PEOPLE_LEAST}. {SMALL}", "", *_closing(card)])
    rests = card.rests or Rests(0, 0, 0)
    body = [
        f"- People: {card.people_count}",
        f"- Places: {', '.join(f'{one.code or OTHERS} ({one.people_count} people)' for one in card.places) or SMALL}",
        f"- Counted time: {_hours(card.counted_ms)}, and {_hours(card.rest_ms)} of paid rest as this project’s part",
        f"- Rests from the screen that fell due in its work sessions: {rests.due_count}",
        f"- Rest and meals taken in them: {_hours(rests.taken_ms)}; rests beyond that: {rests.missed_count}",
        "",
        "## Time",
        "",
        "| What for | Time | Share |",
        "|---|---|---|",
        *(f"| {one.bucket} | {_hours(one.counted_ms)} | {_percent(one.share_permille)} |" for one in card.bucket_times),
        *(
            ["", f"Kinds of time that fewer than {PEOPLE_LEAST} people had are left out."]
            if card.is_time_left_out
            else []
        ),
    ]
    return "\n".join([*head, *body, "", *_pay_lines(card), *_closing(card)])


def _pay_lines(card: LabourCard) -> list[str]:
    if card.is_salaried:
        return ["## Pay", "", "The organisation’s own staff worked, for a salary that Jornal does not pay or see.", ""]
    unit = f"{card.currency} an hour"
    floors = f"{decimal_text(card.floor_lowest_micros)} to {decimal_text(card.floor_highest_micros)}"
    return [
        "## Pay",
        "",
        f"The floor was {floors} {unit}, by place and day. It holds for each person and week, never as an average.",
        f"Of {card.week_count} weeks of single people, {card.below_floor_count} are below it.",
        "",
        f"| Of these weeks | {unit} | Its floor | Of the floor |",
        "|---|---|---|---|",
        *(
            f"| {one.name} | {decimal_text(one.hourly_micros)} | {decimal_text(one.floor_micros)} "
            f"| {_percent(one.of_floor_permille)} |"
            for one in card.hourly
        ),
        "",
        f"| Paid for | {card.currency} |",
        "|---|---|",
        *(f"| {kind} | {decimal_text(micros)} |" for kind, micros in card.lines_micros.items()),
        f"| everything | {decimal_text(card.total_micros)} |",
        "",
    ]


def _closing(card: LabourCard) -> list[str]:
    return [
        "## Rejections and appeals",
        "",
        f"{card.rejected_count} answers were rejected. {NO_APPEALS}",
        "",
        "## Check it",
        "",
        VERIFY,
        "",
        *(f"- `{digest}`" for digest in card.rulebooks),
        "",
    ]


def as_rai(card: LabourCard, *, answers_per_item: int, models: Sequence[str] = ()) -> dict[str, object]:
    """Return the card in the words of Croissant's RAI vocabulary 1.0; nothing in it that the card does not say.

    Args:
        card: the card.
        answers_per_item: how many people were asked about each item.
        models: whose suggestions people saw.
    """
    people = f"fewer than {PEOPLE_LEAST}" if card.people_count is None else str(card.people_count)
    places = ", ".join(f"{one.code or OTHERS}: {one.people_count}" for one in card.places)
    return {
        "rai:dataAnnotationPlatform": ["Jornal"],
        "rai:dataAnnotationProtocol": as_markdown(card),
        "rai:dataAnnotationAnalysis": [
            "agreement.json of this export; figures explained in Jornal’s help on agreement."
        ],
        "rai:annotationsPerItem": str(answers_per_item),
        "rai:annotatorDemographics": [f"People: {people}.", *([f"Places, people: {places}."] if places else [])],
        "rai:machineAnnotationTools": list(models),
        "rai:dataCollectionTimeframe": [str(day) for day in (card.first_on, card.last_on) if day],
    }


def _plain(name: str) -> str:
    """Return a name on one line, with nothing in it that Markdown reads."""
    return "".join("\\" + one if one in "\\`*_{}[]<>#|!" else one for one in " ".join(name.split()))


def _hours(ms: int) -> str:
    tenths = floor_div(ms * 10, MS_PER_HOUR)
    return f"{floor_div(tenths, 10)}.{tenths % 10} h"


def _percent(permille: int) -> str:
    return f"{floor_div(permille, 10)}.{permille % 10} %"
