import pytest

from cctl.core.written import Write, writes


def call(tool: str, cwd: str | None = "/p", **given: object) -> dict[str, object]:
    return {"type": "call", "tool": tool, "input": given, "cwd": cwd}


def paths(command: str, cwd: str | None = "/p") -> list[tuple[str, str]]:
    return [(each.path, each.how) for each in writes(call("Bash", cwd, command=command))]


def test_edits_name_their_file() -> None:
    assert writes(call("Edit", file_path="/p/a.py")) == [Write("/p/a.py", "edit")]
    assert writes(call("Write", file_path="sub/../b.py")) == [Write("/p/b.py", "write")]
    assert writes(call("NotebookEdit", notebook_path="/p/n.ipynb")) == [Write("/p/n.ipynb", "edit")]
    assert writes(call("Read", file_path="/p/a.py")) == []


def test_a_patch_names_all_of_its_files() -> None:
    text = "*** Begin Patch\n*** Update File: a.py\n*** Move to: b.py\n@@\n*** Add File: /q/c\n*** Delete File: d\n"
    assert [(each.path, each.how) for each in writes(call("apply_patch", input=text))] == [
        ("/p/a.py", "edit"),
        ("/p/b.py", "rename"),
        ("/q/c", "edit"),
        ("/p/d", "delete"),
    ]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("echo x > out.txt", [("/p/out.txt", "shell")]),
        ("cd src && sed -i 's/a/b/' x.py y.py", [("/p/src/x.py", "shell"), ("/p/src/y.py", "shell")]),
        ("sed -i -e 's/a/b/' x.py", [("/p/x.py", "shell")]),
        ("sed 's/a/b/' x.py", []),
        ("mv a.py b.py", [("/p/a.py", "rename"), ("/p/b.py", "rename")]),
        ("cp a.py b.py", [("/p/b.py", "shell")]),
        ("rm -rf build/x", [("/p/build/x", "delete")]),
        ("make 2>&1 | tee -a log", [("/p/log", "shell")]),
        ("git mv a b; git checkout -- c.py", [("/p/a", "rename"), ("/p/b", "rename"), ("/p/c.py", "shell")]),
        ("cat > new.py <<'X'\nhi > no\nX", [("/p/new.py", "shell")]),
        ("echo x > /dev/null 2>/dev/null", []),
        ("echo x > $OUT", []),
        ("rm *.py", []),
        ("ls -la; cat a > /dev/stderr", []),
        ("git status", []),
        ("echo 'a > b'", []),
        ("python - <<'E'\nopen('x','w')\nE", []),
    ],
)
def test_commands_that_plainly_write(command: str, found: list[tuple[str, str]]) -> None:
    assert paths(command) == found


def test_a_command_in_a_folder_of_its_own() -> None:
    given = {"tool": "exec_command", "input": {"cmd": "touch a", "workdir": "/w"}, "cwd": "/p"}
    assert [each.path for each in writes(given)] == ["/w/a"]


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"tool": "Edit"},
        {"tool": "Edit", "input": {"file_path": 5}},
        {"tool": "Bash", "input": {"command": ["rm", "x"]}},
        {"tool": "Bash", "input": {"command": "rm 'unclosed > x"}},
        {"tool": "Bash", "input": {"command": "rm " + "x" * 30_000}},
        {"tool": "apply_patch", "input": {"input": 7}},
        {"tool": ["Edit"], "input": {}},
    ],
)
def test_odd_calls_write_nothing(record: dict[str, object]) -> None:
    assert writes(record) == []


def test_a_flood_of_files_is_cut() -> None:
    assert len(paths("touch " + " ".join(f"f{n}" for n in range(100)))) == 20


def test_a_patch_by_the_shell_tells_its_files() -> None:
    command = (
        "cd /p && apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a.py\n*** Add File: b.py\n*** End Patch\nEOF"
    )
    found = writes({"tool": "Bash", "input": {"command": command}, "cwd": "/q"})
    assert [(each.path, each.how) for each in found] == [("/p/a.py", "edit"), ("/p/b.py", "edit")]
