"""What happened, to be asked for again: the nightly sweep reads here what no webhook told."""

from web.local_stripe.asked import Asked, Part, by_page, newest_first
from web.local_stripe.books import Books, Json

KEPT_SECONDS = 30 * 86_400


def _list(books: Books, asked: Asked) -> Json:
    types = set(asked.given.get("types") or ()) | {asked.text("type")} - {None}
    oldest = books.seconds() - KEPT_SECONDS
    found = [event for event in books.every("event") if event["created"] > oldest]
    return newest_first(asked, [event for event in found if not types or event["type"] in types])


def _retrieve(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "event")


def _list_second(books: Books, asked: Asked) -> Json:
    types = set(asked.given.get("types") or ())
    about = asked.text("object_id")
    found = [event for event in books.every("v2.core.event") if about in {None, event["related_object"]["id"]}]
    return by_page(asked, [event for event in found if not types or event["type"] in types])


def _retrieve_second(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "v2.core.event")


PARTS: dict[tuple[str, str], Part] = {
    ("get", "/v1/events"): _list,
    ("get", "/v1/events/{id}"): _retrieve,
    ("get", "/v2/core/events"): _list_second,
    ("get", "/v2/core/events/{id}"): _retrieve_second,
}
