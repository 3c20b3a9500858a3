"""Where rules are looked for: the user's folder, the project, and the record of what was trusted."""

from __future__ import annotations

TEAM_FILES = (".cctl/policy.toml", ".claudectl/policy.toml")
PROJECT_FILES = (".cctl/rules.toml", ".cctl.toml")


class Places:
    """Where rules are looked for."""

    __slots__ = ("pinned", "project", "state", "user")

    def __init__(
        self, config: str, state: str, project: str | None, chosen: tuple[str, ...] = (), pinned: str = ""
    ) -> None:
        self.user = chosen or (f"{config}/rules.toml", f"{config}/config.toml")
        self.state = state  # cctl's state folder
        self.project = project or ""
        self.pinned = pinned  # a commit whose team policy holds as well: what HEAD was when the session began

    @property
    def trust(self) -> str:
        """Where it is recorded which project files were trusted."""
        return f"{self.state}/brain/trust"

    def packed(self) -> str:
        """Where the compiled rules of this place are kept."""
        from cctl.core.hook.codec import digest  # noqa: PLC0415 -- a hash of C's own, without OpenSSL and typing

        return f"{self.state}/brain/rules/{digest('rules', [self.project, *self.user, *filter(None, [self.pinned])])}"
