"""What programs are told when their key or their request cannot be used."""

from web.words import N_

TEXTS = {
    "key_needed": (
        N_("A key is needed"),
        N_("No key came with the request, or it opens nothing any more."),
        N_("Send it as: Authorization: Bearer jornal_… The operator makes keys with: jornal user add --token."),
    ),
    "request_unreadable": (
        N_("Something in the request cannot be used as it is"),
        N_("Please look at: %(fields)s."),
        N_("Change it and send the request again."),
    ),
    "content_unknown": (
        N_("This kind of content is not taken here"),
        N_("Items come as JSON lines (application/x-ndjson) or as a form with one file (multipart/form-data)."),
        N_("Name the kind in Content-Type and send the request again."),
    ),
    "schema_or_label_config": (
        N_("It is not clear what is asked"),
        N_("A project is described by its schema, or by a labelling configuration, which says the kind of work too."),
        N_("Send schema, with task_type, or label_config alone."),
    ),
    "label_config_unreadable": (
        N_("The labelling configuration cannot be read"),
        N_("It is XML of at most 50,000 characters, without document types or entities."),
        N_("Copy it again from Label Studio and send it whole."),
    ),
    "label_config_parts": (
        N_("The labelling configuration asks for something else than Jornal can do"),
        N_("It shows a Text, Image or List, and asks at least one question about it, whose toName names it."),
        N_("Put both in, check that the names fit, and send it again."),
    ),
    "label_config_tag": (
        N_("The labelling configuration has a part that Jornal does not know: %(tag)s"),
        N_("Nothing of it is left out in silence, because answers would mean something else."),
        N_("Take that part out and send it again. The guide lists what can be used."),
    ),
    "label_config_attribute": (
        N_("The labelling configuration asks for something that Jornal does not do: %(attribute)s of %(tag)s"),
        N_("Without it, people would be asked something else, or an answer would be lost."),
        N_("Take that attribute out and send it again."),
    ),
    "key_for_something_else": (
        N_("This Idempotency-Key was used for something else"),
        N_("The same key stands for the same request, so that nothing is done twice."),
        N_("Send the request of that key again as it was, or this one with a new key."),
    ),
}
