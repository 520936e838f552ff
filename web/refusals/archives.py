"""What is said about an archive that cannot be read, or that nobody should open, and about a file inside."""

from web.words import N_

TEXTS = {
    "archive_unreadable": (
        N_("This is not a ZIP archive that can be read"),
        N_("Its end is missing or broken: perhaps it was not copied whole."),
        N_("Make the archive again, and upload it."),
    ),
    "archive_locked": (
        N_("This archive is locked with a password"),
        N_("Jornal cannot look into it."),
        N_("Make one without a password; what is in it is seen only by those who work on the project."),
    ),
    "archive_bomb": (
        N_("This archive would unpack to far more than it seems"),
        N_("It holds more than a hundred times its own size. The rest of it was not opened."),
        N_("Upload the files themselves, or an archive made by a usual program."),
    ),
    "archive_too_many": (
        N_("This archive holds too many files"),
        N_("At most %(most)s files are read from one archive."),
        N_("Split it into several archives; all of them can go into this project."),
    ),
    "archive_without_table": (
        N_("There is no table in this archive"),
        N_("A table (CSV or JSON lines) says which pictures and texts belong together."),
        N_("Put the table into the archive, beside the pictures that it names."),
    ),
    "archive_without_files": (
        N_("There are no files in this archive"),
        N_("It is empty, or holds folders only."),
        N_("Look into it on your computer, and make it again."),
    ),
    "archive_in_archive": (
        N_("There is an archive in the archive"),
        N_("Only one level is opened"),
        N_("Upload the inner archive by itself."),
    ),
    "name_points_elsewhere": (
        N_("The file’s name points out of the archive"),
        N_("Names with .. or a drive in them, names that begin at the root, and links are not followed"),
        N_("Make the archive again from one folder."),
    ),
    "member_unreadable": (
        N_("The file cannot be unpacked"),
        N_("It is broken, or packed in an uncommon way"),
        N_("Make the archive again, and upload it; good files are skipped."),
    ),
    "member_no_text": (
        N_("The file is of a kind that is not read here"),
        N_("This project labels texts: CSV, JSON lines or plain text, by the end of the name"),
        N_("Save it as one of these, or leave it out."),
    ),
    "picture_for_texts": (
        N_("The file is a picture"),
        N_("This project labels texts"),
        N_("Leave it out, or make a project that labels pictures."),
    ),
    "lines_empty": (
        N_("Empty lines were left out"),
        N_("There are %(count)s of them; the first is this one"),
        N_("There is nothing that you need to do."),
    ),
}
