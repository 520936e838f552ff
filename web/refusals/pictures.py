"""What is said about a picture that cannot be taken, and about the place where pictures are kept."""

from web.words import N_

TEXTS = {
    "picture_empty": (
        N_("The file is empty"),
        N_("There is not a single byte in it"),
        N_("Copy it anew from where it came, and send it again."),
    ),
    "picture_other_kind": (
        N_("This is no picture that can be shown here"),
        N_("It is a file of the kind %(kind)s, whatever its name says; pictures are PNG, JPEG or WebP"),
        N_("Export it as JPEG or PNG, and send that file."),
    ),
    "picture_too_heavy": (
        N_("The picture’s file is too large"),
        N_("A picture has at most %(most)s"),
        N_("Save it as JPEG, or in a smaller size, and send that file."),
    ),
    "picture_too_wide": (
        N_("The picture has too many pixels"),
        N_("It says that it has %(width)s × %(height)s; at most %(most)s million are taken, so it was not opened"),
        N_("Make it smaller, or cut it into parts, and send those."),
    ),
    "picture_moves": (
        N_("The picture moves"),
        N_("It has several frames, and labels would fit one of them only"),
        N_("Send the frames that are to be labelled as pictures of their own."),
    ),
    "picture_unreadable": (
        N_("The picture cannot be read"),
        N_("It ends too early, or something in it is broken"),
        N_("Open it on your computer; if it looks well there, save it anew and send that file."),
    ),
    "files_unreachable": (
        N_("The place where pictures are kept does not answer"),
        N_("It took too long, or refused. Everything that had arrived before is kept."),
        N_("Wait a few minutes and send the same file again: what is there already is skipped."),
    ),
}
