import json
import sys
from pathlib import Path

from cctl.core.notify.message import message
from cctl.host.notify.command import Command, variables
from cctl.records.schema import Record

HOSTILE: Record = {
    "type": "finding",
    "session": "s1",
    "check": "loop",
    "severity": "critical",
    "project": "/p/$(touch pwned)`id`",
    "message": "a\0b",
    "id": "f1",
}
WRITE = (
    "import os,sys; open(sys.argv[1],'w').write(sys.stdin.read()+os.environ['CCTL_PROJECT']+os.environ['CCTL_SESSION'])"
)


def test_the_record_comes_on_standard_input_and_its_fields_in_the_environment(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = Command([sys.executable, "-c", WRITE, str(out)], {})
    assert command.send(message(HOSTILE), HOSTILE) == ""
    line, rest = out.read_text().split("\n")
    assert json.loads(line) == HOSTILE and rest == "/p/$(touch pwned)`id`s1"


def test_nothing_is_pasted_into_a_shell_line(tmp_path: Path) -> None:
    command = Command(["/bin/sh", "-c", f'cd {tmp_path}; : "$CCTL_PROJECT" $CCTL_TEXT'], {"PATH": "/usr/bin:/bin"})
    assert command.send(message(HOSTILE), HOSTILE) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_is_not_there_fails_or_hangs_is_said() -> None:
    told = message(HOSTILE)
    assert Command(["no-such-command-of-cctl"], {}).send(told, HOSTILE)
    assert Command([sys.executable, "-c", "raise SystemExit(7)"], {}).send(told, HOSTILE).endswith("ended with 7")
    slow = Command([sys.executable, "-c", "import signal; signal.pause()"], {}, timeout_s=0.2)
    assert "took more than" in slow.send(told, HOSTILE)


def test_variables_are_texts_without_nul() -> None:
    found = variables(message(HOSTILE), {**HOSTILE, "state": True, "cwd": "x" * 9999, "status": None})
    assert "CCTL_STATE" not in found and len(found["CCTL_CWD"]) == 2000 and "\0" not in "".join(found.values())
