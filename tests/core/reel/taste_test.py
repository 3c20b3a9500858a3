"""The table of `reel.toml` is whole."""

from __future__ import annotations

import re

from cctl.core.reel.choose import GROUPS
from tests.taste import TASTE


def test_every_kind_has_a_score_and_seconds():
    for kind in frozenset().union(*GROUPS.values()):
        assert kind in TASTE.score and kind in TASTE.seconds, kind
    assert TASTE.worth("test", ["green"]) == TASTE.score["test"] + TASTE.tag["green"]
    assert TASTE.worth("test", ["green", "red", "fixed", "last"]) == TASTE.score["highest"]


def test_what_ranks_highest():
    worth = TASTE.worth
    best = [worth("test", ["green"]), worth("commit", []), worth("error", ["fixed"]), worth("edit", ["large"])]
    assert min(best) > max(worth("command", []), worth("text", []), worth("look", []), worth("edit", []))


def test_themes_have_the_same_roles_and_real_colours():
    dark, light = TASTE.themes["dark"], TASTE.themes["light"]
    assert dark.keys() == light.keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", each) for each in (*dark.values(), *light.values()))


def test_inks_can_be_read_on_their_paper():
    def light_of(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, two: str) -> float:
        low, high = sorted((light_of(one), light_of(two)))
        return (high + 0.05) / (low + 0.05)

    for name in ("dark", "light"):
        theme = TASTE.themes[name]
        grounds = {"paper", "add_paper", "del_paper", "bar"}
        for role in theme.keys() - grounds - {"faint"}:
            assert contrast(theme[role], theme["paper"]) >= 4.5, (name, role)
        assert contrast(theme["add"], theme["add_paper"]) >= 4.5 and contrast(theme["del"], theme["del_paper"]) >= 4.5
