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
}
