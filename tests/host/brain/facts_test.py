"""What is looked up of the machine."""

from __future__ import annotations

from pathlib import Path

import cctl
from cctl.host.brain.facts import Surroundings, is_above, own_places, toplevel


def test_the_project_is_the_top_of_the_work_tree_and_never_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    inner = home / "site" / "src"
    inner.mkdir(parents=True)
    (home / "site" / ".git").mkdir()
    around = Surroundings(str(home))
    assert around.project(str(inner)) == str(home / "site") and toplevel(str(inner)) == str(home / "site")
    (home / ".git").mkdir()
    assert around.project(str(home)) is None
    assert around.project("/") is None and toplevel("relative") == ""
    assert Surroundings(str(home), project="/").project(str(inner)) is None
    assert Surroundings(str(home), project=str(tmp_path)).project(str(inner)) is None
    assert is_above("/", str(home)) and not is_above(str(inner), str(home))


def test_a_session_keeps_the_project_of_its_first_folder(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / ".git").mkdir(parents=True)
    around = Surroundings(str(tmp_path), ("/own",))
    first = around.facts(str(tmp_path / "a"), "s1")
    assert around.facts(str(tmp_path / "b"), "s1") is first and first["project"] == str(tmp_path / "a")
    assert around.facts(str(tmp_path / "b"), "s2")["project"] == str(tmp_path / "b")
    assert first["cctl"] == ("/own",) and first["home"] == str(tmp_path)


def test_links_are_followed_and_looked_up_anew_when_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "b").write_text("")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "a")
    around = Surroundings(str(tmp_path))
    assert around.resolve(str(link)) == str((tmp_path / "a").resolve())
    link.unlink()
    link.symlink_to(tmp_path / "b")
    around.forget_links()
    assert around.resolve(str(link)) == str((tmp_path / "b").resolve())
    assert around.resolve("/a\0b") is None


def test_own_places_are_configuration_state_cache_and_the_program() -> None:
    found = own_places({}, "/home/ada")
    assert found[:3] == ("/home/ada/.config/cctl", "/home/ada/.local/state/cctl", "/home/ada/.cache/cctl")
    assert found[3] == str(Path(cctl.__file__).parent)
