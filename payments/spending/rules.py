"""One person's pay for an hour of tasks, set against what the floor owes for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class TaskPay:
    """One person's pay for a task hour of one requester in one week, against what the floor owes for that time.

    The floor is promised for all that a requester asks of a person in a week, so all its projects count together:
    its top-up is shared out over them, and one project's part of it alone would say nothing.

    Attributes:
        hourly_micros: pieces and top-up, projected where the week is open, for an hour; rounded down.
        floor_micros: the floor of that hour, the mean where it changed; rounded down alike, so never above the pay.
    """

    hourly_micros: int
    floor_micros: int
