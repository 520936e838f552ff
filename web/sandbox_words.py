"""What the policy sandbox says about itself: what it takes for granted, and what it cannot tell."""

from policies.sandbox_report import Fate
from web.words import N_

ASSUMPTION = N_(
    "Everyone is taken to behave as they did: the same items, the same minutes, the same prices. In truth requesters"
    " may change prices, and people may work more or less."
)
LIMITS = (
    N_(
        "Only recorded time is settled again. Time counted as unconfirmed stays so, and nobody is paid for rest that"
        " would have been due but was not taken."
    ),
    N_(
        "Hours that would have been capped are counted from whole days and weeks. Daily and weekly rest, meals, night"
        " shifts and limits on hard content need the hour of each minute and are not compared."
    ),
    N_("Hours beyond a cap are shown, but their pay is not taken away: recorded work is always paid."),
    N_("Amounts in different currencies are never added together or exchanged. Tax and social security are left out."),
    N_(
        "A group of fewer than five people is joined to another, and so is one in which the draft changes the pay of"
        " one to four people, so that nobody can be found by subtracting one group from another. Each comparison is"
        " protected by itself; whoever runs many should not publish all of them."
    ),
)
NO_EFFECT = N_("This is a calculation only. It changed nobody's pay, and the draft was not kept.")
AS_RECORDED = N_("Under the rulebook in force, every recorded minute gets the very floor it was recorded at.")
NOT_AS_RECORDED = N_(
    "Some recorded minutes were offered at another floor than the rulebook in force gives for their day, so"
    " the first figures may differ from what was paid."
)
PARTLY_HIDDEN = N_("Some people were paid in a currency with too few others to be shown.")
NOTHING_TO_SHOW = N_(
    "There are too few people in these weeks, or in one of them, to show anything without singling somebody out."
    " Leave out weeks in which only a few worked."
)
TOO_FEW = N_("fewer than five people: not shown")
FATE_WORDS = {
    Fate.GAINS: N_("would be paid more"),
    Fate.SAME: N_("would be paid the same"),
    Fate.LOSES: N_("would be paid less"),
}
