"""What `init` has done, so that it can be undone exactly and checked later; the hook reads it when settings change."""

from __future__ import annotations

import json
import os
from typing import Any

from cctl.core.wiring.edit import Edit
from cctl.host import paths
from cctl.host.target import written
from cctl.records.errors import BadConfig

FILE = "wiring/installed.json"


class Wired:
    """One settings file that calls the hook."""

    def __init__(self, path: str, agent: str, scope: str) -> None:
        self.path, self.agent, self.scope = path, agent, scope
        self.made_file = False
        self.made_folders: list[str] = []
        self.after = ""  # digest of the text that was written
        self.edits: list[Edit] = []
        self.events: dict[str, str] = {}  # event → command

    def document(self) -> dict[str, Any]:
        """As it is written down."""
        return {**self.__dict__, "edits": [list(edit) for edit in self.edits]}


class Record:
    """All of it."""

    def __init__(self, state: str) -> None:
        self._path = f"{state}/{FILE}"
        self.files: dict[str, Wired] = {}
        self.plugins: dict[str, dict[str, str]] = {}  # folder → file → digest
        self.python = ""
        self._read()

    def _read(self) -> None:
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123 -- one small file
                found = json.loads(file.read())
            for each in found["files"]:
                wired = Wired(str(each["path"]), str(each["agent"]), str(each["scope"]))
                wired.made_file, wired.made_folders = (
                    bool(each["made_file"]),
                    [str(one) for one in each["made_folders"]],
                )
                wired.after, wired.edits = str(each["after"]), [Edit(*edit) for edit in each["edits"]]
                wired.events = dict(each["events"])
                self.files[wired.path] = wired
            self.plugins = {str(folder): dict(listed) for folder, listed in found["plugins"].items()}
            self.python = str(found["python"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise BadConfig(f"{self._path}: {problem}", hint="remove it, then `cctl init` again") from None

    @property
    def empty(self) -> bool:
        """Whether nothing is wired."""
        return not self.files and not self.plugins

    def save(self) -> None:
        """Write it down."""
        folder = os.path.dirname(self._path)  # noqa: PTH120 -- a name, no file
        paths.private_folder(folder)
        document = {"v": 1, "python": self.python, "files": [each.document() for each in self.files.values()]}
        text = json.dumps(document | {"plugins": self.plugins}, indent=1)
        written(self._path, [text.encode()], force=True, mode=0o600)
