"""Patterns that wait until they are asked."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cctl
from cctl.records.pattern import Late, pattern

PACKAGE = Path(cctl.__file__).parent


def test_it_answers_what_a_compiled_pattern_does() -> None:
    late, made = pattern(r"(?P<a>[a-z]+)(\d)?", re.IGNORECASE), re.compile(r"(?P<a>[a-z]+)(\d)?", re.IGNORECASE)
    assert (late.pattern, late.flags, late.groups, late.groupindex) == (made.pattern, made.flags, 2, {"a": 1})
    for text in ("Ab1 c2", "", "12", "x"):
        for ask in ("match", "fullmatch", "search"):
            ours, theirs = getattr(late, ask)(text), getattr(made, ask)(text)
            assert (ours and ours.groups()) == (theirs and theirs.groups())
        assert late.findall(text) == made.findall(text)
        assert [each.span() for each in late.finditer(text)] == [each.span() for each in made.finditer(text)]
        assert late.sub("<\\1>", text) == made.sub("<\\1>", text)
        assert late.subn("-", text) == made.subn("-", text)
        assert late.split(text) == made.split(text)
    assert pattern(rb"\d").search(b"a1") is not None
    with pytest.raises(AttributeError):
        late.nothing_like_this  # type: ignore[attr-defined]  # noqa: B018 -- what is to be refused


def test_nothing_is_compiled_before_it_is_asked_and_nothing_twice() -> None:
    code = (
        "import sys; from cctl.records.pattern import pattern; one = pattern('a+'); print('re' in sys.modules)\n"
        "one.match('a'); import re; re.compile = None; print(one.match('aa').end(), one.pattern)"
    )
    start = f"import sys; sys.path.append({str(PACKAGE.parent)!r}); "
    done = subprocess.run([sys.executable, "-I", "-S", "-c", start + code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["False", "2 a+"]


def test_a_pattern_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(re.error):
        pattern("(").match("")


def test_all_that_wait_are_patterns() -> None:
    found = 0
    for path in sorted(PACKAGE.rglob("*.py")):
        if "pattern import pattern" not in path.read_text():
            continue
        module = importlib.import_module(".".join(("cctl", *path.relative_to(PACKAGE).with_suffix("").parts)))
        for name, held in vars(module).items():
            if isinstance(held, Late):
                assert isinstance(re.compile(held.pattern, held._flags), re.Pattern), name
                found += 1
    assert found > 20
