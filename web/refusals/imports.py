"""What is said about a file that cannot be read, and about each of its rows that did not become an item."""

from web.words import N_

TEXTS = {
    "suggestion_unfit": (
        N_("What is suggested here could not be an answer"),
        N_("It names a label or a place that this project does not have, or says too little or too much."),
        N_("Correct or remove the suggestion of this row, and upload the file again; only what is missing is added."),
    ),
    "file_empty": (
        N_("This file is empty"),
        N_("There is not a single row in it."),
        N_("Save it again from your spreadsheet, look that it has rows, and upload it."),
    ),
    "encoding_unknown": (
        N_("This text encoding is not known here"),
        N_("Jornal reads: %(known)s."),
        N_("Choose one of these, or save the file as UTF-8."),
    ),
    "not_this_encoding": (
        N_("The text encoding of this file is not %(encoding)s"),
        N_("Byte %(byte)s does not fit. Older spreadsheets write %(proposal)s instead."),
        N_("Try %(proposal)s below and look whether accents read well, or save the file as UTF-8 and upload it again."),
    ),
    "file_has_nul": (
        N_("This does not look like a table of text"),
        N_("Byte %(byte)s is one that no text has. It may be a spreadsheet file that was not saved as CSV."),
        N_("Save it as CSV (UTF-8) and upload that file."),
    ),
    "header_unreadable": (
        N_("The first row does not name columns"),
        N_("The first row should hold the name of each column, such as: id,text."),
        N_("Put the names in the first row, save, and upload the file again."),
    ),
    "duplicate_column": (
        N_("Two columns have the same name"),
        N_("Both are called %(column)s, so nobody can tell which is meant."),
        N_("Rename one of them, save, and upload the file again."),
    ),
    "no_object_column": (
        N_("Which column holds %(object)s?"),
        N_("The columns are: %(columns)s. None of them is called %(object)s."),
        N_("Choose it below, or call the column %(object)s."),
    ),
    "object_missing": (
        N_("Something is missing in this row"),
        N_("There is no %(object)s in it"),
        N_("Fill it in, or take the row out."),
    ),
    "object_no_text": (
        N_("This is no text"),
        N_("%(object)s is no text, or holds characters that are not whole"),
        N_("Write it as text, or take the row out."),
    ),
    "object_no_list": (
        N_("This is no list"),
        N_('%(object)s is no list of texts such as ["one", "two"], or an id in it stands twice'),
        N_("Write it as a JSON list, or take the row out."),
    ),
    "object_no_picture": (
        N_("This names no picture"),
        N_("%(object)s has to be the name of a picture's file"),
        N_("Write the name as the file is called in the ZIP, or take the row out."),
    ),
    "picture_not_sent": (
        N_("The picture did not come along"),
        N_("There is no file called %(file)s beside the table"),
        N_("Send a ZIP with the table and every picture that it names."),
    ),
    "no_text_column": (
        N_("Which column is to be labelled?"),
        N_("The columns are: %(columns)s. Their names do not say which one holds the text."),
        N_("Choose it below."),
    ),
    "unknown_column": (
        N_("There is no such column in this file"),
        N_("%(column)s was chosen; the columns are: %(columns)s."),
        N_("Choose one of these."),
    ),
    "priority_unreadable": (
        N_("The priority is not a number"),
        N_("This project hands its items out by priority, and this row's is not a number up to 100,000"),
        N_("Write a number, the most urgent highest, or leave it empty for none."),
    ),
    "uncertainty_unreadable": (
        N_("The uncertainty is not a number from 0 to 1"),
        N_("This project hands out first what a model is least sure of, and this row does not say how sure it is"),
        N_("Write a number from 0, sure, to 1, not sure at all, or leave it empty for 0."),
    ),
    "text_empty": (
        N_("The text is empty"),
        N_("There is nothing to label in this row"),
        N_("Write the text, or take the row out."),
    ),
    "id_empty": (
        N_("The id is empty"),
        N_("Other rows of this file have one"),
        N_("Give the row an id of its own."),
    ),
    "id_unreadable": (
        N_("The id is neither a text nor a whole number"),
        N_("Numbers with a point or more than 18 digits, true, false and lists are not read as ids"),
        N_("Write the id in quotation marks, as a text."),
    ),
    "id_too_long": (
        N_("The id is too long"),
        N_("An id has at most %(most)s characters"),
        N_("Shorten it."),
    ),
    "id_reserved": (
        N_("This id cannot be used"),
        N_("Ids that begin with sha256: are Jornal’s own"),
        N_("Start the id with something else."),
    ),
    "duplicate_id": (
        N_("This id is there twice"),
        N_("%(id)s stands on line %(first_line)s already; that row was taken"),
        N_("Give one of the two another id, or take one out."),
    ),
    "changed_content": (
        N_("This id is known with another text"),
        N_("%(id)s is in the project already, and its text there is different; it was left as it was"),
        N_("Give the new text an id of its own."),
    ),
    "too_many_columns": (
        N_("The row has too many columns"),
        N_("It has %(columns)s, the first row has %(expected)s; a text with a comma may stand without quotation marks"),
        N_("Put quotation marks around the text."),
    ),
    "too_few_columns": (
        N_("The row has too few columns"),
        N_("It has %(columns)s, the first row has %(expected)s"),
        N_("Fill the missing columns in."),
    ),
    "line_no_object": (
        N_("This line cannot be read"),
        N_("Each line is one JSON object, with a text in it"),
        N_("Write the line anew; no object goes over two lines."),
    ),
    "field_too_long": (
        N_("One cell is far too long"),
        N_("A quotation mark may have been opened and never closed"),
        N_("Look for a single quotation mark in this row or the ones after it."),
    ),
    "line_too_long": (
        N_("The line is far too long"),
        N_("It has more than %(most)s characters"),
        N_("Shorten the text, or look for line breaks that were lost."),
    ),
    "quotes_over_lines": (
        N_("A quotation mark does not fit, and took several lines with it"),
        N_("All lines from this one to %(last_line)s were read as one row, and left out"),
        N_("Look for a single quotation mark on these lines, mend it, and upload the file again."),
    ),
    "quotes_unreadable": (
        N_("The quotation marks do not fit together"),
        N_("One is opened or closed in the middle of a cell"),
        N_("Write a quotation mark inside a text twice."),
    ),
    "row_not_this_encoding": (
        N_("Some letters cannot be read"),
        N_("Their text encoding is not that of the rest of the file"),
        N_("Save the file as UTF-8 and upload it again; the good rows are skipped."),
    ),
}
