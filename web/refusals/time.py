"""What people are told when a record of time contradicts itself: nothing is guessed, so nothing is counted wrongly."""

from web.words import N_

_SEND = N_("Correct the record at its source and send it again; every second is counted once it can be read.")

TEXTS = {
    "stamp_kind_unknown": (
        N_("This record of time has an entry of an unknown kind"),
        N_("%(kind)s is not something that our clock notes."),
        _SEND,
    ),
    "stamp_from_the_future": (
        N_("This record of time is ahead of our clock"),
        N_("An entry says %(at)s, and it is %(now)s now."),
        _SEND,
    ),
    "stamps_backwards": (
        N_("This record of time goes backwards"),
        N_("The entry of %(at)s comes after a later one of the same window."),
        _SEND,
    ),
    "stamps_contradict": (
        N_("This record of time contradicts itself"),
        N_("At %(at)s it ends item %(assignment)s, which was not open, or begins it after its end."),
        _SEND,
    ),
    "outages_overlap": (
        N_("This record has two outages at once"),
        N_("At %(at)s one begins inside another, or one ends that never began."),
        _SEND,
    ),
    "spans_backwards": (
        N_("This record of time goes backwards"),
        N_("A stretch of work ends before it begins, or begins before the one before it has ended."),
        _SEND,
    ),
}
