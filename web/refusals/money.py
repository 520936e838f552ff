"""What is said when money cannot move as asked, or a week cannot be closed yet."""

from web.words import N_

_UNCHANGED = N_("Nothing was moved; the books are as they were.")
_WRITE = N_("Tell whoever runs this place, with the time and what you were doing.")

TEXTS = {
    "not_enough_money": (
        N_("There is not enough money for this"),
        N_("%(missing)s %(currency)s are missing on the account that would pay."),
        N_("Add money first, or take a smaller amount."),
    ),
    "currency_differs": (
        N_("The currencies differ"),
        N_("An account keeps one currency, and this is not %(currency)s. Jornal never exchanges money by itself."),
        N_("Choose an account in the same currency."),
    ),
    "transfer_id_reused": (
        N_("Another transfer has this number already"),
        N_("A number belongs to one transfer for ever, so that nothing is paid twice."),
        _WRITE,
    ),
    "hold_missing": (N_("This money is not set aside"), _UNCHANGED, _WRITE),
    "hold_already_settled": (N_("This money was paid out or released before"), _UNCHANGED, _WRITE),
    "period_still_open": (
        N_("This week is not over yet"),
        N_("A week ends at midnight where the annotator lives, and is settled only then."),
        N_("Try again after %(until)s."),
    ),
}
