"""The errors: a slug, a status and a sentence each."""

from __future__ import annotations

from cctl.records.errors import CctlError, NoInput
from cctl.records.exits import EXITS


def test_each_has_a_slug_a_status_of_the_table_and_a_sentence() -> None:
    codes = {each.code for each in EXITS}
    for known in CctlError.__subclasses__():
        assert known.code.replace("_", "").isalpha()
        assert known.exit in codes
        assert (known.__doc__ or "").endswith(".")


def test_a_hint_belongs_to_the_instance() -> None:
    assert NoInput("a", hint="do this").hint == "do this"
    assert NoInput("b").hint == ""
