"""The errors: a slug, a status and a sentence each."""

from __future__ import annotations

import re
from pathlib import Path

import cctl
from cctl.records.errors import RECORD_CODES, CctlError, NoInput
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


def test_every_code_that_a_record_may_carry_is_known() -> None:
    made = re.compile(r"""(?:BadLine\(|run\.error\(|codec\.error\()\s*"(\w+)\"""")
    found = {code for path in Path(cctl.__file__).parent.rglob("*.py") for code in made.findall(path.read_text())}
    classes = {each.code for each in CctlError.__subclasses__()}
    assert "line_too_long" in found and not found - classes - RECORD_CODES.keys()
    assert not classes & RECORD_CODES.keys() and all(not text.endswith(".") for text in RECORD_CODES.values())
