"""What is said when a paid pilot cannot begin, cannot end, or has not shown enough to take a price from it."""

from web.words import N_

TEXTS = {
    "pilot_already": (
        N_("This project has had its pilot"),
        N_("A project is tried once; later, its price is looked at again after 30, 100 and 300 answers."),
        N_("Look at what the pilot showed."),
    ),
    "pilot_too_few_items": (
        N_("There are too few items for a pilot"),
        N_("A pilot takes at least ten items and leaves some, so a project needs at least %(least)s."),
        N_("Upload more items, or publish the project as it is."),
    ),
    "pilot_sample": (
        N_("The pilot cannot have so many items"),
        N_("It can have %(least)s to %(most)s of them."),
        N_("Write another number and send the form again."),
    ),
    "no_pilot": (
        N_("This project has no pilot"),
        N_("It was not tried out before it was published."),
        N_("Look at the project again."),
    ),
    "pilot_over": (
        N_("The pilot is over already"),
        N_("It was ended, here or in another window."),
        N_("Look at what it showed."),
    ),
    "pilot_running": (
        N_("The pilot is still running"),
        N_("The other items wait until it shows what they should pay."),
        N_("Take the price that it proposes, or end it."),
    ),
    "pilot_not_over": (
        N_("Too few people have answered so far"),
        N_("%(people)s took part; so few may all be quick, or all be slow."),
        N_("Wait for more answers, or end the pilot first if you cannot wait."),
    ),
    "pilot_few_people": (
        N_("Too few people answered to propose a price"),
        N_("%(people)s took part, and a price needs the times of at least %(least)s."),
        N_("Publish the other items at your own price; nobody is paid less than the minimum."),
    ),
    "pilot_taken": (
        N_("A price was taken already"),
        N_("It holds for every item that is offered since then."),
        N_("Raise the price if it should be higher."),
    ),
    "pilot_price_low": (
        N_("This price is below what the pilot proposes"),
        N_("%(price)s %(currency)s would leave more people below the minimum than %(least)s."),
        N_("Offer at least %(least)s %(currency)s."),
    ),
    "pilot_answers_to_come": (
        N_("Some of the pilot’s answers are still to come"),
        N_("%(count)s are open or in somebody’s hands, at a price that does not fall."),
        N_("End the pilot and wait for them, or take a price that is not lower."),
    ),
}
