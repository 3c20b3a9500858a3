"""The graph as text and as a picture."""

from __future__ import annotations

from xml.etree import ElementTree

from cctl.core.plan import draw
from cctl.core.plan.task import Plan, Task

PLAN = Plan((
    Task("a", command=("true",)), Task("<b> & \"c\"", command=("true",), depends_on=("a",)),
    Task("d" * 40, command=("true",), depends_on=("a", '<b> & "c"'), when='a.state == "failed"'),
))  # fmt: skip


def test_text_goes_deeper_as_more_comes_before() -> None:
    assert draw.text(PLAN, {"a": "completed"}).splitlines() == [
        "✓ a", '  · <b> & "c"  ← a', f'    · {"d" * 40}  ← a, <b> & "c"  when a.state == "failed"',
    ]  # fmt: skip


def test_a_picture_is_well_formed_and_needs_nothing() -> None:
    text = draw.svg(PLAN, {"a": "failed"})
    tree = ElementTree.fromstring(text)
    titles = [each.text for each in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["a: failed", '<b> & "c": pending', f"{'d' * 40}: pending"]
    assert len([*tree.iter("{http://www.w3.org/2000/svg}path")]) == 3
    assert "href" not in text
    assert "…" in text
