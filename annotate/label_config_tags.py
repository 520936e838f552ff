"""The tags of a Label Studio configuration, read safely: what shows, what asks, and what only looks nice."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, tostring  # the types only; strangers' XML is read by defusedxml

from defusedxml.ElementTree import fromstring

from annotate.label_schema import NAME, NAMES_TAKEN, OBJECT_NAMES_TAKEN
from policies.errors import Kind, Refusal

CONFIG_MOST = 50_000
"""The longest configuration that is read, in characters."""
DEPTH_MOST = 50
KEPT_MOST, TAG_MOST = 20, 2_000
OBJECTS = {"Text": "text", "Image": "image", "List": "list"}
LAYOUT = frozenset({"View", "Header", "Style"})
INSIDE = {"Label", "Choice", "Relation"}
"""Tags that only mean something inside one that asks."""
SHAPES = {"Rectangle": "RectangleLabels", "Polygon": "PolygonLabels", "KeyPoint": "KeyPointLabels"}
"""Shapes without labels of their own: a Labels tag about the same picture has them."""
LOOKS = frozenset(
    {
        "background", "className", "displayMode", "height", "idAttr", "layout", "maxHeight", "maxWidth", "minHeight",
        "opacity", "fillOpacity", "pointSize", "pointStyle", "showInline", "showLabels", "size", "snap", "strokeColor",
        "strokeWidth", "strokewidth", "style", "width", "fillColor", "fillcolor", "icon", "hoverBackground",
        "brightnessControl", "contrastControl", "gammaControl", "rotateControl", "zoom", "zoomControl", "zoomBy",
        "negativeZoom", "crosshair", "defaultZoom", "horizontalAlignment", "verticalAlignment", "rotate", "underline",
        "saveTextResult", "highlightColor", "selectionEnabled", "showTextarea", "selectedStyle", "order", "flex",
    }
)  # fmt: skip
"""Attributes that only say how Label Studio's page looks."""
KNOWN = frozenset(
    {
        "alias", "allowNothing", "allowTie", "canRotate", "choice", "granularity", "hint", "hotkey", "isOptional",
        "leafsOnly", "maxLength", "maxRating", "maxSubmissions", "maxUsages", "name", "perRegion", "required", "rows",
        "toName", "value", "valueList", "visibleWhen", "whenChoiceValue", "whenLabelValue", "whenTagName",
    }
)  # fmt: skip
"""Attributes that are read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing of a configuration, as its requester is told about it.

    Attributes:
        tag: its tag.
        attribute: which attribute of it; empty for the whole tag.
        became: what the object or the control is called here; empty for what was not understood.
    """

    tag: str
    attribute: str = ""
    became: str = ""


@dataclass(slots=True)
class Tags:
    """A configuration's tags in their order, with what stands around each."""

    root: Element
    parents: dict[Element, Element]

    def around(self, element: Element) -> list[Element]:
        """Return an element and everything it lies in, the nearest first."""
        found = [element]
        while found[-1] in self.parents:
            found.append(self.parents[found[-1]])
        return found


class Names:
    """Names for what a configuration calls by anything: plain words, each once; the same word for the same name."""

    def __init__(self) -> None:
        self._taken: set[str] = set(NAMES_TAKEN | OBJECT_NAMES_TAKEN) - {"label"}

    def new(self, wanted: str, *, otherwise: str) -> str:
        """Return a free name as near to the wanted one as can be.

        Args:
            wanted: by any letters.
            otherwise: a plain word for a name without any.
        """
        plain = re.sub(r"[^a-z0-9]+", "_", wanted.lower(), flags=re.ASCII).strip("_")[:36]
        plain = plain if NAME.fullmatch(plain) else f"{otherwise}_{plain}".strip("_")[:36]
        numbered = (plain if number == 1 else f"{plain}_{number}" for number in range(1, len(self._taken) + 2))
        name = next(one for one in numbered if one not in self._taken)
        self._taken.add(name)
        return name


def parsed(text: str) -> Tags:
    """Return the tags of a configuration; entities, document types and endless nesting are refused.

    Raises:
        Refusal: `label_config_unreadable`.
    """
    if len(text) > CONFIG_MOST:
        raise Refusal("label_config_unreadable", Kind.UNREADABLE)
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, ValueError):  # what defusedxml forbids is a ValueError
        raise Refusal("label_config_unreadable", Kind.UNREADABLE) from None
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > DEPTH_MOST:
            raise Refusal("label_config_unreadable", Kind.UNREADABLE)
    return Tags(root, {child: element for element in root.iter() for child in element})


def verbatim(element: Element) -> str:
    """Return a tag as it was written, cut short."""
    return tostring(element, encoding="unicode").strip()[:TAG_MOST]


def strange_attributes(element: Element) -> list[Seen]:
    """Return the attributes of a tag that nobody reads here and that are more than looks."""
    strange = [name for name in element.attrib if name not in KNOWN and name not in LOOKS]
    if len(element.get("hotkey", "").strip()) > 1:
        strange.append("hotkey")
    if "maxUsages" in element.attrib and element.tag != "Taxonomy":
        strange.append("maxUsages")
    if element.tag == "TextArea" and element.get("value"):
        strange.append("value")
    return [Seen(str(element.tag)[:40], name[:40]) for name in strange]


def refused(element: Element, attribute: str = "") -> Refusal:
    """Return the refusal of a tag, or of one of its attributes, without which an answer would be lost."""
    tag = str(element.tag)[:40]
    if attribute:
        return Refusal("label_config_attribute", Kind.UNREADABLE, tag=tag, attribute=attribute)
    return Refusal("label_config_tag", Kind.UNREADABLE, tag=tag)
