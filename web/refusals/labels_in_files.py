"""What is said about labels that a file brings along, and about files of other programs that cannot be read."""

from web.words import N_

TEXTS = {
    "file_label_unknown": (
        N_("The project has no such label"),
        N_("%(label)s is a label of the file and none of the project"),
        N_("Add it to the project while it is a draft, correct the row, or bring the file in without its labels."),
    ),
    "labels_not_taken": (
        N_("These labels cannot be added by themselves"),
        N_("The project has several questions with labels, or one with none, or the labels are too many or too long."),
        N_("Add them where you say what is asked, or bring the file in without its labels."),
    ),
    "file_labels_other": (
        N_("The project does not ask this"),
        N_("The file has %(label)s in a way that answers no question of the project"),
        N_("Bring the file in without its labels, or make a project that asks this."),
    ),
    "file_control_unknown": (
        N_("The project has no such question"),
        N_("The file has an answer to %(control)s, and no question of the project is called so"),
        N_("Make the project from the same configuration, or bring the file in without its labels."),
    ),
    "suggestion_outside": (
        N_("A label lies outside of what it marks"),
        N_("Number %(number)s ends after the text, or stands out of the picture"),
        N_("Correct its place, or take it out of the row."),
    ),
    "suggestion_of_another_size": (
        N_("The labels were drawn on a picture of another size"),
        N_("The file says another width and height than the picture has"),
        N_("Send the picture that they were drawn on, or correct the size in the file."),
    ),
    "place_negative": (
        N_("A marked place has no size"),
        N_("The width or the height of %(label)s is zero or less"),
        N_("Correct it, or take it out."),
    ),
    "place_outside": (
        N_("A marked place is not on the picture"),
        N_("%(label)s stands out of the picture by more than half a pixel"),
        N_("Correct it, or take it out."),
    ),
    "place_no_box": (
        N_("These four corners make no box"),
        N_("The angles of %(label)s are not right angles"),
        N_("Correct the corners, or bring it in as an outline."),
    ),
    "place_no_outline": (
        N_("An outline has too few corners"),
        N_("%(label)s has fewer than three"),
        N_("Correct it, or take it out."),
    ),
    "place_unreadable": (
        N_("A marked place cannot be read"),
        N_("The numbers of %(label)s are missing, or are no numbers"),
        N_("Correct them, or take it out."),
    ),
    "span_unreadable": (
        N_("A marked stretch cannot be read"),
        N_("Each one needs a start, an end and a label"),
        N_("Correct it, or take it out."),
    ),
    "json_unreadable": (
        N_("This is no JSON list"),
        N_("A JSON file begins with a list of objects, or with an object that holds one."),
        N_("Save it again as JSON, and upload that file."),
    ),
    "json_broken": (
        N_("The file breaks off or cannot be told apart any more"),
        N_("What stands before line %(line)s was read; a bracket or a comma is missing there"),
        N_("Mend it and upload the file again; what is there already is skipped."),
    ),
    "json_element_broken": (
        N_("This object cannot be read"),
        N_("It is no JSON: a quotation mark or a comma may be missing"),
        N_("Mend it and upload the file again; what is there already is skipped."),
    ),
    "json_too_long": (
        N_("This object is far too long"),
        N_("One object may have at most eight million characters"),
        N_("Split it, or take it out."),
    ),
    "json_no_object": (
        N_("This is no object"),
        N_("Each element of the list is one object in braces"),
        N_("Mend it, or take it out."),
    ),
    "task_no_data": (
        N_("This task has no data"),
        N_("A task of Label Studio has what is labelled under “data”"),
        N_("Export the tasks again, or take this one out."),
    ),
    "coco_run_lengths": (
        N_("A mask cannot be brought in"),
        N_("%(label)s is a mask of run lengths, and the project asks for outlines"),
        N_("Let the project ask for boxes, and each mask is kept beside its box; or bring the file in without labels."),
    ),
    "coco_mask": (
        N_("A mask does not fit its picture"),
        N_("The mask of %(label)s is no whole mask of %(width)s × %(height)s pixels."),
        N_("Write its size as height and width of the picture, and run lengths that add up to all of its pixels."),
    ),
    "coco_category": (
        N_("This category cannot be read"),
        N_("It needs a whole number as id and a name"),
        N_("Correct it and upload the file again."),
    ),
    "coco_no_category": (
        N_("There is no such category"),
        N_("An annotation names category %(id)s, which the file does not have"),
        N_("Add the category to the file, or correct the annotation."),
    ),
    "coco_no_image": (
        N_("There is no such image"),
        N_("The annotation belongs to image %(id)s, which the file does not have"),
        N_("Add the image to the file, or take the annotation out."),
    ),
    "coco_no_id": (
        N_("The id is missing"),
        N_("An image needs an id, and an annotation the id of its image"),
        N_("Add it and upload the file again."),
    ),
    "coco_no_size": (
        N_("The size of the picture is missing"),
        N_("Its labels are counted in pixels, so width and height must be whole numbers"),
        N_("Add them and upload the file again."),
    ),
    "voc_no_size": (
        N_("The size of the picture is missing"),
        N_("Its boxes are counted in pixels, so width and height must be whole numbers above zero"),
        N_("Add them to the XML file and upload it again."),
    ),
    "xml_unreadable": (
        N_("This XML file cannot be read"),
        N_("It is broken, or defines entities of its own, which are never followed"),
        N_("Write it again without a document type, and upload it."),
    ),
    "xml_no_voc": (
        N_("This XML file describes no picture"),
        N_("Pascal VOC begins with “annotation”"),
        N_("Leave it out, or correct it."),
    ),
    "yolo_no_names": (
        N_("Nothing says what the numbers of the labels mean"),
        N_("A YOLO archive has a data.yaml with “names”, or a classes.txt with one label on each line."),
        N_("Put one of them into the archive and upload it again."),
    ),
    "yolo_no_name": (
        N_("There is no such label"),
        N_("A line begins with %(number)s, and the list of names has no such number"),
        N_("Add the name to the list, or correct the line."),
    ),
    "yolo_outside": (
        N_("A marked place is not on the picture"),
        N_("A number of %(label)s is below 0 or above 1; YOLO counts in parts of the picture"),
        N_("Correct the line, or take it out."),
    ),
    "yolo_line": (
        N_("A line cannot be read"),
        N_("It begins with the number of a label, and 4, 8 or more numbers follow that are places"),
        N_("Correct the line, or take it out."),
    ),
    "conll_columns": (
        N_("The line has another number of columns"),
        N_("It has %(columns)s, and the first line of the file has %(expected)s"),
        N_("Correct the line; spaces inside a word are not possible here."),
    ),
    "conll_tag": (
        N_("The tag at the end of the line cannot be read"),
        N_("%(tag)s is none of O, B-…, I-…, E-…, S-…, L-… or U-…"),
        N_("Correct the tag."),
    ),
    "conll_too_long": (
        N_("The sentence is far too long"),
        N_("A sentence has at most %(most)s words; an empty line ends it"),
        N_("Put empty lines between the sentences."),
    ),
    "parquet_missing": (
        N_("This Jornal does not read Parquet"),
        N_("What reads it, the extra called parquet, is not installed here."),
        N_("Save the table as CSV or JSON lines, or ask the operator to install jornal[parquet]."),
    ),
    "parquet_unreadable": (
        N_("This is no Parquet file that can be read"),
        N_("It is broken, or was not copied whole."),
        N_("Make it again, and upload it."),
    ),
    "member_too_large": (
        N_("The file inside is far too large"),
        N_("A file of labels may have at most %(most)s bytes"),
        N_("Split it, and upload the parts."),
    ),
    "member_no_picture": (
        N_("The file is no picture"),
        N_("Beside the files of labels, only pictures are read from this archive"),
        N_("Leave it out; nothing else is missing because of it."),
    ),
}
