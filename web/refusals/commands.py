"""What the commands say when what was typed, or the file they were given, cannot be used."""

from web.words import N_

TEXTS = {
    "description_unreadable": (
        N_("This description of a project cannot be read"),
        N_("It stumbles over: %(what)s."),
        N_("Look at the example in the guide for requesters, change the file, and run the command again."),
    ),
    "import_format_unknown": (
        N_("Files of this kind cannot be imported"),
        N_("The name ends in %(suffix)s."),
        N_("Save it as CSV and run the command again."),
    ),
    "nobody_of_this_address": (
        N_("Nobody here has this address"),
        N_("%(email)s has no account."),
        N_("Add them with: jornal user add."),
    ),
    "no_such_organisation": (
        N_("There is no organisation of this name"),
        N_("Names are written exactly as they were entered; this was %(name)s."),
        N_("Look for it on the People page, or add it with: jornal user add --organisation."),
    ),
}
