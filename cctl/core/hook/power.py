"""What in an agent's settings has power over its gate: hooks, environment, modes. The rest is taste.

Rules that a human allows in a dialog are not in here: the client writes those itself while a session runs.
"""

from __future__ import annotations

from cctl.core.hook.codec import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = (
    *("hooks", "disableAllHooks", "allowManagedHooksOnly", "env", "apiKeyHelper", "sandbox", "statusLine"),
    *("enableAllProjectMcpServers", "enabledMcpjsonServers", "enabledPlugins", "mcpServers"),
)
MODES = ("defaultMode", "additionalDirectories", "disableBypassPermissionsMode", "disableAutoMode")


def power(document: object) -> str:
    """A digest of the parts that have power; "" when there are none, `unreadable` for what is no settings."""
    if document is None:
        return ""
    if not isinstance(document, dict):
        return "unreadable"
    held = {key: document[key] for key in KEYS if key in document}
    permissions = document.get("permissions")
    if isinstance(permissions, dict):
        held |= {key: permissions[key] for key in MODES if key in permissions}
    return digest("power", held) if held else ""


def weakened(document: object, commands: Mapping[str, object]) -> str:
    """Why settings no longer call the hook as they were wired to; "" when they do."""
    if not isinstance(document, dict):
        return "can't be read any more"
    if document.get("disableAllHooks") is True:
        return "switch all hooks off"
    hooks = document.get("hooks")
    for event, command in commands.items():
        listed = hooks.get(event) if isinstance(hooks, dict) else None
        if not any(_calls(entry, command) for entry in (listed if isinstance(listed, list) else ())):
            return f"no longer call cctl's hook for {event}"
    return ""


def _calls(entry: object, command: object) -> bool:
    handlers = entry.get("hooks") if isinstance(entry, dict) else None
    return isinstance(handlers, list) and any(isinstance(e, dict) and e.get("command") == command for e in handlers)
