"""The agent as a whole: where it looks, what it takes for its own, and that naming it costs nothing."""

import subprocess
import sys

import pytest

from cctl.core.agent.claude import AGENT
from cctl.core.agent.spec import Origin
from tests.claude_fixtures import data, names


@pytest.mark.parametrize(
    ("value", "homes"),
    [
        (None, ["/h/.claude", "/h/.config/claude"]),
        ("", ["/h/.claude", "/h/.config/claude"]),
        (" , ,", ["/h/.claude", "/h/.config/claude"]),
        ("/a", ["/a"]),
        ("/a, /b ,/a,", ["/a", "/b"]),
    ],
)
def test_homes_follow_the_variable_else_both_known_folders(value: str | None, homes: list[str]) -> None:
    env = {"XDG_CONFIG_HOME": "/elsewhere"} | ({} if value is None else {"CLAUDE_CONFIG_DIR": value})
    assert AGENT.homes(env, "/h") == homes


def test_transcripts_lie_under_projects() -> None:
    assert AGENT.folders() == ("projects",)
    place = AGENT.place("projects/-a/5e55.jsonl")
    assert place and place.session == "5e55"


@pytest.mark.parametrize("name", names())
def test_every_whole_line_of_every_fixture_is_recognised(name: str) -> None:
    lines = [line for line in data(name).split(b"\n")[:-1] if b'"sessionId"' in line]
    assert lines
    for line in lines[:5]:
        assert AGENT.recognises(line)


def test_a_session_is_resumed_by_its_id() -> None:
    assert AGENT.resume("5e55 1011") == ["claude", "--resume", "5e55 1011"], "one word, whatever it holds"


def test_naming_the_agent_loads_no_decoder() -> None:
    code = "import sys; import cctl.core.agent.claude as c; c.AGENT.homes({}, '/h'); print('msgspec' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_scan_and_open_are_those_of_the_seam() -> None:
    assert AGENT.scan(b"", Origin(), 0, b"").rows == []
    reader = AGENT.open(Origin())
    assert reader.read(b"", 1) == []
    assert reader.finish() == []
    assert reader.skipped == {}
