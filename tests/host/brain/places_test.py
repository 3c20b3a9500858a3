"""Where rules lie."""

from __future__ import annotations

from cctl.host.brain.places import Places


def test_every_project_has_its_own_compiled_rules_in_the_state_folder() -> None:
    one, other = Places("/c", "/s", "/p"), Places("/c", "/s", "/q")
    assert one.packed().startswith("/s/brain/rules/") and one.packed() != other.packed()
    assert one.user == ("/c/rules.toml", "/c/config.toml") and one.trust == "/s/brain/trust"
    assert Places("/c", "/s", None, ("/r.toml",)).user == ("/r.toml",) and Places("/c", "/s", None).project == ""
