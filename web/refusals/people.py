"""What the door, the account page and the pages about people say when they cannot do something."""

from web.words import N_

TEXTS = {
    "wrong_email_or_password": (
        N_("That did not let you in"),
        N_("The e-mail and the password do not go together."),
        N_("Try again, or choose a new password."),
    ),
    "too_many_tries": (
        N_("Too many tries"),
        N_("To keep guessers out, Jornal waits a little after many tries."),
        N_("Try again after %(until)s. Nothing is lost."),
    ),
    "email_unreadable": (
        N_("This e-mail address cannot be used"),
        N_("An address looks like name@example.org."),
        N_("Check it for missing letters or spaces."),
    ),
    "not_an_annotator": (
        N_("Nobody who labels here has this address"),
        N_("Only somebody with an annotator's account can be named as staff."),
        N_("Check the address, or ask whoever runs this Jornal to invite them first."),
    ),
    "email_taken": (
        N_("This address already has an account"),
        N_("Each address opens one account."),
        N_("Log in with it, or choose a new password if you have forgotten it."),
    ),
    "password_too_short": (
        N_("This password is too short"),
        N_("It needs at least %(least)s characters, so that nobody guesses it."),
        N_("Four words in a row make a good one."),
    ),
    "password_too_long": (
        N_("This password is too long"),
        N_("It can have at most %(most)s characters."),
        N_("Choose a shorter one."),
    ),
    "password_too_common": (
        N_("Many people have this password"),
        N_("Guessers try the common ones first."),
        N_("Choose another one; four words in a row make a good one."),
    ),
    "password_wrong": (
        N_("This is not your password"),
        N_("To change it, Jornal first asks for the one you have now."),
        N_("Type it again, or ask for an e-mail to choose a new one."),
    ),
    "name_missing": (
        N_("The name is missing"),
        N_("A name is needed here."),
        N_("Write it and send the form again."),
    ),
    "language_unknown": (
        N_("This language is not there yet"),
        N_("Jornal speaks: %(known)s."),
        N_("Choose one of these languages."),
    ),
    "time_zone_unknown": (
        N_("This time zone is not known"),
        N_("A time zone looks like %(example)s."),
        N_("Choose one from the list."),
    ),
    "risk_unknown": (
        N_("This kind of content is not known here"),
        N_("You can say yes or no to the kinds on the page."),
        N_("Open your account again and choose there."),
    ),
    "jurisdiction_unknown": (
        N_("The law of this place is not known here"),
        N_("Jornal only pays where it knows the pay floor. It knows: %(known)s."),
        N_("Choose one of these places, or ask the operator to add another."),
    ),
    "zone_unknown": (
        N_("This zone is not known"),
        N_("This place has: %(known)s."),
        N_("Choose one of these zones."),
    ),
    "basis_missing": (
        N_("The basis is missing"),
        N_("An auditor may look at records only on a stated ground."),
        N_("Write the law, the clause or the agreement."),
    ),
    "dates_reversed": (
        N_("The dates are reversed"),
        N_("The last day comes before the first."),
        N_("Change one of them."),
    ),
    "dates_missing": (
        N_("A date is missing"),
        N_("An auditor sees the records of stated days, until a stated day."),
        N_("Fill in the three dates."),
    ),
    "last_requester": (
        N_("This is the last requester"),
        N_("An organisation needs one person who can be asked."),
        N_("Invite another requester first."),
    ),
    "invitation_gone": (
        N_("This invitation no longer opens"),
        N_("It was used or withdrawn, or it has run out."),
        N_("Ask whoever invited you for a new one."),
    ),
    "reset_gone": (
        N_("This link no longer opens"),
        N_("It was used, or it has run out."),
        N_("Ask for a new e-mail at the door."),
    ),
    "organisation_missing": (
        N_("The organisation is missing"),
        N_("A member belongs to an organisation."),
        N_("Choose one, or give a new one a name."),
    ),
}
