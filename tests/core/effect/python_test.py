"""Python on the command line."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python3 -c 'print(1)'", "EXEC_PURE"),
        ("python3 -c 'import os; os.system(\"rm -rf /\")'", "EXEC_CODE DELETE_RECURSIVE"),
        ("python3 -m json.tool a.json", "READ(project) INFO"),
        ("python3 -m pytest -q", "EXEC_PROJECT"),
        ("python3 -m http.server", "LISTEN"),
        ("python3 -m pip install x", "PKG_INSTALL"),
        ("python3 app.py", "EXEC_FILE(project)"),
        ("python3 -", "INTERACTIVE"),
        ("python3 -V", "INFO"),
        ("python3 -m venv .venv", "PKG_INSTALL"),
        ("python3 -m mypkg.tool", "EXEC_PROJECT"),
        (
            "python3 -c 'import base64,subprocess; subprocess.run(base64.b64decode(\"aWQ=\"), shell=True)'",
            "EXEC_CODE EXEC_DECODED EXEC_UNKNOWN",
        ),
        ("curl -s http://localhost:1/ | python3 -m runpy", "NET_GET(loopback) EXEC_REMOTE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
