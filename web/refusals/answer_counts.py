"""What is said when so many answers cannot be asked for, or somebody has given as many as one person may."""

from web.words import N_

_CHANGE = N_("Change it and send the form again.")

TEXTS = {
    "extra_answers_out_of_range": (
        N_("So many extra answers cannot be asked for"),
        N_("Where people disagree, up to %(most)s more can be asked."),
        _CHANGE,
    ),
    "extra_answers_alone": (
        N_("One answer has none to disagree with"),
        N_("More people are asked where the answers to an item differ, and here each item has one."),
        N_("Let two people or more answer each item, or ask for no extra answers."),
    ),
    "person_answers_out_of_range": (
        N_("The limit for each person does not work"),
        N_("One person can answer 1 to %(most)s items."),
        _CHANGE,
    ),
    "person_answers_full": (
        N_("You have answered all that one person may here"),
        N_("This project wants answers from many people, so each may answer %(most)s items. Yours are kept and paid."),
        N_("Look at your other offers. Thank you for your work."),
    ),
    "language_not_read": (
        N_("This work is in a language that you did not tick"),
        N_("Its items are in this language: %(items_in)s. What you have open you may finish, and it is paid."),
        N_("Look at your other offers, or tick the language on your account page."),
    ),
    "gold_every_out_of_range": (
        N_("Items whose answer is known cannot come so often"),
        N_("One can come after %(least)s to %(most)s others."),
        _CHANGE,
    ),
    "gold_too_late": (
        N_("These items are offered already"),
        N_("An item whose answer is known is marked before anybody is offered it."),
        N_("Add it to a new batch, and mark it before the batch is published."),
    ),
}
