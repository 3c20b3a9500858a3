"""Shell patterns that could name a secret."""

from __future__ import annotations

SECRET_SAMPLES = (
    ".env", ".env.local", "id_rsa", "id_ed25519", "credentials", ".netrc", ".npmrc", ".pgpass", ".git-credentials",
    "server.key", "cert.pem",
)  # fmt: skip


def matches(pattern: str, name: str) -> bool:
    """Whether a shell pattern matches a short name; `[…]` counts as any one character."""
    at = mark = 0
    star = -1
    i = 0
    while i < len(name):
        c = pattern[at] if at < len(pattern) else ""
        if c == "*":
            star, mark = at, i
            at += 1
        elif c == "[" and (close := pattern.find("]", at + 2)) > 0:
            at, i = close + 1, i + 1
        elif c and c in ("?", name[i]):
            at, i = at + 1, i + 1
        elif star >= 0:
            mark += 1
            at, i = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")
