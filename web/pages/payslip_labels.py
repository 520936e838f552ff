"""What the parts of a payslip are called: one list for its page, its paper and its pictures, in English, to be said in
the reader's language with the English beside it.
"""

from policies.working_time import Bucket
from web.words import N_

LABELS = {
    "payslip": N_("Payslip"),
    "supplementary": N_("Supplementary payslip"),
    "record": N_("Who pays whom, by which rules"),
    "who_pays": N_("Who pays"),
    "paid_to": N_("Paid to"),
    "period": N_("Period"),
    "issued": N_("Issued"),
    "place": N_("Law of this place"),
    "lines": N_("What it is made of"),
    "exact": N_("Exact sum"),
    "rounding": N_("Rounded up, each line, in your favour"),
    "gross": N_("Gross"),
    "deductions": N_("Deductions"),
    "net": N_("Net: what is paid"),
    "before": N_("Paid for this week before"),
    "week": N_("This week together"),
    "hour": N_("An hour of counted time brought"),
    "floor": N_("Your floor for an hour"),
    "pending": N_("Not final yet"),
    "quiet": N_("Quiet, to confirm"),
    "requesters": N_("Who asked, and what they pay"),
    "requester": N_("Who asked"),
    "answers": N_("Answers"),
    "task_time": N_("Task time"),
    "other_time": N_("Other paid time"),
    "floor_owes": N_("The floor owes"),
    "tasks_paid": N_("Tasks paid"),
    "top_up": N_("Raised to your floor"),
    "together": N_("Together"),
    "time": N_("The time of this week"),
    "counted": N_("Counted"),
    "rules": N_("The floors used"),
    "check": N_("Check figure"),
    "digest": N_("SHA-256 of the record"),
    "algorithm": N_("How work was allotted, timed and paid that day (SHA-256)"),
    "log": N_("Last entry of your log when this was written"),
    "jornal": N_("Jornal itself"),
}
SENTENCES = {
    "deductions": N_("Nothing is deducted. Amounts are before tax; whether you owe any, no rule here decides."),
    "pending": N_("What is not final yet goes on a supplementary payslip once it is."),
    "quiet": N_("Quiet minutes that you confirm go on a supplementary payslip."),
    "never_back": N_("What is paid is never taken back."),
    "calculator": N_("Every sum can be done again with a pocket calculator. An hour has 3600 seconds."),
    "on_top": N_("Rest, instructions and waiting are paid on top."),
    "check": N_(
        "The check figure is the start of the SHA-256 of the record, the JSON file. Whoever has the file gets the same"
        " figure with the command sha256sum; jornal audit payslip adds up every line again."
    ),
}
BUCKETS = {
    Bucket.TASK: N_("Tasks"),
    Bucket.REWORK: N_("Doing it again"),
    Bucket.INSTRUCTIONS: N_("Reading instructions"),
    Bucket.QUALIFICATION: N_("Qualification"),
    Bucket.WAITING_REQUESTER: N_("Waiting for the requester"),
    Bucket.WAITING_PLATFORM: N_("Waiting for Jornal"),
    Bucket.ADMIN: N_("Paperwork and messages"),
    Bucket.SEARCH: N_("Looking for work"),
    Bucket.REST: N_("Rest"),
    Bucket.MEAL: N_("Meal, your own time"),
    Bucket.OFF: N_("Your own time"),
    Bucket.UNCONFIRMED: N_("To confirm"),
}
