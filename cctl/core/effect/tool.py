"""Calls that are no shell: the agent's file tools, its own notes, MCP tools by name, Codex's patches.

A tool that no list knows asks, and so does a key that a known tool doesn't have: a new key may mean anything.
"""

from __future__ import annotations

from cctl.core.effect.analyze import survey_text
from cctl.core.effect.redirect import destructive
from cctl.core.effect.row import word_set
from cctl.core.effect.survey import Survey
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Tool -> the keys of its input; the first is what it is about.
KEYS: dict[str, str] = {
    "Read": "file_path offset limit pages",
    "Write": "file_path content",
    "Edit": "file_path old_string new_string replace_all",
    "MultiEdit": "file_path edits",
    "NotebookEdit": "notebook_path new_source cell_id cell_type edit_mode",
    "NotebookRead": "notebook_path cell_id",
    "Grep": "pattern path glob output_mode -A -B -C -n -i type head_limit offset multiline context -o",
    "Glob": "pattern path",
    "LS": "path ignore",
    "Delete": "file_path path recursive",
    "WebFetch": "url prompt",
    "WebSearch": "query allowed_domains blocked_domains",
    "Task": "prompt description subagent_type model run_in_background resume max_turns name team_name mode isolation",
    "Agent": "prompt description subagent_type model run_in_background resume max_turns name team_name mode isolation",
    "TodoWrite": "todos",
    "TodoRead": "",
    "ExitPlanMode": "plan allowedPrompts planFilePath",
    "EnterPlanMode": "",
    "AskUserQuestion": "questions answers annotations metadata",
    "BashOutput": "bash_id filter wait_up_to block",
    "TaskOutput": "task_id block timeout",
    "KillShell": "shell_id",
    "KillBash": "shell_id",
    "TaskStop": "task_id shell_id",
    "TaskCreate": "subject description activeForm metadata",
    "TaskUpdate": "taskId subject description activeForm status owner metadata addBlocks addBlockedBy",
    "TaskGet": "taskId",
    "TaskList": "",
    "ToolSearch": "query max_results",
    "Skill": "skill args",
    "SlashCommand": "command",
    "LSP": "operation filePath line character",
    "ListMcpResourcesTool": "server",
    "ReadMcpResourceTool": "server uri",
    "update_plan": "explanation plan",
    "view_image": "path",
}
SHELLS: dict[str, str] = {
    "Bash": "command description timeout run_in_background dangerouslyDisableSandbox",
    "shell": "command workdir timeout_ms timeout justification with_escalated_permissions sandbox_permissions",
    "shell_command": "command workdir timeout_ms login justification with_escalated_permissions sandbox_permissions",
    "local_shell": "command workdir timeout_ms env user type",
    "exec_command": "cmd workdir shell login tty yield_time_ms max_output_tokens justification sandbox_permissions",
    "unified_exec": "input session_id timeout_ms",
}
_LOCAL = word_set(
    """TodoWrite TodoRead ExitPlanMode EnterPlanMode AskUserQuestion BashOutput TaskOutput TaskCreate TaskUpdate
    TaskGet TaskList ToolSearch update_plan LSP KillShell KillBash TaskStop"""
)
_SCRIPTS = (".sh", ".bash", ".zsh", ".command", ".ps1", ".bat", ".cmd")


def survey_call(s: Survey, tool: str, given: Mapping[str, object]) -> None:
    """Add the effects of one tool call."""
    shell = SHELLS.get(tool)
    if shell is not None:
        _shell(s, tool, given, shell)
        return
    if tool.startswith("mcp__"):
        from cctl.core.effect.mcp import survey_mcp  # noqa: PLC0415 - only MCP calls pay for its lists

        survey_mcp(s, tool)
        return
    if tool == "apply_patch":
        from cctl.core.effect.patch import survey_patch  # noqa: PLC0415 - only Codex sends patches

        survey_patch(s, given)
        return
    keys = KEYS.get(tool)
    if keys is None:
        s.add("UNKNOWN_TOOL", tool)
        return
    _strange(s, tool, given, keys)
    if tool in _LOCAL:
        s.add("TOOL_LOCAL", tool)
    elif tool in ("Task", "Agent"):
        s.add("TOOL_AGENT", tool)
    elif tool in ("Skill", "SlashCommand"):
        s.add("EXEC_PROJECT", tool)
    elif tool in ("WebFetch",):
        _path(s, "u", given.get("url"))
    elif tool == "WebSearch":
        s.add("NET_PROBE", tool)
    elif tool in ("ListMcpResourcesTool", "ReadMcpResourceTool"):
        s.add("MCP_READ", tool)
    else:
        _file(s, tool, given)


def _strange(s: Survey, tool: str, given: Mapping[str, object], keys: str) -> None:
    known = keys.split(" ")
    for key in given:
        if key not in known:
            s.add("UNKNOWN_TOOL", f"{tool}.{key}")


def _shell(s: Survey, tool: str, given: Mapping[str, object], keys: str) -> None:
    """A shell command as text, or as a list of words that no shell reads."""
    _strange(s, tool, given, keys)
    command = given.get("command", given.get("cmd", given.get("input")))
    where = given.get("workdir")
    if isinstance(where, str):
        from cctl.core.effect.path import normal  # noqa: PLC0415 - only Codex names a folder

        s.cwd = normal(where, s.cwd, s.home)
    if tool == "unified_exec" and given.get("session_id") is not None:
        s.add("EXEC_UNKNOWN", "input to a running program")
    if given.get("dangerouslyDisableSandbox") or given.get("with_escalated_permissions"):
        s.add("UNCLEAR", "outside the sandbox")
    shell = given.get("shell")
    if isinstance(shell, str) and s.book.word(shell.rpartition("/")[0] or "/bin") != "bin":
        s.add("EXEC_FILE(other)", shell)
    if isinstance(command, str):
        survey_text(s, command)
    elif isinstance(command, list) and all(isinstance(word, str) for word in command):
        from cctl.core.effect.analyze import run  # noqa: PLC0415 - as above

        s.end = len(command)
        run(s, tuple(Word(word, word, at, at + 1, quoted=True) for at, word in enumerate(command)))
    else:
        s.add("OPAQUE", "no command")


def _path(s: Survey, role: str, value: object) -> None:
    if not isinstance(value, str) or not value or "\x00" in value:
        s.add("OPAQUE", "no path")
        return
    s.touch(role, Word(value, value, 0, len(value), quoted=True))


def _file(s: Survey, tool: str, given: Mapping[str, object]) -> None:
    """The file tools."""
    if tool in ("Read", "view_image", "NotebookRead"):
        _path(s, "r", given.get("file_path", given.get("path", given.get("notebook_path"))))
    elif tool in ("Glob", "LS"):
        _path(s, "l", given.get("path") or ".")
        pattern = given.get("pattern")
        if isinstance(pattern, str) and pattern:
            s.touch("i", Word(pattern, pattern, 0, len(pattern), glob="*" in pattern, quoted=True))
    elif tool == "Grep":
        _path(s, "R", given.get("path") or ".")
        pattern = given.get("pattern")
        if isinstance(pattern, str) and not given.get("path"):
            from cctl.core.effect.special import looks_for_secrets  # noqa: PLC0415 - the list lives with grep

            if looks_for_secrets(pattern):
                s.add("SECRET_SEARCH", pattern[:40])
    elif tool == "Delete":
        _path(s, "D" if given.get("recursive") else "d", given.get("file_path", given.get("path")))
    else:
        target = given.get("file_path", given.get("notebook_path"))
        _path(s, "w", target)
        if isinstance(target, str):
            _content(s, target, given)


def _content(s: Survey, target: str, given: Mapping[str, object]) -> None:
    """What a file tool writes: a key, or a script that destroys."""
    texts = [given.get("content"), given.get("new_string"), given.get("new_source")]
    edits = given.get("edits")
    if isinstance(edits, list):
        texts += [edit.get("new_string") for edit in edits if isinstance(edit, dict)]
    for text in texts:
        if not isinstance(text, str):
            continue
        script = target.endswith(_SCRIPTS) or text[:2] == "#!"
        if ("-----BEGIN" in text and "PRIVATE KEY-----" in text) or (script and destructive(text)):
            s.add("WRITE_PAYLOAD", target)
            return
