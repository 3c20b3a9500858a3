"""Reading all rule files of a place, with everything that is wrong in them."""

from __future__ import annotations

from pathlib import Path

from cctl.host.brain.compile import everything, is_trusted, trust_line, words
from cctl.host.brain.places import Places
from tests.gate import judge


def test_every_problem_of_every_file_is_told_with_its_place(tmp_path: Path) -> None:
    for name, text in (
        ("config/rules.toml", "[rules.a]\naction='x'\n[more]\n"), ("config/config.toml", "[rules"),
        ("p/.cctl/rules.toml", "[rules.b]\nprogram=3\naction='deny'\n"),
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    rules, problems = everything(Places(str(tmp_path / "config"), str(tmp_path / "state"), str(tmp_path / "p")))
    told = [f"{Path(each.origin).name}:{each.line}" for each in problems]
    assert told == ["rules.toml:2", "rules.toml:3", "config.toml:0", "rules.toml:2"]
    assert [rule.name for rule in rules] == ["b"]


def test_trust_is_of_a_text_at_a_path(tmp_path: Path) -> None:
    places = Places(str(tmp_path), str(tmp_path / "state"), str(tmp_path))
    path = tmp_path / "r.toml"
    path.write_text("x")
    assert not is_trusted(places, str(path))
    Path(places.trust).parent.mkdir(parents=True)
    Path(places.trust).write_text(trust_line(str(path), b"x") + "\n")
    assert is_trusted(places, str(path))
    other = tmp_path / "s.toml"
    other.write_text("x")
    assert not is_trusted(places, str(other)) and not is_trusted(places, str(tmp_path / "gone"))


def test_rules_may_name_every_effect_and_class_of_the_matrix() -> None:
    known = words(judge().matrix)
    assert {"SELF", "DISCARD", "WRITE(project)"} <= known.effects
    assert {"project", "tmp", "secret", "home", "persist", "cctl-self", "unknown"} <= known.classes
