"""What an annotator is told when quiet minutes cannot be confirmed, or a report says nothing."""

from web.words import N_

TEXTS = {
    "note_missing": (
        N_("The note is missing"),
        N_("A report says in a few words what is wrong."),
        N_("Write one line and send it again."),
    ),
    "claim_needs_a_line": (
        N_("One line is missing"),
        N_("Your own words stand in the record beside the minutes."),
        N_("Write in a few words what you were doing and send it again."),
    ),
    "claim_too_late": (
        N_("These minutes can no longer be confirmed"),
        N_("It was possible until %(until)s."),
        N_("If something kept you from it, write to whoever runs this place."),
    ),
    "nothing_to_claim": (
        N_("There is nothing to confirm here"),
        N_("These minutes are counted already, or they are not on record as quiet."),
        N_("Look at your week again; it shows what still waits for you."),
    ),
}
