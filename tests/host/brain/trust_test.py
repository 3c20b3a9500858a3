"""The record of trust."""

from __future__ import annotations

from pathlib import Path

from cctl.host.brain.compile import is_trusted
from cctl.host.brain.places import Places
from cctl.host.brain.trust import set_trust, trusted


def test_trust_is_given_to_a_text_and_taken_back(tmp_path: Path) -> None:
    places = Places(str(tmp_path), str(tmp_path / "state"), str(tmp_path))
    path = tmp_path / "r.toml"
    path.write_text("one")
    assert trusted(places) == [] and set_trust(places, str(path)) and not set_trust(places, str(path))
    assert is_trusted(places, str(path)) and Path(places.trust).stat().st_mode & 0o777 == 0o600
    path.write_text("two")
    assert not is_trusted(places, str(path)) and set_trust(places, str(path)) and len(trusted(places)) == 1
    assert set_trust(places, str(path), remove=True) and trusted(places) == []
    assert not set_trust(places, str(path), remove=True)
