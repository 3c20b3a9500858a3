"""Where this cctl keeps its own and what an agent must not touch, as one hook process sees it.

The launcher that `cctl init` writes hands these in, so that no variable that a repository's settings may set can lead
the hook to another state or other rules. Only a hook that is run by hand takes them from the environment.
"""
# ruff: noqa: PTH100, PTH120 -- pathlib costs 9 ms, more than the verdict

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Places:
    """Folders and files, absolute."""

    __slots__ = ("baked", "config", "guarded", "home", "state")

    def __init__(self, given: Mapping[str, object], env: Mapping[str, str]) -> None:
        self.baked = bool(given)
        home = given.get("home") or env.get("HOME") or _home()
        self.home = str(home)
        self.state = _given(given, "state") or _based(env, "XDG_STATE_HOME", f"{self.home}/.local/state")
        self.config = _given(given, "config") or _based(env, "XDG_CONFIG_HOME", f"{self.home}/.config")
        guarded = given.get("guarded")
        self.guarded = tuple(str(each) for each in guarded) if isinstance(guarded, list | tuple) else ()

    def own(self, project: str | None) -> tuple[str, ...]:
        """What no agent may touch. Whoever works on cctl itself with the hook run from that checkout has chosen so."""
        return (self.state, self.config, *self.guarded, *(() if self.inside(project) else (PACKAGE,)))

    def inside(self, project: str | None) -> bool:
        """Whether the hook runs from the very project that is worked on."""
        return project is not None and (PACKAGE + "/").startswith(project.rstrip("/") + "/")


def _given(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) and value.startswith("/") else ""


def _based(env: Mapping[str, str], name: str, default: str) -> str:
    """As `cctl.host.paths` has it, without its imports."""
    base = env.get(name, "")
    return f"{base if base.startswith('/') else default}/cctl"


def _home() -> str:
    import pwd  # noqa: PLC0415 -- only without HOME

    try:
        return pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return "/"
