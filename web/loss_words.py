"""What a format cannot say, in sentences: on the page before a data set is written, and in its LOSSES.md."""

from annotate.outgoing import Loss
from web.words import N_, Language

LOSS_WORDS = {
    "further_answers": N_(
        "Further answers left out, as this format has one place for each item: %(count)s. "
        "Choose one file per annotator, or one answer from several."
    ),
    "one_answer_each": N_(
        "This format has one place for each item. Where several people answered it, only the first answer is written, "
        "unless you choose one file per annotator or one answer from several."
    ),
    "other_questions": N_("Answers to these questions have no place in this format: %(names)s."),
    "attributes_left_out": N_("What was said about single marks has no place in this format: %(names)s."),
    "attributes_lost": N_("Remarks about single marks left out: %(count)s."),
    "relations_left_out": N_("How marks belong together has no place in this format."),
    "people_beside": N_(
        "Who answered, for how long and for what pay stands in a list beside the labels, not in their files."
    ),
    "people_in_jornal": N_(
        "Who answered, for how long and for what pay stands under “jornal” in each annotation; other programs pass "
        "over it."
    ),
    "ties_unknown": N_("“Both are alike” is an answer that this format’s own program does not know."),
    "whole_pixels": N_(
        "This format counts whole pixels from one, both ends included. An edge goes to the nearest border of a pixel."
    ),
    "edges_moved": N_("Boxes that lay between pixels and were moved by up to half a pixel: %(count)s."),
    "turned_as_upright": N_("Turned boxes become upright ones that surround them."),
    "turned_as_outlines": N_("Turned boxes become outlines of their four corners; the angle stands beside them."),
    "outlines_as_boxes": N_("Outlines become upright boxes that surround them."),
    "points_left_out": N_("Points left out: %(count)s."),
    "points_of_one_thing": N_("All points of a picture are written as those of one thing, one for each label."),
    "points_twice": N_("Points left out because another point of the picture has the same label: %(count)s."),
    "tokens": N_(
        "Texts are cut into words by “%(tokenizer)s”. What stands between words is not in the file; the whole texts "
        "are in documents.jsonl."
    ),
    "token_split": N_(
        "Marks that begin or end inside a word, which was cut there: %(count)s; alignment.jsonl lists them."
    ),
    "overlap_left_out": N_("Marks left out because they overlap longer ones: %(count)s; alignment.jsonl lists them."),
    "nested_as_text": N_("Marks and shapes stand in their fields as JSON text."),
    "masks_with_boxes": N_(
        "A mask goes out as it came, with the box beside which it came. Where somebody moved or removed that box, its "
        "mask stays here."
    ),
    "masks_left_out": N_("Masks that came with boxes stay here: only COCO takes them along."),
    "pictures_left_out": N_("Pictures do not go along: the files say only what each is called."),
    "pictures_linked": N_("Pictures do not go along: each has a link that opens for members of your organisation."),
    "ties_left_open": N_("Items on which people tie, marked and left open: %(count)s."),
}


def said_of(loss: Loss, language: Language) -> str:
    """Return what is lost as a sentence in a language."""
    return language.say(LOSS_WORDS[loss.code], **{**loss.params, "count": loss.count})
