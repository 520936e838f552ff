"""What is said when an account cannot be taken as typed, or when payroll may not send, release or decide something."""

from web.words import N_

_AGAIN = N_("Look at it once more on your bank’s card, app or letter, and type it again.")
_RELOAD = N_("Open the page again: it shows where it stands now.")
_NOTHING_LEFT = N_("Nothing was sent, and nobody is paid twice.")

TEXTS = {
    "clabe_length": (
        N_("A CLABE has %(digits)s digits"),
        N_("What you typed has %(given)s. Banks show the CLABE in their app, under the details of the account."),
        _AGAIN,
    ),
    "clabe_differs": (
        N_("This CLABE has a typing mistake"),
        N_("Its last digit is worked out from the others, and it does not fit: one of them was typed wrongly."),
        _AGAIN,
    ),
    "iban_length": (
        N_("This IBAN is too short or too long"),
        N_("It begins with two letters and two digits, and each country has its own length."),
        _AGAIN,
    ),
    "iban_differs": (
        N_("This IBAN has a typing mistake"),
        N_("Its third and fourth characters check the others, and they do not fit."),
        _AGAIN,
    ),
    "account_number_unreadable": (
        N_("This account number cannot be read"),
        N_("It has 4 to 34 letters and digits, nothing else."),
        _AGAIN,
    ),
    "destination_kind_unknown": (
        N_("Nobody can pay to this kind of account here"),
        N_("For this currency another kind is needed."),
        N_("Choose one of the kinds in the list."),
    ),
    "service_away": (
        N_("Stripe does not answer at the moment"),
        N_("Nothing is lost: what you asked for is kept here, and we ask again by ourselves."),
        N_("Try again in a few minutes."),
    ),
    "service_refuses": (
        N_("Stripe says no"),
        N_("It does not open its page for this account."),
        N_("Choose another way of being paid, or tell the operator. Your pay waits here, safe and yours."),
    ),
    "password_needed_again": (
        N_("Give your password once more"),
        N_("An hour has passed since you gave it, and at Stripe one says where your pay goes."),
        N_("Type it below and go on."),
    ),
    "holder_missing": (
        N_("The name on the account is missing"),
        N_("Banks send money back when the name does not fit the account."),
        N_("Write the name as the bank writes it, in Latin letters."),
    ),
    "payout_has_moved_on": (N_("This payment has moved on"), _NOTHING_LEFT, _RELOAD),
    "payout_by_service": (
        N_("This payment is paid by a service"),
        N_("Only the service’s own answers count: marked by hand, it could be paid twice."),
        N_("Jornal keeps asking. Where no finished answer comes for 20 hours, two people decide."),
    ),
    "run_has_moved_on": (N_("This run has moved on"), _NOTHING_LEFT, _RELOAD),
    "nothing_to_send": (
        N_("Nothing can leave at the moment"),
        N_("A payment leaves when its person has named an account, and a changed account waits 72 hours."),
        N_("The list shows what each payment waits for."),
    ),
    "second_person_needed": (
        N_("A second person does this"),
        N_("Money leaves only when two people have looked at it, so that no one alone can send it."),
        N_("Ask somebody else of payroll to look at it and press the button."),
    ),
    "payout_money_short": (
        N_("The platform does not hold enough money for this run"),
        N_("%(missing)s %(currency)s are missing. Nothing was sent, and nothing is lost: it all stays owed."),
        N_("Bring the money in first, or take payments out of the run."),
    ),
    "payout_needs_a_reason": (
        N_("How do you know?"),
        N_("It stands in the record beside your name: at least %(least)s characters."),
        N_("Write what the bank said, and when."),
    ),
    "tracking_needed": (
        N_("The bank’s tracking key is missing"),
        N_("With it, anybody can follow the payment at the bank."),
        N_("Copy it from the bank’s page and send it again."),
    ),
    "answers_unreadable": (
        N_("This file cannot be read"),
        N_("It has to be a table as text (CSV) in UTF-8."),
        N_("Save it from your spreadsheet as CSV UTF-8 and send it again."),
    ),
    "answers_without_columns": (
        N_("The first line does not name the columns"),
        N_("It needs a column key and a column state; it may have tracking and reason."),
        N_("Add the first line, for example: key,state,tracking,reason"),
    ),
    "answers_too_long": (
        N_("This file has too many lines"),
        N_("At most %(most)s are taken at once."),
        N_("Split it and send the parts one after another."),
    ),
    "answers_missing": (
        N_("No file came"),
        N_("Choose the file in which the bank says what became of the payments."),
        N_("Choose it and send it again."),
    ),
    "file_differs": (
        N_("The file is no longer the one that was released"),
        N_("What is written now does not fit the fingerprint that was fixed when the run was released."),
        N_("Do not send it. Tell whoever runs this place."),
    ),
}
