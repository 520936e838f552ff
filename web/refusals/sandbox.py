"""What is said when the policy sandbox cannot compare what it was asked to."""

from web.words import N_

_CHANGE = N_("Change the draft and send it again. Nothing of it was kept.")

TEXTS = {
    "sandbox_nothing_recorded": (
        N_("Nothing was recorded in these weeks"),
        N_("There is no time and no pay in %(periods)s."),
        N_("Choose a week in which people worked."),
    ),
    "sandbox_no_question": (
        N_("There is nothing to compare with yet"),
        N_("A comparison needs a draft file, or another day to read the same weeks on."),
        N_("Choose a file or a day, and send the form again."),
    ),
    "sandbox_no_period": (
        N_("Which weeks shall be compared?"),
        N_("Choose one to %(most)s recorded weeks."),
        N_("Tick them and send the form again."),
    ),
    "sandbox_far_day": (
        N_("That day is too far away"),
        N_("Weeks can be read as weeks of the years %(first)s to %(last)s."),
        N_("Choose a day within them."),
    ),
    "sandbox_other_currency": (
        N_("The draft pays in another currency"),
        N_(
            "People in %(jurisdiction)s were paid in %(currency)s, and the draft says %(draft_currency)s. Nothing is"
            " exchanged."
        ),
        _CHANGE,
    ),
    "draft_too_large": (
        N_("The draft is too long"),
        N_("A file of law has at most %(most)s kB."),
        _CHANGE,
    ),
    "draft_not_text": (
        N_("The draft is not a text"),
        N_("A file of law is a TOML text in UTF-8; this file holds something else."),
        N_("Save it as plain text in UTF-8 and send it again."),
    ),
    "draft_unreadable": (
        N_("The draft cannot be used as it is"),
        N_("%(file)s: %(finding)s"),
        _CHANGE,
    ),
    "draft_for_nobody": (
        N_("The draft concerns nobody in these weeks"),
        N_("It is about %(jurisdiction)s, and nobody in the weeks you chose lives there."),
        N_("Choose other weeks, or check the first lines of the draft."),
    ),
}
