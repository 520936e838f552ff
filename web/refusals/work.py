"""What annotators are told when there is no next item for them now, or an answer cannot be taken as it is."""

from web.words import N_

_KEPT = N_("Your earlier answers are kept and paid.")

TEXTS = {
    "begun_too_large": (
        N_("That is too long to be kept"),
        N_("What you have begun is kept on this device; on our side there is room for %(most)s bytes of each item."),
        N_("Submit it, or make it shorter."),
    ),
    "key_not_usable": (
        N_("“%(key)s” cannot be a key for “%(label)s”"),
        N_("Each key is one press: a digit from 1 to 9 or a letter from a to z."),
        N_("Choose another one."),
    ),
    "key_taken_by_label": (
        N_("The key %(key)s is taken"),
        N_("It chooses “%(other)s” already, and one key can choose only one label."),
        N_("Choose another key for “%(label)s”, or free this one first."),
    ),
    "key_taken_by_tool": (
        N_("The key %(key)s is taken"),
        N_("A tool of this page answers to it; the list of keys says which."),
        N_("Choose another key for “%(label)s”."),
    ),
    "rest_due": (
        N_("Time to rest: %(minutes)s paid minutes"),
        N_("Your eyes have worked for a while. The rest is paid on top, and the work waits for you."),
        N_("Come back after %(until)s."),
    ),
    "day_cap_reached": (
        N_("That is %(hours)s hours today"),
        N_("Nobody is asked to work longer in a day. What you have open you may finish, and it is paid."),
        N_("New tasks wait until %(until)s."),
    ),
    "week_cap_reached": (
        N_("That is %(hours)s hours this week"),
        N_("Nobody is asked to work longer in a week. What you have open you may finish, and it is paid."),
        N_("New tasks wait until %(until)s."),
    ),
    "shift_cap_reached": (
        N_("Your shift is full"),
        N_("Work that reaches into the night ends sooner. What you have open you may finish, and it is paid."),
        N_("New tasks wait until %(until)s."),
    ),
    "meal_due": (
        N_("Time for a longer break: %(minutes)s minutes"),
        N_("You have worked for hours without one. What you have open you may finish, and it is paid."),
        N_("Come back after %(until)s."),
    ),
    "daily_rest_due": (
        N_("Time to rest until your next day of work: %(hours)s hours"),
        N_("Everybody rests that long between two days. What you have open you may finish, and it is paid."),
        N_("New tasks wait until %(until)s."),
    ),
    "weekly_rest_due": (
        N_("Time for your weekly rest: %(hours)s hours"),
        N_("Everybody rests that long once a week. What you have open you may finish, and it is paid."),
        N_("New tasks wait until %(until)s."),
    ),
    "exposure_cap_reached": (
        N_("That is enough of hard content for today"),
        N_("Nobody is given more than %(minutes)s minutes of it in a day. What you have open you may finish or skip."),
        N_("Look at your other offers; more of this waits until %(until)s."),
    ),
    "decompression_due": (
        N_("Time away from hard content: %(minutes)s paid minutes"),
        N_("You have looked at it for a while. What you have open you may finish or skip."),
        N_("Rest, or look at your other offers; this work comes back after %(until)s."),
    ),
    "more_may_return": (
        N_("No tasks now; some may return"),
        N_("Others have the last ones open. If they give one back, it can be yours."),
        N_("Look again at %(until)s."),
    ),
    "nothing_left": (
        N_("Everything here is answered"),
        N_("There is no item left that you have not had."),
        N_("Look at your other offers. Thank you for your work."),
    ),
    "project_paused": (
        N_("This project is paused"),
        N_("No new tasks for now. What you have open you may finish, and it is paid."),
        N_("Look at your other offers, or come back later."),
    ),
    "project_closed": (N_("This project is over"), _KEPT, N_("Look at your other offers.")),
    "reserve_low": (
        N_("No new tasks here for now"),
        N_("Tasks are offered only when the money for them is there, and this project has to add some first."),
        N_("Look at your other offers. Your earlier answers are kept and paid."),
    ),
    "content_not_chosen": (
        N_("This project shows content that you have not said yes to"),
        N_("It is only offered to people who said yes to each kind: %(risks)s. Saying no never counts against you."),
        N_("Look at your other offers, or change your choice on your account page."),
    ),
    "assignment_released": (
        N_("You gave this item back"),
        N_("It has gone to somebody else, so it cannot be answered any more. The time you spent is counted."),
        N_("Go on with the next one."),
    ),
    "assignment_state": (
        N_("That is not possible with this item any more"),
        N_("It was answered before, and that answer is kept and paid."),
        N_("Go on with the next one."),
    ),
    "not_started": (
        N_("This item was not started yet"),
        N_("Its time begins when you open it."),
        N_("Open it from the work page and answer there."),
    ),
    "nothing_chosen": (
        N_("Nothing is chosen yet"),
        N_("An answer is one of the labels."),
        N_("Choose one and submit again. If none fits, skip the item; that never counts against you."),
    ),
    "nothing_ticked": (
        N_("Nothing is ticked yet"),
        N_("An answer has at least one of the labels."),
        N_("Tick what applies and submit again. If none fits, skip the item; that never counts against you."),
    ),
    "nothing_rated": (
        N_("Nothing is rated yet"),
        N_("An answer is one of the numbers of the scale."),
        N_("Choose one and submit again, or skip the item; that never counts against you."),
    ),
    "nothing_written": (
        N_("Nothing is written yet"),
        N_("An answer has at least one word."),
        N_("Write it and submit again, or skip the item; that never counts against you."),
    ),
    "text_too_long": (
        N_("This text is too long"),
        N_("It has %(length)s characters; at most %(most)s can be taken."),
        N_("Shorten it and submit again."),
    ),
    "nothing_ranked": (
        N_("Nothing is in order yet"),
        N_("An answer has every entry, the best first."),
        N_("Put them in order and submit again, or skip the item; that never counts against you."),
    ),
    "ranking_incomplete": (
        N_("The order is not complete"),
        N_("%(count)s of the entries are missing."),
        N_("Put every entry into the order and submit again."),
    ),
    "ranked_twice": (
        N_("One entry is in the order twice"),
        N_("Each has one place."),
        N_("Give each entry one place and submit again."),
    ),
    "label_not_last": (
        N_("This label is too general"),
        N_("%(label)s has more particular labels below it, and here only those can be chosen."),
        N_("Choose one of the labels below it and submit again."),
    ),
    "one_only": (
        N_("More than one is chosen"),
        N_("Here an answer is exactly one."),
        N_("Choose one and submit again."),
    ),
    "labels_and_nothing": (
        N_("You ticked a label and also that none applies"),
        N_("Only one of the two can be your answer."),
        N_("Take one of them away and submit again."),
    ),
    "nothing_marked": (
        N_("Nothing is marked yet"),
        N_("An answer has at least one mark, or says that there is nothing to mark."),
        N_("Mark something, or tick that there is nothing to mark here, and submit again."),
    ),
    "marks_and_nothing": (
        N_("You marked something and ticked that there is nothing to mark"),
        N_("Only one of the two can be your answer."),
        N_("Remove the marks, or take the tick away, and submit again."),
    ),
    "marks_too_many": (
        N_("There are too many marks"),
        N_("One item takes at most %(most)s."),
        N_("Mark the most important ones, or report the item."),
    ),
    "mark_unreadable": (
        N_("Mark %(number)s cannot be read"),
        N_("It did not arrive in the form that a mark has: its place, one label, and what is asked about it."),
        N_("Remove it, make it again and submit."),
    ),
    "mark_outside": (
        N_("Mark %(number)s is not on the item"),
        N_("A mark has a size and lies wholly on the picture, or in the text."),
        N_("Move it, or remove it and make it again."),
    ),
    "mark_elsewhere": (
        N_("Mark %(number)s was drawn on another picture"),
        N_("Its picture has another size than this one."),
        N_("Open the item again and draw it there."),
    ),
    "span_of_another_text": (
        N_("Mark %(number)s covers something else than it says"),
        N_("The words it was made for do not stand at its place in this text."),
        N_("Open the item again and mark it there."),
    ),
    "attribute_missing": (
        N_("Something is not said yet about mark %(number)s"),
        N_("What is asked about it is: %(question)s"),
        N_("Answer it in the list of marks and submit again."),
    ),
    "answer_not_asked": (
        N_("A question was answered that is not asked here"),
        N_("It was: %(question)s"),
        N_("Take that answer away and submit again."),
    ),
    "relation_unreadable": (
        N_("Relation %(number)s cannot be read"),
        N_("It did not arrive in the form that a relation has: two marks, a direction, and one label."),
        N_("Remove it, make it again and submit."),
    ),
    "relation_loose": (
        N_("Relation %(number)s does not tie two marks together"),
        N_("One of its ends is not among your marks, or both are the same."),
        N_("Remove it, make it again and submit."),
    ),
    "label_unknown": (
        N_("This label does not exist here"),
        N_("%(label)s is not, or no longer, one of the labels."),
        N_("Choose one of those on the page and submit again."),
    ),
    "answer_unreadable": (
        N_("This answer cannot be read"),
        N_("It did not arrive in the form that this kind of task has."),
        N_("Open the item again and answer on the page."),
    ),
    "answer_too_large": (
        N_("This answer is too large"),
        N_("An answer takes at most %(most)s bytes."),
        N_("Leave out what is not needed and submit again."),
    ),
    "rest_moved_already": (
        N_("This rest was moved once already"),
        N_("A rest can be put off once, so that it is not put off for ever."),
        N_("Finish what is open, then rest; it is paid."),
    ),
    "rest_not_movable": (
        N_("This rest cannot be moved"),
        N_("The rules where you live do not let anybody put it off."),
        N_("Finish what is open, then rest; it is paid."),
    ),
    "no_residence": (
        N_("We do not know whose law protects you on %(on)s"),
        N_("Work is only offered where your minimum pay is known."),
        N_("Write to the operator; they can enter where you live."),
    ),
}
