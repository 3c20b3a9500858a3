from pathlib import Path

from cctl.host.worktree import Worktrees, real


def repository(root: Path) -> tuple[Path, Path]:
    """A repository with a linked work tree, as git lays them out."""
    main, linked = root / "main", root / "linked"
    (main / ".git" / "worktrees" / "linked").mkdir(parents=True)
    (main / "src").mkdir()
    (linked / "src").mkdir(parents=True)
    (linked / ".git").write_text(f"gitdir: {main}/.git/worktrees/linked\n")
    return main, linked


def test_the_top_is_found_from_any_depth(tmp_path: Path) -> None:
    main, linked = repository(tmp_path)
    trees = Worktrees()
    assert trees.top(str(main / "src")) == str(main) and trees.top(str(linked / "src")) == str(linked)
    assert trees.top(str(tmp_path)) == "" and trees.top("src") == "" and trees.top("/") == ""


def test_one_file_in_two_work_trees_is_one_in_the_repository(tmp_path: Path) -> None:
    main, linked = repository(tmp_path)
    trees = Worktrees()
    one, two = trees.inside(str(main / "src" / "a.py")), trees.inside(str(linked / "src" / "a.py"))
    assert one == two == f"{main}/.git:src/a.py"
    assert trees.inside(str(linked / "b.py")) != one


def test_a_repository_with_one_work_tree_shares_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert Worktrees().inside(str(tmp_path / "a.py")) == ""


def test_a_relative_link_and_a_broken_one(tmp_path: Path) -> None:
    main, linked = repository(tmp_path)
    (linked / ".git").write_text("gitdir: ../main/.git/worktrees/linked")
    assert Worktrees().inside(str(linked / "a")) == f"{main}/.git:a"
    (linked / ".git").write_text("nonsense")
    assert Worktrees().inside(str(linked / "a")) == ""


def test_two_names_of_a_file_are_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert real(str(tmp_path / "b")) == real(str(tmp_path / "a"))
    assert real("relative") == "relative"


def test_names_that_no_disk_can_hold_are_left_as_they_are(tmp_path: Path) -> None:
    for path in ("/p/\ud800x", "/p/a\0b", "/" + "x" * 9000, "\ud800"):
        assert real(path) == path
        assert Worktrees().inside(path) == "" and Worktrees().top(path) == ""
    (tmp_path / ".git").write_bytes(b"gitdir: /x\0y/worktrees/z\n")
    assert Worktrees().inside(f"{tmp_path}/a") == "/x\0y:a"
