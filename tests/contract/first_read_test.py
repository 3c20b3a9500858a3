"""What no verb may load before it reads: each of these takes milliseconds, and all together they took half a start.

The figures themselves are for a machine at rest (`tests/bench`); what makes them good is held here, on any.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.verbs import VERBS
from tests.bench import first_read
from tests.contract import harness

SLOW = (
    *("asyncio", "base64", "concurrent.futures", "csv", "ctypes", "dataclasses", "difflib", "email", "fractions"),
    *("hashlib", "html", "http.client", "ijson", "imageio", "importlib.metadata", "importlib.util", "inspect", "json"),
    *("locale", "logging", "matplotlib", "multiprocessing", "numpy", "pathlib", "PIL", "pkgutil", "pyte", "random"),
    *("requests", "rich", "secrets", "selectors", "shutil", "socket", "ssl", "statistics", "string"),
    *("subprocess", "tabulate", "tempfile", "threading", "tomllib", "traceback", "unittest", "urllib.parse", "zipfile"),
    *(
        "zoneinfo",
        "cctl.core.shell.reader",
        "cctl.host.plan.engine",
        "cctl.host.run.keeper",
        "cctl.records.schema.work",
    ),
)

_TERMS = frozenset(("fractions", "string", "tomllib"))  # of learning: they come in a file of ours
_SHELL = frozenset(("cctl.core.shell.reader",))
_SCHEMA = frozenset(("cctl.records.schema.work",))
_PLAN = frozenset(("json", "string", "tomllib"))
_PATHS = frozenset(("pathlib", "urllib.parse"))

# What a verb needs in order to know what it is asked, or has been given to work on: a word, a file, a table of ours.
NEEDED: dict[str, frozenset[str]] = {
    "brain eval": _SHELL | _PATHS | {"string", "tomllib"},
    "brain forget": _TERMS,
    "brain learn": _TERMS,
    "brain log": _TERMS,
    "brain prompts": _PATHS,
    "brain replay": _TERMS,
    "brain stats": _TERMS,
    "effects": _SHELL,
    "explain": _SCHEMA,
    "init": _PATHS | {"json"},
    "notify": frozenset(("threading",)),
    "policy trust": _PATHS,
    "record": frozenset(("html", "json")),
    "rules explain": _SHELL,
    "schema": _SCHEMA,
    "tasks decompose": frozenset(("json", "urllib.parse")),
    "tasks plan": _PLAN,
    "tasks run": _PLAN
    | {"cctl.host.plan.engine", "hashlib", "locale", "selectors", "shutil", "subprocess", "threading"},
    "tasks validate": _PLAN,
}

# Tells on standard error what is loaded when the first input is opened or read, and at the latest at the end.
CODE = """import os, sys
before = set(sys.modules)
slow, inputs, told = sys.argv.pop(1).split(), tuple(sys.argv.pop(1).split(os.pathsep)), []
def tell():
    if not told:
        found = [name for name in slow if name not in before]
        told.append([name for name in found if type(sys.modules.get(name)).__name__ == 'module'])
def hook(event, given):
    if event in ('open', 'os.listdir', 'os.scandir') and str(given[0]).startswith(inputs):
        tell()
def read(descriptor, size, real=os.read):
    if descriptor == 0:
        tell()
    return real(descriptor, size)
sys.addaudithook(hook)
os.read = read
from cctl.__main__ import status
status(sys.argv[1:])
tell()
os.write(2, ('\\nLOADED ' + ' '.join(told[0])).encode())
os._exit(0)
"""


@pytest.mark.parametrize("name", [name for name in VERBS if name not in first_read.SPARED | {"hook"}])
def test_little_is_loaded_before_the_first_read(name: str, tmp_path: Path) -> None:
    home = first_read.home(tmp_path)
    inputs = os.pathsep.join(str(home / each) for each in (".claude", ".codex", ".local/state/cctl", "rules.toml"))
    with (home / "in.jsonl").open() as given:
        done = subprocess.run(
            [sys.executable, "-P", "-c", CODE, " ".join(SLOW), inputs, *first_read.arguments(name)],
            stdin=given, capture_output=True, text=True, timeout=60, cwd=home, env=harness.environment(home),
            check=True,
        )  # fmt: skip
    loaded = set(done.stderr.splitlines()[-1].split()[1:])
    assert loaded <= NEEDED.get(name, frozenset()), done.stderr


def test_every_verb_is_held_to_it() -> None:
    assert set(NEEDED) <= set(VERBS)
    assert set(VERBS) >= first_read.SPARED
    assert len(first_read.SPARED) < 4
