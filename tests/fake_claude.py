"""A client made up for tests: hooks, dialogs and tools as Claude Code has them, as far as `hook verify` needs it.

Run as a program. What it does wrong on purpose stands in a file beside it (`<program>.flaws`, words apart by blanks):
`old` takes no onFailure, `deaf` never runs hooks, `bold` runs what a hook denied, `mute` makes no calls.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

FLAWS = Path(__file__ + ".flaws")
TOOLS = [{"name": name} for name in ("Bash", "Write", "Agent")]


class Session:
    """One session."""

    def __init__(self) -> None:
        self.flaws = FLAWS.read_text().split() if FLAWS.exists() else []
        self.settings = json.loads((Path(os.environ["CLAUDE_CONFIG_DIR"]) / "settings.json").read_text())
        if "--plugin-dir" in sys.argv:
            plugin = Path(sys.argv[sys.argv.index("--plugin-dir") + 1]) / "hooks/hooks.json"
            self.settings |= {"hooks": json.loads(plugin.read_text())["hooks"]}
        self.id = sys.argv[sys.argv.index("--session-id") + 1]
        self.local = Path(".claude/settings.local.json")
        self.local_seen = ""

    def hook(self, event: str, **more: Any) -> list[Any]:
        """The answers of the hooks of an event; a deny where a failure blocks."""
        if self.settings.get("disableAllHooks") or "deaf" in self.flaws:
            return []
        payload = {
            "session_id": self.id,
            "cwd": str(Path.cwd()),
            "hook_event_name": event,
            "permission_mode": "default",
        }
        found = []
        for entry in self.settings.get("hooks", {}).get(event, ()):
            if entry.get("matcher", "*") not in ("*", "", more.get("tool_name")):
                continue
            for handler in entry["hooks"]:
                found.append(self._ran(handler, json.dumps(payload | more), event))
        return found

    def _ran(self, handler: dict[str, Any], text: str, event: str) -> Any:
        deny = {
            "hookSpecificOutput": {"hookEventName": event, "permissionDecision": "deny", "permissionDecisionReason": ""}
        }
        closes = handler.get("onFailure") == "block" and "old" not in self.flaws
        try:
            done = subprocess.run(
                handler["command"], shell=True, input=text, capture_output=True, text=True, timeout=handler["timeout"],
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return deny if closes else None
        if done.returncode == 2 or (done.returncode != 0 and closes):
            return deny
        try:
            return json.loads(done.stdout) if done.stdout.startswith("{") else None
        except ValueError:
            return None

    def turn(self, prompt: str) -> None:
        """Talk to the server until it has no more calls."""
        messages: list[dict[str, Any]] = [{"role": "user", "content": prompt}]
        while True:
            content = self._ask(messages)
            calls = [block for block in content if block["type"] == "tool_use"] if "mute" not in self.flaws else []
            messages.append({"role": "assistant", "content": content})
            if not calls:
                return
            self._changed()
            results = [self._result(call) for call in calls]
            messages.append({"role": "user", "content": results})

    def _ask(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        body = json.dumps({"model": "fake", "messages": messages, "tools": TOOLS}).encode()
        request = urllib.request.Request(os.environ["ANTHROPIC_BASE_URL"] + "/v1/messages", body)
        with urllib.request.urlopen(request) as answer:
            content: list[dict[str, Any]] = json.loads(answer.read())["content"]
        return content

    def _changed(self) -> None:
        text = self.local.read_text() if self.local.exists() else ""
        if text != self.local_seen:
            self.local_seen = text
            answers = self.hook("ConfigChange", source="local_settings", file_path=str(self.local.resolve()))
            if not any(isinstance(each, dict) and each.get("decision") == "block" for each in answers):
                self.settings |= json.loads(text)

    def _result(self, call: dict[str, Any]) -> dict[str, Any]:
        told = {"tool_name": call["name"], "tool_input": call["input"]}
        inner = [
            each.get("hookSpecificOutput", {})
            for each in self.hook("PreToolUse", **told, tool_use_id=call["id"])
            if each
        ]
        decisions = {each.get("permissionDecision"): each.get("permissionDecisionReason") for each in inner}
        bold = "bold" in self.flaws
        if "deny" in decisions and not bold:
            return _block(call, f"PreToolUse hook error: {decisions['deny']}", error=True)
        free = "allow" in decisions or ("ask" not in decisions and self._allowed(call))
        if not free and not bold and not self._dialog(call, told, decisions.get("ask")):
            return _block(call, "nobody allowed it", error=True)
        text, error = self._do(call)
        event = "PostToolUseFailure" if error else "PostToolUse"
        self.hook(event, **told, tool_use_id=call["id"])
        return _block(call, text, error=error)

    def _allowed(self, call: dict[str, Any]) -> bool:
        rules = self.settings.get("permissions", {}).get("allow", ())
        words = str(call["input"].get("command", ""))
        return any(rule.startswith("Bash(") and words.startswith(rule[5:].partition(":")[0]) for rule in rules)

    def _dialog(self, call: dict[str, Any], told: dict[str, Any], why: str | None) -> bool:
        self.hook("PermissionRequest", **told)
        _say(
            {
                "type": "control_request",
                "request_id": call["id"],
                "request": {"subtype": "can_use_tool", "tool_use_id": call["id"]}
                | ({"decision_reason": why, "decision_reason_type": "hook"} if why is not None else {}),
            }
        )
        answer = json.loads(sys.stdin.readline())
        return bool(answer["response"]["response"]["behavior"] == "allow")

    def _do(self, call: dict[str, Any]) -> tuple[str, bool]:
        given = call["input"]
        if call["name"] == "Agent":
            self.turn(given["prompt"])
            self.hook("SubagentStop")
            return "done", False
        if call["name"] == "Write":
            Path(given["file_path"]).write_text(given["content"])
            return "written", False
        done = subprocess.run(given["command"], shell=True, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr, done.returncode != 0


def _block(call: dict[str, Any], text: str, *, error: bool) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": call["id"], "content": text, "is_error": error}


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    """One prompt."""
    if "--version" in sys.argv:
        sys.stdout.write("2.1.328 (Fake)\n")
        return
    session = Session()
    session.hook("SessionStart", source="startup")
    for line in sys.stdin:
        told = json.loads(line)
        if told["type"] == "control_request":
            _say({"type": "control_response", "response": {"subtype": "success", "request_id": told["request_id"]}})
        elif told["type"] == "user":
            session.hook("UserPromptSubmit", prompt="go")
            session.turn(told["message"]["content"])
            session.hook("Stop")
            _say({"type": "result", "subtype": "success"})
    with contextlib.suppress(OSError):
        session.hook("SessionEnd", reason="other")


if __name__ == "__main__":
    main()
