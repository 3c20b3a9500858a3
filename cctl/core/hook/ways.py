"""Ways round the gate that are no paths: its own command line, agents started without it, terminals driven from inside.

Like `reach` this looks at words alone and holds in every mode, whatever rules say. What surely weakens the gate is
denied; what may (a terminal is driven, a client is signalled) is asked about, each time.
"""

from __future__ import annotations

from cctl.core.hook.reach import CHANGING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.rule.unit import Unit

    Found = tuple[str, str]  # decision, why

NAMES = ("cctl", "cctl-hook")
# Words after the name that change rules, state, mode or wiring; elsewhere in a text they are worth a question.
CHANGES = frozenset((
    "brain", "init", "hook", "policy", "config", "ledger", "act", "kill", "run", "resume", "clean", "notify", "rules",
))  # fmt: skip
AGENTS = frozenset(("claude", "claude-code", "codex", "@anthropic-ai/claude-code", "@openai/codex"))
_FOLDERS = frozenset(("CLAUDE_CONFIG_DIR", "CODEX_HOME"))
_BYPASS = (
    "--dangerously", "--allow-dangerously", "--yolo", "--full-auto", "--settings", "--setting-sources", "--plugin-dir",
    "--permission-mode", "--permission-prompt-tool", "--bare", "--no-hooks", "--disable-hooks", "--mcp-config",
)  # fmt: skip
_SETS_UP = frozenset(("config", "plugin", "plugins", "hooks", "mcp", "features", "apply"))
_LOOKS = frozenset(("list", "get", "show", "status", "ls", "info", "help", "--help", "-h", "validate"))
_SIGNALS = frozenset(("kill", "pkill", "killall", "skill", "xkill", "gdb", "lldb", "strace", "ltrace", "reptyr"))
_CLIENTS = ("claude", "codex", "cctl", "hook.py", "node", "python", "python3")
_SOCKETS = frozenset(("nc", "ncat", "netcat", "socat"))
_TERMINALS = ("/dev/pts/", "/dev/tty", "/proc/")
_INSIDE = ("tiocsti", "0x5412", "claude_code_messaging_", "import cctl", "from cctl")
_SERVICES = frozenset(("systemctl", "service", "launchctl", "rc-service"))


def around(unit: Unit) -> Found | None:
    """What a program's words say of it."""
    words = [word.text for word in unit.words]
    found = _itself(unit, words) or _agent(unit, words) or _installed(unit)
    if found is not None:
        return found
    program = unit.program.lower()
    codes = {effect[0] for effect in unit.effects}
    if "DRIVE" in codes or (program in _SOCKETS and any(word == "-U" or "UNIX" in word.upper() for word in words[1:])):
        return "ask", f"{program} can answer a client's own dialogs"
    if any(code.startswith("WRITE") and what.startswith(_TERMINALS) for code, what, _, _ in unit.effects):
        return "ask", "it writes to a terminal or to another process"
    if program in _SIGNALS and _aimed(unit):
        return "ask", f"{program} may end or hold the client or its hook"
    if program in _SERVICES and "cctl" in words:
        return "ask", f"{program} changes a service of cctl"
    return None


def said(text: str) -> Found | None:
    """What a text says that some program may read as commands or code."""
    low = text.lower()
    if any(each in low for each in _INSIDE):
        return "ask", "it names a way round the client's dialogs or into cctl"
    if "cctl" in low:
        for mark in "\"'`();|&=,{}[]<>":
            low = low.replace(mark, " ")
        words = low.split()
        for at, word in enumerate(words[:-1]):
            if word.rpartition("/")[2] in NAMES and words[at + 1] in CHANGES:
                return "ask", f"it names a command of cctl: {words[at + 1]}"
    return None


def _itself(unit: Unit, words: list[str]) -> Found | None:
    """cctl under a name that no table knows, or as a module."""
    for at, word in enumerate(words):
        module = words[at + 1] if word == "-m" and at + 1 < len(words) else word[2:] if word[:6] == "-mcctl" else ""
        if module.startswith("cctl."):
            return "deny", f"{module} is a part of cctl"
        if module == "cctl" and not _looks(words[at + (2 if word == "-m" else 1) :]):
            return "deny", "runs cctl"
    if words and unit.program.lower() in NAMES and any(e[0].startswith(("EXEC_", "UNCLEAR")) for e in unit.effects):
        return None if _looks(words[1:]) else ("deny", "runs cctl")
    return None


def _looks(words: list[str]) -> bool:
    """Whether a command of cctl only looks."""
    from cctl.core.effect.special import CCTL_LOOKS  # noqa: PLC0415 -- hardly any call runs cctl

    verb = next((word for word in words if word[:1] != "-"), "")
    return not verb or verb in CCTL_LOOKS


def _agent(unit: Unit, words: list[str]) -> Found | None:
    """An agent that is started past its hooks, or with another configuration."""
    if any(code == "AGENT" and what in _FOLDERS for code, what, _, _ in unit.effects):
        return "deny", "an agent would start with another configuration, without this gate"
    named = any(word.rpartition("/")[2] in AGENTS or word in AGENTS for word in words[:4])
    if not named:
        return None
    if any(word.startswith(_BYPASS) for word in words) or any(e[:2] == ("EXEC_HIJACK", "HOME") for e in unit.effects):
        return "deny", "an agent would start past this gate"
    if not _SETS_UP.isdisjoint(words[1:4]) and _LOOKS.isdisjoint(words[1:5]):
        return "ask", "it changes how an agent is set up"
    return None


def _installed(unit: Unit) -> Found | None:
    """A change of what an installer has put somewhere under cctl's name."""
    for code, what, _, _ in unit.effects:
        folder, _, name = what.rstrip("/").lower().rpartition("/")
        program = name in NAMES and folder.endswith("/bin")
        if code.startswith(CHANGING) and (program or (name[:5] == "cctl-" and name.endswith("-info"))):
            return "deny", "changes cctl as it is installed"
    return None


def _aimed(unit: Unit) -> bool:
    """Whether a signal may be meant for the client: its parent, a name, or whatever only running tells."""
    raw = " ".join(word.raw for word in unit.words[1:])
    if "PPID" in raw or "CLAUDE_PID" in raw or unit.program.lower() not in ("kill", "skill"):
        return unit.program.lower() in ("gdb", "lldb", "strace", "ltrace", "reptyr", "kill", "skill") or any(
            word.text.lower() in _CLIENTS for word in unit.words[1:]
        )
    return False
