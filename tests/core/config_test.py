"""Layers of configuration."""

from __future__ import annotations

import pytest

from cctl.core.config import Layer, convert, environment, line_of, loosens, refuse, resolve
from cctl.core.setting import Setting, settings
from cctl.records.errors import BadConfig

KNOWN = {
    each.name: each
    for each in (
        Setting("limit", "usd", 10.0, "Limit.", "lower"),
        Setting("wait", "duration", "1h", "Wait.", "higher"),
        Setting("mode", "choice", "loose", "Mode.", "higher", choices=("loose", "firm", "closed")),
        Setting("deny", "list", ("a",), "Denied.", "more"),
        Setting("run.command", "command", (), "Run.", "never"),
        Setting("color", "bool", True, "Colour."),
        Setting("count", "int", 1, "Count."),
        Setting("keep", "size", "1M", "Keep.", "lower"),
        Setting("act", "table", {}, "Acts.", "never"),
    )
}


def held(*layers: Layer) -> dict[str, object]:
    return {name: value.value for name, value in resolve(KNOWN, layers)[0].items()}


def problems(*layers: Layer) -> list[str]:
    return [problem.message for problem in resolve(KNOWN, layers)[1]]


def test_later_layers_win() -> None:
    assert held(Layer("user", "u", {"limit": 5}), Layer("env", "e", {"limit": "7.5"}))["limit"] == 7.5


@pytest.mark.parametrize(
    ("name", "looser", "tighter"),
    [("limit", 11, 9), ("wait", "30m", "2h"), ("mode", "loose", "closed"), ("keep", "2M", "512K")],
)
def test_a_repository_may_only_tighten(name: str, looser: object, tighter: object) -> None:
    user = Layer("user", "u", {"mode": "firm"})
    before = held(user)[name]
    assert held(user, Layer("project", "p", {name: looser}))[name] == before
    assert "repository" in problems(user, Layer("project", "p", {name: looser}))[0]
    assert held(user, Layer("project", "p", {name: tighter}))[name] == tighter
    assert held(Layer("user", "u", {name: looser}))[name] == looser, "a user may do as they like"


def test_a_repository_names_no_command_and_only_adds_to_lists() -> None:
    assert "may not set" in problems(Layer("project", "p", {"run": {"command": ["rm"]}}))[0]
    assert "may not set" in problems(Layer("project", "p", {"act": {"on": 1}}))[0]
    assert held(Layer("project", "p", {"deny": ["b"]}))["deny"] == ("a", "b")


def test_unknown_keys_are_named_with_a_guess() -> None:
    assert problems(Layer("user", "u", {"limt": 1})) == ['unknown key "limt" (did you mean "limit"?)']
    with pytest.raises(BadConfig, match="u:2: unknown"):
        refuse(resolve(KNOWN, [Layer("user", "u", {"limt": 1}, "a = 1\nlimt = 1\n")])[1])
    refuse([])


@pytest.mark.parametrize(
    ("name", "raw"),
    [("limit", "much"), ("limit", True), ("count", 1.5), ("wait", "soon"), ("wait", ""), ("mode", "odd"), ("deny", 3),
     ("deny", [1]), ("color", "perhaps"), ("keep", "big"), ("act", 3), ("run.command", "sh -c x")],
)  # fmt: skip
def test_a_wrong_value_is_said_and_changes_nothing(name: str, raw: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        convert(KNOWN[name], raw)
    nested: dict[str, object] = {"run": {"command": raw}} if name == "run.command" else {name: raw}
    assert held(Layer("user", "u", nested))[name] == KNOWN[name].default


def test_words_for_true_and_lists_in_variables() -> None:
    layer = environment(KNOWN, {"CCTL_COLOR": "off", "CCTL_DENY": "x,y", "CCTL_RUN__COMMAND": "no", "CCTL_OTHER": "1"})
    assert layer.values == {"color": "off", "deny": "x,y", "run.command": "no"}
    assert held(layer)["color"] is False
    assert held(layer)["deny"] == ("x", "y")


def test_lines_are_found_in_tables_and_dotted_keys() -> None:
    text = 'limit = 1\n[run]\n# command = 0\ncommand = []\n[x."y"]\nz.w = 3\n'
    assert line_of(text, "limit") == 1
    assert line_of(text, "run.command") == 4
    assert line_of(text, "x.y.z.w") == 6
    assert line_of(text, "gone") == 0


def test_nothing_loosens_where_it_does_not_matter() -> None:
    assert loosens(KNOWN["color"], True, False) == ""
    assert loosens(KNOWN["limit"], None, 99) == ""


def test_a_variable_that_sets_nothing_is_a_mistake() -> None:
    env = {"CCTL_STATS__SINC": "3d", "CCTL_STATS__SINCE": "4d", "CCTL_NOW": "1", "CCTL__": "", "HOME__X": "/"}
    layer = environment(settings(), env)
    assert layer.values == {"stats.sinc": "3d", "stats.since": "4d"}
    _, problems = resolve(settings(), [layer])
    assert [problem.message for problem in problems] == ['unknown key "stats.sinc" (did you mean "stats.since"?)']
    assert problems[0].origin == "environment"
