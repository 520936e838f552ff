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
    "amount_not_positive": (
        N_("This is no amount of money"),
        N_("An amount that moves is more than nothing. Money goes back by a transfer in the other direction."),
        N_("Write an amount with digits, for example 1000."),
    ),
    "amount_too_large": (
        N_("This amount is too large"),
        N_("At most %(most)s %(currency)s can be taken here, so that every sum stays exact."),
        N_("Write a smaller amount."),
    ),
    "accounts_same": (N_("Money cannot move from an account to itself"), _UNCHANGED, _WRITE),
    "account_unknown": (N_("There is no such account"), _UNCHANGED, _WRITE),
    "currency_unknown": (
        N_("This is no currency"),
        N_("A currency is three capital letters, such as MXN or JPY."),
        N_("Choose one of the currencies in the list."),
    ),
    "hold_missing": (N_("This money is not set aside"), _UNCHANGED, _WRITE),
    "hold_already_settled": (N_("This money was paid out or released before"), _UNCHANGED, _WRITE),
    "period_still_open": (
        N_("This week is not over yet"),
        N_("A week ends at midnight where the annotator lives, and is settled only then."),
        N_("Try again after %(until)s."),
    ),
}
