"""What is said about a file before its rows are read: too large, missing, gone, or broken off; and about downloads."""

from web.words import N_

TEXTS = {
    "upload_too_large": (
        N_("This file is too large to send at once"),
        N_("A file may have at most %(most)s. Nothing of it was kept, and the project is as it was."),
        N_(
            "Split it into smaller files; all of them can go into this project. Or ask the operator to read it on the "
            "machine itself with: jornal project import."
        ),
    ),
    "upload_missing": (
        N_("No file came with the form"),
        N_("The form arrived, but without a file in it."),
        N_("Choose a file and send the form again."),
    ),
    "upload_too_many": (
        N_("These are too many files for one form"),
        N_("At most %(most)s come in one form. Nothing of it was kept."),
        N_("Send them in parts, or put them into one ZIP archive."),
    ),
    "file_for_objects": (
        N_("Each item here has several parts"),
        N_("They come as a CSV table or as JSON lines, one item in each row; pictures in a ZIP beside the table."),
        N_("Send a table, or a ZIP with a table and the pictures that it names."),
    ),
    "file_for_texts": (
        N_("This file holds texts, and the project labels pictures"),
        N_("Pictures come as PNG, JPEG or WebP, or as a ZIP of them."),
        N_("Send pictures, or make a project that labels texts."),
    ),
    "file_for_pictures": (
        N_("This is a picture, and the project labels texts"),
        N_("Texts come as CSV, JSON lines or plain text, or as a ZIP of them."),
        N_("Send texts, or make a project that labels pictures."),
    ),
    "upload_gone": (
        N_("This file is not here any more"),
        N_("Its rows are in the project already, or it waited for more than a week."),
        N_("Look at the items of the project; if some are missing, upload the file again. Known rows are skipped."),
    ),
    "import_broke_off": (
        N_("The reading of this file broke off"),
        N_("Jornal was stopped while it read. The items that it had put into the project are kept."),
        N_("Go on from here, or upload the file again: known rows are skipped."),
    ),
    "export_format_unfit": (
        N_("This format does not fit this kind of work"),
        N_("%(format)s has no place for these answers."),
        N_("Choose one of these: %(known)s."),
    ),
    "export_format_unknown": (
        N_("There is no such format"),
        N_("Answers can be had as: %(known)s."),
        N_("Choose one of these on the page of the project."),
    ),
    "parquet_not_written": (
        N_("Parquet cannot be written here"),
        N_("This Jornal was installed without what writes Parquet."),
        N_("Ask the operator to install the extra “parquet”, or take Croissant, whose answers are JSON lines."),
    ),
    "surplus_in_all_answers_only": (
        N_("Answers that came late are kept apart"),
        N_("They stand outside the overlap, so they are in “all answers” only, and marked there."),
        N_("Choose all answers, or leave them out."),
    ),
    "export_resolution_unknown": (
        N_("There is no such way to make one answer out of several"),
        N_("These are the ways: %(known)s."),
        N_("Choose one of these."),
    ),
    "export_media_unknown": (
        N_("This cannot be done with pictures"),
        N_("These are the ways: %(known)s."),
        N_("Choose one of these."),
    ),
    "datasets_open": (
        N_("Several data sets of this project are being written"),
        N_("At most %(most)s are written at once."),
        N_("Wait until one is done, then ask again."),
    ),
    "dataset_gone": (
        N_("This data set is not here any more"),
        N_("A data set is kept for three days, then its link opens nothing."),
        N_("Ask for it again: it is written anew, with the answers of today."),
    ),
    "no_provider": (
        N_("This Jornal cannot receive money yet"),
        N_("No payment provider is set up."),
        N_("Ask the operator to set one up."),
    ),
}
