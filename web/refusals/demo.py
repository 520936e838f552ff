"""What a visitor of the demonstration is told when its clock cannot be moved as they asked."""

from web.words import N_

TEXTS = {
    "nobody_at_work": (
        N_("No rest is coming"),
        N_("A rest falls due while you work; you have nothing open now, or it is due already."),
        N_("Begin a task, then move the clock until your next rest."),
    ),
}
