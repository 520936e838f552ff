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
    "refusal_needs_a_reason": (
        N_("A refusal needs a reason"),
        N_("The annotator reads it, with your name: at least %(least)s characters."),
        N_("Write what makes you think that this was no work, then refuse."),
    ),
    "own_claim": (
        N_("This claim is your own"),
        N_("Nobody decides about their own time."),
        N_("Somebody else of payroll decides."),
    ),
    "claim_stands": (
        N_("This claim stands"),
        N_("A claim may be refused for seven days; that ended on %(until)s."),
        N_("It is paid. Talk to the annotator if you think that something is wrong."),
    ),
    "claim_is_booked": (
        N_("This claim is booked"),
        N_("Its week was closed with it, and money booked is never taken back."),
        N_("Talk to the annotator if you think that something is wrong."),
    ),
    "reply_needs_a_line": (
        N_("There is nothing in your answer yet"),
        N_("It is kept beside the refusal, word by word."),
        N_("Write one line, then send it."),
    ),
    "nothing_to_correct": (
        N_("This time cannot become that"),
        N_("A rest of 20 to 30 minutes can be a meal, and time without an item can end earlier. Each only once."),
        N_("Open the day again and choose from what is there."),
    ),
    "week_is_closed": (
        N_("This week is closed"),
        N_("It is booked as it stands, and what is booked stays."),
        N_("If its pay is wrong, say so on your earnings page."),
    ),
}
