"""The last proof that the gate held: what was looked at, with which client, and what came of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cctl.host import paths
from cctl.host.target import written
from cctl.host.verify.client import Client

FILE = "wiring/proof.json"


def save(state: str, ts: str, client: Client | None, launcher: str, failed: list[str], checks: int) -> None:
    """Write down a proof; `launcher` is the digest of the launcher that was proven."""
    document: dict[str, Any] = {"v": 1, "ts": ts, "passed": not failed, "failed": failed, "checks": checks}
    document |= {"launcher": launcher, "client": client._asdict() if client else None}
    paths.private_folder(str(Path(state, FILE).parent))
    written(str(Path(state, FILE)), [json.dumps(document, indent=1).encode()], force=True, mode=0o600)


def load(state: str) -> dict[str, Any] | None:
    """The last proof; None when there is none, or none that can be read."""
    try:
        found = json.loads(Path(state, FILE).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) and {"ts", "passed", "launcher", "client"} <= set(found) else None
    except (OSError, ValueError):
        return None
