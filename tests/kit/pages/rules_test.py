"""`cctl-rules(5)` tells every key and action, and its example is one."""

from __future__ import annotations

import tomllib

from cctl.core.rule.read import Known, Source, read
from cctl.core.rule.rule import ACTIONS, OF_CALL, OF_SESSION, OF_UNIT
from cctl.kit.pages import rules
from cctl.kit.roff import escaped
from tests.gate import judge


def test_every_key_and_action_is_explained() -> None:
    page = rules.made()["man/cctl-rules.5"]
    assert set(rules.MEANS) == {*OF_UNIT, *OF_CALL, *OF_SESSION}
    assert set(rules.ACTS) == set(ACTIONS.values())
    assert all(f"\\fB{escaped(name)}\\fR" in page for name in (*OF_UNIT, *(f"match_{each}" for each in OF_CALL)))
    assert all(f"\\fB{escaped(name)}\\fR" in page for name in ACTIONS)


def test_the_example_can_be_read() -> None:
    text = "\n".join(rules._EXAMPLE)
    known = Known(frozenset(judge().matrix.lower) | {"NET_SEND"}, frozenset(("project",)))
    found, problems = read(Source("user", "rules.toml", text, tomllib.loads(text)), known)
    assert problems == []
    assert [rule.name for rule in found] == ["tests", "no-force", "ours"]
