"""What auditors are told when a permission does not reach as far as they ask."""

from web.words import N_

TEXTS = {
    "bundle_beyond_permission": (
        N_("Your permission does not cover everything in this bundle"),
        N_(
            "A chain of events can only be checked whole, so a bundle holds all that was ever recorded of the people"
            " who worked in that week, for every organisation."
        ),
        N_("Ask the operator for a permission that covers it, or read the week's pay records instead."),
    ),
    "basis_kind_unknown": (
        N_("What kind of ground is this?"),
        N_("A name is told only on one of the kinds of legal ground in the list."),
        N_("Choose one and send the form again."),
    ),
    "basis_too_short": (
        N_("This ground is too short to be checked"),
        N_("The person and the operator will read it: %(least)s characters at least, %(most)s at most."),
        N_("Write the article, the order with its number, or the clause, and what the name is needed for."),
    ),
    "sample_size_unreadable": (
        N_("A sample of this size cannot be drawn"),
        N_("A sample has 1 to %(most)s people or answers."),
        N_("Choose another number."),
    ),
    "seed_unreadable": (
        N_("This seed cannot be used"),
        N_("A seed is 1 to 64 letters and digits."),
        N_("Copy it from the sample that you want to draw again, or leave it empty for a new one."),
    ),
}
