"""How an item is known again; see `annotate.item_keys`, which what comes before there are items reads as well."""

from annotate.item_keys import HASH_KEY as HASH_KEY
from annotate.item_keys import content_text as content_text
from annotate.item_keys import external_id_of as external_id_of
from annotate.item_keys import item_key_of as item_key_of
