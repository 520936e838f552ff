"""Instructions in Markdown reach the annotator as words, never as a program or a tracker."""

import pytest

from web.markdown import html_of

HOSTILE = [
    ("<script>alert(1)</script>", "<script", "a script"),
    ("<img src=x onerror=alert(1)>", "<img", "a picture that runs a program"),
    ("[press](javascript:alert(1))", 'href="javascript', "a link that runs a program"),
    ("[press](data:text/html;base64,PHNjcmlwdD4=)", 'href="data', "a link that carries a page"),
    ("![](https://tracker.example/pixel.png)", "tracker.example", "a picture that tells a stranger who reads"),
    ("<iframe src=https://example.org></iframe>", "<iframe", "a frame"),
    ("<p style='position:fixed'>over everything</p>", "<p style", "a style that covers the page"),
    ("<form action=/projects/1/close><button>Win</button></form>", "<form", "a form that acts for the reader"),
]


@pytest.mark.parametrize(("markdown", "never", "_reason"), HOSTILE)
def test_mallory_writes_instructions_that_do_nothing_but_be_read(markdown, never, _reason):
    shown = html_of(markdown)

    assert never not in shown


def test_rita_writes_a_list_a_table_and_a_link_and_ada_reads_them():
    shown = html_of(
        "# Look for\n\n1. a **lost** passport\n\n| word | label |\n|---|---|\n| perdí | lost |\n\n[law](https://example.org)"
    )

    assert "<h3>Look for</h3>" in shown
    assert "<strong>lost</strong>" in shown
    assert "<td>perdí</td>" in shown
    assert 'href="https://example.org" rel="noopener noreferrer nofollow"' in shown
