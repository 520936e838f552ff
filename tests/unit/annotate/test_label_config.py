"""Labelling configurations of Label Studio: what Jornal can do of them, and everything that it says no to."""

import pytest

from annotate.label_config import CONFIG_MOST, read_config
from policies.errors import Refusal

TEXT = '<Text name="t" value="$text"/>'
IMAGE = '<Image name="i" value="$image"/>'
CHOICES = '<Choice value="renewal" hotkey="1" hint="it ran out"/><Choice value="lost"/>'
BOXES = '<RectangleLabels name="l" toName="i"><Label value="ramp" background="red"/></RectangleLabels>'


ON_TEXT = BOXES.replace('toName="i"', 'toName="t"')


def choices(to_name: str, attributes: str = "", inside: str = CHOICES) -> str:
    return f'<Choices name="l" toName="{to_name}" {attributes}>{inside}</Choices>'


def viewed(inside: str) -> str:
    return f"<View>{inside}</View>"


@pytest.mark.parametrize(
    ("inside", "task_type", "allow_nothing"),
    [
        (TEXT + choices("t"), "choice", False),
        (TEXT + choices("t", 'choice="single" required="true"'), "choice", False),
        (TEXT + choices("t", 'choice="single-radio"'), "choice", False),
        (TEXT + choices("t", 'choice="multiple"'), "choices", False),
        (TEXT + choices("t", 'choice="multiple" required="false"'), "choices", True),
        (IMAGE + choices("i", 'showInline="true"'), "image_choice", False),
        (IMAGE + choices("i", 'choice="multiple"'), "image_choices", False),
        (BOXES + IMAGE, "boxes", False),
        (f'<!-- boxes --><View style="display:flex">{IMAGE}</View><Style>.a {{}}</Style>{BOXES}', "boxes", False),
    ],
)
def test_a_configuration_says_the_kind_of_work(inside: str, task_type: str, allow_nothing: bool) -> None:  # noqa: FBT001
    found = read_config(viewed(inside))

    assert (found.task_type, found.allow_nothing) == (task_type, allow_nothing)


def test_labels_keep_their_keys_and_what_is_said_about_them_and_the_header_is_the_question() -> None:
    found = read_config(viewed('<Header value="What is asked?"/>' + TEXT + choices("t")))

    assert found.question == "What is asked?"
    assert [(label.value, label.key, label.description) for label in found.labels] == [
        ("renewal", "1", "it ran out"),
        ("lost", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "label_config_unreadable"),
        ("<View>", "label_config_unreadable"),
        ("not XML", "label_config_unreadable"),
        ("<View>\x00</View>", "label_config_unreadable"),
        ("<View>\ud800</View>", "label_config_unreadable"),
        ("<View/>" + " " * CONFIG_MOST, "label_config_unreadable"),
        ('<!DOCTYPE v [<!ENTITY a "b">]><View>&a;</View>', "label_config_unreadable"),
        ('<!DOCTYPE v SYSTEM "file:///etc/passwd"><View/>', "label_config_unreadable"),
        ("<View/>", "label_config_parts"),
        (viewed(TEXT), "label_config_parts"),
        (viewed(TEXT + IMAGE + BOXES), "label_config_parts"),
        (viewed(TEXT + choices("other")), "label_config_parts"),
        (viewed(TEXT + choices("t") + choices("t")), "label_config_parts"),
        (viewed(TEXT + ON_TEXT), "label_config_parts"),
        (viewed(TEXT + choices("t") + "<TextArea name='why' toName='t'/>"), "label_config_tag"),
        (viewed(TEXT + choices("t", "", '<Label value="a"/>')), "label_config_tag"),
        (viewed(TEXT + choices("t", "", f'<Choice value="a">{CHOICES}</Choice>')), "label_config_tag"),
        (viewed(TEXT + choices("t", 'perRegion="true"')), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'choice="some"')), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'required="false"')), "label_config_attribute"),
        (viewed(TEXT + choices("t", 'value="$options"', "")), "label_config_attribute"),
        (viewed(TEXT + choices("t", "", '<Choice value="a" alias="b"/>')), "label_config_attribute"),
    ],
)
def test_what_cannot_be_done_is_refused_and_never_left_out(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_config(text)

    assert refused.value.code == code
