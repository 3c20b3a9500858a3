"""What every verb promises, whatever its kind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from cctl.cli import root
from cctl.kit import generate
from cctl.records.exits import CODES
from cctl.verbs import VERBS
from tests.contract import harness

NAMES = list(harness.verbs())

# What `--help` must not import: each costs every user of every verb its milliseconds.
HEAVY = (
    "requests",
    "imageio",
    "tabulate",
    "jsonlines",
    "ijson",
    "dateutil",
    "msgspec",
    "sqlite3",
    "asyncio",
    "rich",
    "numpy",
    "PIL",
    "pathlib",
    "tomllib",
    "subprocess",
    "http.client",
    "urllib.request",
    "logging",
    "matplotlib",
    "pygments",
    "pyte",
    "hypothesis",
    "tree_sitter",
    "zoneinfo",
    "attr",
)


@pytest.mark.parametrize("name", NAMES)
def test_help_answers_and_imports_nothing_heavy(name: str, tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['cctl'] + sys.argv[1:]\n"
        "from cctl.__main__ import status\n"
        "code = status(sys.argv[1:])\n"
        f"loaded = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "print('LOADED', loaded); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *name.split(" "), "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        env=harness.environment(tmp_path),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "LOADED []" in done.stdout, done.stdout.splitlines()[-1]
    assert "Examples:" in done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_declaration_is_whole(name: str) -> None:
    verb = harness.verbs()[name]
    assert verb.summary.endswith(".")
    assert len(verb.summary) < 130
    assert verb.examples
    assert all(each in CODES for each in verb.meta.status), verb.meta.status
    assert all(option.help for option in verb.command.params if isinstance(option, click.Option) and not option.hidden)
    assert VERBS[name] == (verb.module, verb.summary, verb.meta.kind)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in harness.of_kind("adapter")])
def test_an_unknown_option_is_one_line_and_2(name: str, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path, "--no-such-thing", stdin=None)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1, done.stderr
    assert done.stderr.startswith(b"cctl " + name.encode() + b":")


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_in_the_configuration_never_is_a_traceback(name: str, tmp_path: Path) -> None:
    config = tmp_path / ".config/cctl"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("stats = [[[[\n")
    done = harness.least(name, tmp_path, stdin=b"")
    assert b"Traceback" not in done.stderr
    assert done.returncode != 1, done.stderr


def test_generated_files_are_fresh() -> None:
    assert generate.stale() == []


def test_a_verb_that_is_not_there_gets_a_hint(tmp_path: Path) -> None:
    done = harness.run("scehma", tmp_path, stdin=None)
    assert done.returncode == 2
    assert b"did you mean 'schema'" in done.stderr


def test_the_root_help_imports_no_command() -> None:
    code = "import sys; from cctl.__main__ import status; status(['--help'])"
    code += "; print([m for m in sys.modules if 'commands' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=harness.ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_exit_codes_and_slugs_are_declared_once() -> None:
    from cctl.records import errors
    from cctl.records.exits import EXITS

    assert len({each.code for each in EXITS}) == len(EXITS)
    known = errors.CctlError.__subclasses__()
    assert len({each.code for each in known}) == len(known)
    assert {each.exit for each in known} <= {each.code for each in EXITS}


def test_every_verb_is_reachable_from_the_root() -> None:
    context = click.Context(root)
    assert isinstance(root, click.Group)
    for name in NAMES:
        found, command, rest = root.resolve_command(context, [*name.split(" "), "--help"])
        while isinstance(command, click.Group):
            found, command, rest = command.resolve_command(context, rest)
        assert command is harness.verbs()[name].command, name
        assert rest == ["--help"]
        assert found
