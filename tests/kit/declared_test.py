"""What verbs declare."""

from __future__ import annotations

from cctl.kit import declared


def test_verbs_are_found_sorted_with_their_examples() -> None:
    found = declared.verbs()
    names = [verb.name for verb in found]
    assert names == sorted(names)
    assert {"explain", "schema", "config show"} <= set(names)
    explain = next(verb for verb in found if verb.name == "explain")
    assert explain.examples[0] == "cctl explain 20"
    assert all("Examples" not in text for text in explain.text)


def test_paragraphs_join_prose_and_keep_blocks() -> None:
    text = "First line.\n\n    Two\n    three.\n\n    \b\n    Examples:\n      a | b\n      c\n"
    assert declared.paragraphs(text) == ["First line.", "Two three.", "Examples:\n  a | b\n  c"]


def test_groups_have_a_line() -> None:
    assert declared.groups()["config"].endswith(".")
