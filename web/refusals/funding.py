"""What is said when money cannot come in as asked, or a message or a report of a payment service cannot be taken."""

from web.words import N_

_NOT_TAKEN = N_("Nothing was changed by it.")
_OPERATOR = N_("If you run this place, compare the signing secret and the clock with the payment service’s.")

TEXTS = {
    "money_service_refuses": (
        N_("The payment service does not take this"),
        N_("It says: %(reason)s"),
        N_("Nothing was taken from you. Change the amount, or ask whoever runs this place."),
    ),
    "money_service_away": (
        N_("The payment service does not answer"),
        N_("What you asked for is kept, and the service is asked again by itself."),
        N_("Look again in a few minutes."),
    ),
    "message_unsigned": (N_("This message is not signed by the payment service"), _NOT_TAKEN, _OPERATOR),
    "message_stale": (N_("This message is too old"), _NOT_TAKEN, _OPERATOR),
    "message_from_the_future": (N_("This message comes from the future"), _NOT_TAKEN, _OPERATOR),
    "message_unreadable": (N_("This message cannot be read"), _NOT_TAKEN, _OPERATOR),
    "line_matched_already": (
        N_("This line matches a transfer already"),
        N_("Somebody, or the nightly look, was quicker."),
        N_("Open the page again: it shows where it stands now."),
    ),
    "report_missing": (
        N_("There is no file"),
        N_("A report is a CSV file that the payment service writes."),
        N_("Choose the file and send it again."),
    ),
    "report_unreadable": (
        N_("This report cannot be read"),
        N_("Line %(line)s has an amount, a currency or a number that is none."),
        N_("Download the report again from the payment service, as CSV, and do not change it."),
    ),
    "report_without_columns": (
        N_("This is not the report that can be compared"),
        N_("It needs the columns balance_transaction_id, currency, gross and fee."),
        N_("At Stripe: Reports, Balance change from activity, Download, Itemised, all columns."),
    ),
    "report_too_long": (
        N_("This report is too long"),
        N_("At most %(most)s lines are compared at once."),
        N_("Download it for a shorter time."),
    ),
}
