"""Which module holds the code behind an `@name` in a table row; a module is imported when a call first needs it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

HANDLERS: dict[str, str] = {
    handler: module
    for module, handlers in (
        ("archive", "tar compress"),
        ("assign", "assign"),
        ("build", "java make cmake bazel tasks project_script"),
        ("code", "code inline told"),
        ("fetch", "curl http transfer fetch netcat socat wget"),
        ("file", "remove copy link mode disk"),
        ("filter", "awk sed jq lint"),
        ("find", "find fd"),
        ("git", "push checkout switch reset show stage git config symbolic"),
        ("git", "branch tag reflog remote_url address clone restore clean"),
        ("interpret", "shell eval source trap alias fed"),
        ("machine", "sysctl kill pacman ps set dd"),
        ("machine", "unit service unset sched date"),
        ("network", "ip ifconfig networksetup resolve iw"),
        ("patch", "patch"),
        ("python", "python"),
        ("service", "docker_run kube_get kube_delete aws_get api inside"),
        ("special", "search command fzf script powershell zip unzip ffmpeg cctl"),
        ("special", "agent websocket grpcurl ssh"),
        ("sql", "sql athena redis mongo"),
        ("wrap", "env xargs parallel remote run text after behind"),
    )
    for handler in handlers.split()
}


def handler(name: str) -> Callable[[Survey, Args], None]:
    """The code behind an `@name` in a row."""
    found = _LOADED.get(name)
    if found is None:
        module = __import__(f"cctl.core.effect.{HANDLERS[name]}", fromlist=[name])
        found = _LOADED[name] = getattr(module, f"do_{name}")
    return found


_LOADED: dict[str, Callable[[Survey, Args], None]] = {}
