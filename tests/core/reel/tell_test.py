"""Records in, final moments out: redacted before anything is cut."""

from __future__ import annotations

import json

import pytest

from cctl.core.reel.choose import Cut
from cctl.core.reel.tell import checked, tell
from cctl.records.errors import BadData
from tests.planted import corpus, left
from tests.staged import Stage, story
from tests.taste import REDACTOR, TASTE


def test_a_story_has_a_title_its_moments_and_an_end():
    told = tell(story().records, TASTE, Cut(), REDACTOR)
    kinds = [each["kind"] for each in told.moments]
    assert kinds[0] == "title" and kinds[-1] == "end"
    assert not told.empty
    assert told.moments[0]["title"].startswith("Greet people")
    assert told.moments[-1]["data"]["commits"] == 1


def test_moments_rendered_again_are_the_same():
    told = tell(story().records, TASTE, Cut(), REDACTOR)
    again = tell(json.loads(json.dumps(told.moments)), TASTE, Cut(), REDACTOR)
    assert again.moments == told.moments


@pytest.mark.parametrize("records", [[], story().records[:1], [{"type": "end"}]])
def test_nothing_worth_showing_says_so(records):
    assert tell(records, TASTE, Cut(), REDACTOR).empty


def test_planted_secrets_are_out_of_every_field_and_told_by_class():
    stage = Stage()
    planted = corpus()
    stage.prompt("go")
    for each in planted:
        stage.run("make it", each.text)
        stage.call("Write", {"file_path": "/home/alice/site/a.txt", "content": each.text}, "ok")
        stage.words(each.text)
    told = tell(stage.records, TASTE, Cut(max_seconds=0), REDACTOR)
    shown = json.dumps(told.moments, ensure_ascii=False)
    texts = "\n".join(str(value) for each in told.moments for value in each.values())
    assert [left(each, shown) + left(each, texts) for each in planted] == [[]] * len(planted)
    assert len({each["kind"] for each in told.redactions}) >= 10
    assert not any(each.secret in json.dumps(told.redactions) for each in planted)


def test_a_secret_at_the_cut_is_redacted_before_it_is_cut():
    stage = Stage()
    stage.run("env", "x\n" * 3 + "ghp_" + "a1B2" * 9)
    assert "a1B2" not in json.dumps(tell(stage.records, TASTE, Cut(), REDACTOR).moments)


def test_without_redaction_on_request():
    stage = Stage()
    stage.run("deploy", "password: hunter2hunter2")
    assert "hunter2" in json.dumps(tell(stage.records, TASTE, Cut(), None).moments)


@pytest.mark.parametrize("bad", [{"title": "x"}, {"kind": "edit", "title": 3}, {"kind": "edit", "patches": "x"}])
def test_a_moment_that_is_none_is_named(bad):
    with pytest.raises(BadData):
        checked(bad)


def test_a_hidden_cost_is_in_no_moment():
    told = tell(story().records, TASTE, Cut(hide_cost=True), REDACTOR)
    assert "cost_usd" not in json.dumps(told.moments) and "tokens" not in told.moments[-1]["data"]
    given = tell(story().records, TASTE, Cut(), REDACTOR).moments
    assert "cost_usd" not in json.dumps(tell(given, TASTE, Cut(hide_cost=True), None).moments)
