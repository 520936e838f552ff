"""What is said when a project cannot be kept as described, published, or moved from where it stands."""

from web.words import N_

_CHANGE = N_("Change it and send the form again.")

TEXTS = {
    "project_state": (
        N_("That is not possible as the project stands now"),
        N_("It is %(state)s; someone may have changed it while you looked."),
        N_("Look at the project again; the buttons show what is possible."),
    ),
    "project_name": (N_("The name is missing or too long"), N_("A name has 1 to %(most)s characters."), _CHANGE),
    "instructions_missing": (
        N_("The instructions are missing"),
        N_("People cannot answer without knowing how to choose."),
        N_("Two sentences and one example are a good beginning."),
    ),
    "project_too_long": (
        N_("One of the texts is too long"),
        N_("Instructions have at most %(instructions)s characters, other texts %(note)s."),
        N_("Shorten it and send the form again."),
    ),
    "overlap_out_of_range": (N_("So many people cannot answer one item"), N_("It can be 1 to %(most)s."), _CHANGE),
    "estimate_out_of_range": (
        N_("The estimated time cannot be used"),
        N_("One item takes from %(least)s to %(most)s seconds."),
        _CHANGE,
    ),
    "price_not_positive": (N_("The price is missing"), N_("Work is never offered for nothing."), _CHANGE),
    "project_choice": (
        N_("One of the choices is not known here"),
        N_("For %(what)s, %(chosen)s cannot be chosen."),
        _CHANGE,
    ),
    "no_jurisdiction": (
        N_("No place was chosen"),
        N_("Each place protects its people by its own law, so Jornal must know where they live."),
        N_("Choose at least one place."),
    ),
    "unknown_jurisdiction": (
        N_("The law of this place is not in the rulebook"),
        N_("Jornal has no rules for %(jurisdiction)s, so it cannot protect people there."),
        N_("Choose another place, or ask the operator to add it."),
    ),
    "labels_count": (N_("The number of labels does not work"), N_("There can be %(least)s to %(most)s."), _CHANGE),
    "labels_too_few": (N_("There are too few labels"), N_("Choosing takes at least %(least)s."), _CHANGE),
    "label_empty": (N_("One of the labels is empty"), N_("Each label needs a word."), _CHANGE),
    "label_too_long": (N_("A label is too long"), N_("%(label)s… has more than %(most)s characters."), _CHANGE),
    "label_twice": (N_("A label is there twice"), N_("%(label)s can be there once."), _CHANGE),
    "label_key": (
        N_("A key cannot be used"),
        N_("The key of %(label)s is one digit from 1 to 9 or one letter from a to z."),
        _CHANGE,
    ),
    "objects_missing": (
        N_("Nothing is shown yet"),
        N_("Add what each item shows: a text, a picture or a list."),
        _CHANGE,
    ),
    "controls_missing": (N_("Nothing is asked yet"), N_("Add at least one question."), _CHANGE),
    "schema_unreadable": (
        N_("The label schema cannot be read"),
        N_("What does not have the form it should have is %(what)s."),
        _CHANGE,
    ),
    "schema_too_large": (
        N_("The label schema is too large"),
        N_("It has at most %(most)s characters."),
        _CHANGE,
    ),
    "option_out_of_range": (
        N_("A setting does not work"),
        N_("%(option)s is a whole number from %(least)s to %(most)s."),
        _CHANGE,
    ),
    "name_twice": (N_("A name is there twice"), N_("%(name)s can be there once."), _CHANGE),
    "about_unknown": (
        N_("A question is about something that it cannot be about"),
        N_("%(control)s is about %(about)s: there is no such object, or it is of another kind."),
        _CHANGE,
    ),
    "when_unknown": (
        N_("A question depends on an answer that cannot come"),
        N_("%(control)s waits for a question that does not stand before it, or for a label that it does not have."),
        _CHANGE,
    ),
    "pair_of_two": (N_("Comparing takes two"), N_("A comparison is about two different objects."), _CHANGE),
    "tree_too_deep": (N_("The tree of labels is too deep"), N_("It has more than %(most)s levels."), _CHANGE),
    "label_key_twice": (N_("Two labels have the same key"), N_("The key is %(label)s."), _CHANGE),
    "task_type_unknown": (N_("This kind of work is not known here"), N_("It was %(task_type)s."), _CHANGE),
    "no_nothing_option": (
        N_("This kind of work has no “none of these”"),
        N_("It was %(task_type)s; allow_nothing goes with several labels."),
        _CHANGE,
    ),
    "items_of_another_kind": (
        N_("This project has items of another kind"),
        N_("Texts cannot be labelled as pictures, nor pictures as texts."),
        N_("Make a new project for the other kind of work; this one stays as it is."),
    ),
    "wrong_currency": (
        N_("The currency does not fit the place"),
        N_("People in %(jurisdiction)s are paid in %(expected)s, and this project pays in %(currency)s."),
        N_("Choose places that share one currency; copy the project for another."),
    ),
    "price_below_floor": (
        N_("This price is below the minimum"),
        N_("%(price)s per %(seconds)s s is %(hourly)s an hour; the minimum is %(floor)s."),
        N_("Offer at least %(least)s."),
    ),
    "price_below_floor_hourly": (
        N_("This price is below the minimum"),
        N_("%(hourly)s an hour is less than the minimum, %(floor)s."),
        N_("Offer at least %(least)s."),
    ),
    "no_items": (
        N_("There are no items yet"),
        N_("A project needs something to label before it can be published."),
        N_("Upload a CSV file first."),
    ),
    "not_enough_funds": (
        N_("The money is not there yet"),
        N_("%(missing)s %(currency)s are missing; the whole ceiling is set aside before anyone begins."),
        N_("Add the missing amount, then publish."),
    ),
    "money_still_needed": (
        N_("The money is still needed"),
        N_("Somebody is at work, pay waits to be accepted, or a week is not closed yet."),
        N_("Try again when the last week of work is closed."),
    ),
    "batch_published": (
        N_("These items were published in the meantime"),
        N_("What came in before is offered already; a batch that is published takes nothing more."),
        N_("Upload the file again: what is there is skipped, and the rest becomes a batch of its own."),
    ),
    "batch_already_published": (
        N_("This batch is published already"),
        N_("Its money was set aside once, and its items are offered."),
        N_("Look at the project again."),
    ),
    "batch_empty": (
        N_("This batch has no new items"),
        N_("Everything in the file was there already, or was refused."),
        N_("Upload another file."),
    ),
    "price_not_higher": (
        N_("A price only goes up"),
        N_("It is %(price)s %(currency)s now; people began to work because of it."),
        N_("Write a higher price, or copy the project for other items."),
    ),
    "price_changed": (
        N_("Something changed while you looked"),
        N_("The price, or how many answers are asked for, is not what this was computed from."),
        N_("Look at the new arithmetic and send it again."),
    ),
    "reason_too_long": (
        N_("The reason is too long"),
        N_("It has at most %(most)s characters."),
        N_("Shorten it and send it again."),
    ),
    "salaried_has_price": (
        N_("On a salary there is no price"),
        N_("The people of this project are paid by the organisation that employs them, not through Jornal."),
        N_("Leave the amount out, or choose to pay by item or by hour."),
    ),
    "salaried_without_price": (
        N_("This project has no price"),
        N_("Its people are paid by a salary; Jornal keeps their time, rest and limits."),
        N_("A project that pays by item or by hour is a project of its own."),
    ),
}
