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
}
