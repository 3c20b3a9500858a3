"""Where cctl keeps its own: what the launcher says holds, whatever the environment says."""

from __future__ import annotations

from cctl.host.hook.places import PACKAGE, Places

EVIL = {"HOME": "/tmp/evil", "XDG_STATE_HOME": "/tmp/evil/s", "XDG_CONFIG_HOME": "/tmp/evil/c", "CCTL_HOOK__ON_ERROR": "abstain"}  # fmt: skip  # noqa: E501 -- one environment


def test_what_the_launcher_says_holds() -> None:
    baked = Places({"home": "/home/u", "state": "/home/u/.local/state/cctl", "config": "/home/u/.config/cctl"}, EVIL)
    assert (baked.home, baked.state, baked.config) == ("/home/u", "/home/u/.local/state/cctl", "/home/u/.config/cctl")


def test_by_hand_the_environment_says() -> None:
    found = Places({}, {"HOME": "/home/u"})
    assert (found.state, found.config) == ("/home/u/.local/state/cctl", "/home/u/.config/cctl")
    assert Places({}, EVIL).state == "/tmp/evil/s/cctl"
    assert Places({}, {"HOME": "/home/u", "XDG_STATE_HOME": "relative"}).state == "/home/u/.local/state/cctl"


def test_without_a_home_the_system_knows_one() -> None:
    assert Places({}, {}).home.startswith("/")


def test_what_no_agent_may_touch() -> None:
    places = Places({"home": "/h", "state": "/s", "config": "/c", "guarded": ["/h/.claude/settings.json"]}, {})
    assert set(places.own("/p")) == {"/s", "/c", "/h/.claude/settings.json", PACKAGE}
    assert PACKAGE not in places.own(PACKAGE.rpartition("/")[0])
    assert PACKAGE in places.own(PACKAGE + "-other")
    assert PACKAGE in places.own(None)


def test_places_that_are_not_absolute_are_not_taken() -> None:
    assert Places({"home": "/h", "state": "s", "guarded": "x"}, {}).state == "/h/.local/state/cctl"
