"""Tools that are no shell."""

import pytest

from tests.gate import PROJECT, tool

CASES: list[tuple[str, dict[str, object], str, str]] = [
    ("Read", {"file_path": "src/a.py"}, "allow", "allow"),
    ("Read", {"file_path": ".env"}, "deny", "deny"),
    ("Read", {"file_path": "/home/ada/.claude/settings.json"}, "ask", "ask"),
    ("Read", {"file_path": "/home/ada/.config/cctl/rules.toml"}, "deny", "deny"),
    ("Read", {}, "ask", "ask"),
    ("Write", {"file_path": "src/a.py", "content": "x"}, "ask", "allow"),
    ("Write", {"file_path": "/etc/hosts", "content": "x"}, "ask", "ask"),
    ("Write", {"file_path": ".claude/settings.json", "content": "{}"}, "deny", "deny"),
    ("Write", {"file_path": "run.sh", "content": "rm -rf /"}, "ask", "ask"),
    ("Write", {"file_path": "a.txt", "content": "-----BEGIN RSA PRIVATE KEY-----"}, "ask", "ask"),
    ("Edit", {"file_path": "src/a.py", "old_string": "a", "new_string": "b"}, "ask", "allow"),
    ("Edit", {"file_path": "src/a.py", "old_string": "a", "new_string": "b", "sudo": True}, "ask", "ask"),
    ("MultiEdit", {"file_path": "x.sh", "edits": [{"new_string": "mkfs /dev/sda"}]}, "ask", "ask"),
    ("NotebookEdit", {"notebook_path": "a.ipynb", "new_source": "x"}, "ask", "allow"),
    ("Grep", {"pattern": "x"}, "allow", "allow"),
    ("Grep", {"pattern": "x", "path": "/home/ada/.ssh"}, "deny", "deny"),
    ("Glob", {"pattern": "**/*.py"}, "allow", "allow"),
    ("Glob", {"pattern": ".env"}, "ask", "ask"),
    ("LS", {"path": "/tmp"}, "allow", "allow"),
    ("Delete", {"file_path": "a.txt"}, "ask", "ask"),
    ("WebFetch", {"url": "https://docs.python.org/3/", "prompt": "x"}, "allow", "allow"),
    ("WebFetch", {"url": "https://a.example", "prompt": "x"}, "allow", "ask"),
    ("WebSearch", {"query": "x"}, "allow", "allow"),
    ("TodoWrite", {"todos": []}, "allow", "allow"),
    ("Task", {"prompt": "x", "description": "y", "subagent_type": "z"}, "ask", "allow"),
    ("Frobnicate", {}, "ask", "ask"),
    ("bash", {"command": "ls"}, "ask", "ask"),
    ("Bash", {"command": "ls", "description": "x"}, "allow", "allow"),
    ("Bash", {"command": "ls", "dangerouslyDisableSandbox": True}, "ask", "ask"),
    ("Bash", {"command": ["ls"]}, "allow", "allow"),
    ("Bash", {"command": ["bash", "-lc", "rm -rf /"]}, "deny", "deny"),
    ("Bash", {"command": 3}, "ask", "ask"),
    ("Bash", {}, "ask", "ask"),
    ("shell", {"command": ["rm", "-rf", "/"]}, "deny", "deny"),
    ("shell", {"command": ["ls"], "workdir": PROJECT}, "allow", "allow"),
    ("shell_command", {"command": "ls"}, "allow", "allow"),
    ("exec_command", {"cmd": "ls"}, "allow", "allow"),
    ("exec_command", {"cmd": "ls", "shell": "/tmp/evil"}, "ask", "ask"),
    ("write_stdin", {"session_id": 1, "chars": "rm -rf /\n"}, "ask", "ask"),
    ("view_image", {"path": "a.png"}, "allow", "allow"),
    ("update_plan", {"plan": []}, "allow", "allow"),
]


@pytest.mark.parametrize(("name", "given", "readonly", "workspace"), CASES)
def test_verdicts(name: str, given: dict[str, object], readonly: str, workspace: str) -> None:
    assert (tool(name, "readonly", **given), tool(name, "workspace", **given)) == (readonly, workspace)
