"""What the house itself says when a page is missing, too much was sent, or something broke."""

from web.words import N_

TEXTS = {
    "not_found": (
        N_("There is nothing here"),
        N_("This page does not exist, or it is not one that you can open."),
        N_("Check the address, or start again from the first page."),
    ),
    "wrong_method": (
        N_("This address cannot be used that way"),
        N_("It exists, but it does not take this kind of request."),
        N_("Go back and use the buttons on the page."),
    ),
    "foreign_page": (
        N_("This did not come from our own pages"),
        N_("Your browser says that another site sent it, so Jornal did nothing."),
        N_("Open the page here and do it again from there."),
    ),
    "body_too_large": (
        N_("That is more than can be sent at once"),
        N_("Nothing of it was kept."),
        N_("Send less at once, or split the file into smaller ones."),
    ),
    "form_unreadable": (
        N_("Something in the form cannot be used as it is"),
        N_("Please look at: %(fields)s."),
        N_("Go back, fill it in and send it again."),
    ),
    "crashed": (
        N_("Something broke on our side"),
        N_("It is not your doing. What you had already sent is kept."),
        N_("Try again in a minute. If it stays so, tell the operator this reference: %(reference)s."),
    ),
    "asks_too_fast": (
        N_("That was too fast for one key or log-in"),
        N_("So that everybody is served alike, each may send so many requests a second. Nothing of this one was done."),
        N_("Send it again in %(seconds)s seconds, just as it is."),
    ),
    "database_away": (
        N_("Jornal cannot reach its own records just now"),
        N_("Whatever was confirmed to you is kept. This one was not: nothing of it counts twice if you send it again."),
        N_("Send it again in %(seconds)s seconds, just as it is."),
    ),
    "notice_empty": (
        N_("The notice says nothing yet"),
        N_("It needs a sentence in at least one language."),
        N_("Write it and send the form again."),
    ),
    "notice_too_long": (
        N_("The notice is too long"),
        N_("It stands above every page, on phones too: %(most)s characters at most."),
        N_("Say what will happen and when; put the rest on a help page."),
    ),
    "notice_over": (
        N_("This notice would be over before anybody reads it"),
        N_("Its end comes before its beginning, or has passed already."),
        N_("Choose a later end, or leave it empty and end the notice yourself."),
    ),
}
