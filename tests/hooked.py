"""Events and cases for tests of the hook: a home, a project and a session of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cctl.core.hook import answer as shape
from cctl.core.hook.event import read
from cctl.host.hook import chain
from cctl.host.hook.case import Case
from cctl.host.hook.places import Places
from cctl.host.hook.serve import decided

SESSION = "3883baa9-1765-42d1-8040-885b05ca7f2a"


class Machine:
    """A home with a project in it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.project = self.home / "work/project"
        self.state = self.home / ".local/state/cctl"
        self.config = self.home / ".config/cctl"
        (self.project / ".git").mkdir(parents=True, exist_ok=True)

    def payload(self, tool: str = "", given: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """What a client sends."""
        made: dict[str, Any] = {
            "session_id": SESSION,
            "transcript_path": f"{self.home}/.claude/projects/-p/{SESSION}.jsonl",
            "cwd": str(self.project),
            "permission_mode": "default",
            "hook_event_name": "PreToolUse",
        }
        if tool:
            made |= {"tool_name": tool, "tool_input": given or {}, "tool_use_id": "toolu_01"}
        return {key: value for key, value in (made | more).items() if value is not None}

    def case(self, tool: str = "", given: dict[str, Any] | None = None, *, env: Any = None, **more: Any) -> Case:
        """The case of an event."""
        event = read(self.payload(tool, given, **more), attended=(env or {}).get("ATTENDED") == "1")
        return Case(event, self.places(), env or {})

    def bash(self, command: str, **more: Any) -> Case:
        """The case of a shell command."""
        return self.case("Bash", {"command": command}, **more)

    def places(self) -> Places:
        """Where cctl keeps its own."""
        return Places({"home": str(self.home), "state": str(self.state), "config": str(self.config)}, {})

    def judged(self, case: Case) -> dict[str, Any]:
        """The verdict of the whole chain, with everything left behind that it leaves."""
        found = decided(case, None)
        chain.noted(case, found)
        return dict(found) if found is not None else {}

    def answered(self, case: Case) -> Any:
        """What is printed for an event."""
        found = decided(case, None)
        chain.noted(case, found)
        return shape.answer(case.event.name, case.event.agent, found)

    def write(self, name: str, document: object) -> Path:
        """A file of cctl's state."""
        path = self.state / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    def configure(self, text: str) -> None:
        """The user's configuration."""
        self.config.mkdir(parents=True, exist_ok=True)
        (self.config / "config.toml").write_text(text)

    def spool(self) -> list[dict[str, Any]]:
        """The lines of the session's spool."""
        path = self.state / f"hook/{SESSION}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines() if line] if path.exists() else []
