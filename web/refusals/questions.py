"""What is said when a question, a report or an answer cannot be sent as it is."""

from web.words import N_

TEXTS = {
    "question_empty": (
        N_("Nothing is written yet"),
        N_("Whoever answers needs your words."),
        N_("Write what you want to know or what is wrong, and send it again."),
    ),
    "question_too_long": (
        N_("This is too long to send"),
        N_("A question or a report has at most %(most)s characters."),
        N_("Shorten it, or send it in two parts."),
    ),
    "problem_unknown": (
        N_("What is wrong was not chosen"),
        N_("A report says which kind of problem it is."),
        N_("Choose one of those on the page and send it again."),
    ),
    "problem_needs_an_item": (
        N_("It is not said which item this is about"),
        N_("A report is about one item."),
        N_("Open the item and report from there, or ask a question about the whole project."),
    ),
    "questions_waiting": (
        N_("%(count)s of your questions wait for an answer here"),
        N_("More at once would bury them."),
        N_("Wait for an answer, or write to your delegate or the operator."),
    ),
    "answer_empty": (
        N_("The answer is empty"),
        N_("Whoever asked waits for words."),
        N_("Write the answer and send it again."),
    ),
    "answer_too_long": (
        N_("This answer is too long to send"),
        N_("An answer has at most %(most)s characters."),
        N_("Shorten it; what everybody should know can go into the instructions of the next project."),
    ),
    "question_answered": (
        N_("Somebody answered this in the meantime"),
        N_("A question is answered once, so that nobody reads two different answers."),
        N_("Read the answer below."),
    ),
}
