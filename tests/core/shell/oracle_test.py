"""The reader against other readings of the same text: tree-sitter's grammar, and what bash really runs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cctl.core.shell.compound import KEYWORDS
from cctl.core.shell.reader import read
from tests.core.shell.grown import Grown
from tests.core.shell.shown import script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.shell.word import Simple, Word

BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="needs bash")

# Each stub writes one record: its directory, its name, its arguments.
STUBS = r"""
_rec() { local s a; printf -v s '%s\x1e%s' "$PWD" "$1"; shift
  for a; do printf -v s '%s\x1f%s' "$s" "$a"; done; printf '%s\x1d' "$s" >&9; }
t0() { _rec t0 "$@"; return 0; }
f1() { _rec f1 "$@"; return 1; }
r2() { _rec r2 "$@"; return $((SRANDOM % 2)); }
"""


def parsed_names(text: str) -> list[str]:
    """The literal command names that tree-sitter finds outside of function bodies; none if it finds a fault."""
    tree_sitter = pytest.importorskip("tree_sitter", reason="needs tree-sitter")
    grammar = pytest.importorskip("tree_sitter_bash", reason="needs tree-sitter-bash")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    root = parser.parse(text.encode()).root_node
    if root.has_error:
        return []
    found: list[str] = []
    left = [root]
    while left:
        node = left.pop()
        if node.type == "function_definition":
            continue
        if node.type == "command_name" and node.child_count == 1 and node.children[0].type == "word":
            name = node.text.decode()
            if name not in KEYWORDS:  # which it takes for names behind `!`
                found.append(name)
        left.extend(node.children)
    return found


@pytest.mark.parametrize("seed", range(150))
def test_every_command_name_of_the_other_grammar_is_found(seed: int) -> None:
    text = Grown(seed).script(3)
    found = script(text)
    ours = {command.words[0].text for command in found.commands if command.words}
    missing = {name for name in parsed_names(text) if "\\" not in name} - ours - {"fn", "gn"}
    assert found.opaque or not missing, text


@pytest.mark.parametrize(
    "text",
    [
        "a <<E | b\nx\nE",
        "a $(b `c`) <(d) >(e)",
        "if a; then b; elif c; then d; else e; fi; while f; do g; done",
        "case $(a) in b) c;; *) d | e;; esac",
        "for x in $(a); do b & done; (c && d) || { e; }",
        'x=$(a) b; export y=$(c); d ${z:-$(e)} "$(f)"',
        "! a | b; time c; d <<< $(e)",
    ],
)
def test_every_construct_agrees_with_the_other_grammar(text: str) -> None:
    theirs = set(parsed_names(text))
    assert theirs
    assert theirs <= {command.words[0].text for command in script(text).commands if command.words}


@needs_bash
@pytest.mark.parametrize("seed", range(60))
def test_what_bash_accepts_is_understood(seed: int) -> None:
    text = Grown(seed).script(3)
    accepted = subprocess.run([str(BASH), "-n", "-c", text], check=False, capture_output=True).returncode == 0
    strange = {reason for reason, _, _ in script(text).opaque} - {
        "arithmetic on text",
        "function calls itself",
        "a name with two meanings",
        "commands after a here-document in a substitution",
        "function that is seen elsewhere",
        "here-document pending across a substitution",
    }
    assert accepted
    assert not strange, text


@needs_bash
@pytest.mark.parametrize("seed", range(90))
def test_every_command_that_bash_runs_was_foreseen(seed: int, tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "w"
    for name in ("a/a", "a/b", "b/a", "c"):
        (folder / name).mkdir(parents=True)
    text = 'X=a; Y="b c"\n' + Grown(1000 + seed).script(3)
    found = read(text, cwd=str(folder), home="/nonexistent")
    if found.opaque:
        return
    ran = list(_run(text, folder, tmp_path))
    for where, name, args in ran:
        fitting = [command for command in found.commands if command.words and _fits(command.words, [name, *args])]
        assert fitting or args[:1] == ["ev"], (name, args, text)
        assert args[:1] == ["ev"] or any(
            command.cwd is None or where in (command.cwd, *command.also) for command in fitting
        ), (where, name, args, text)


def _run(text: str, folder: Path, beside: Path) -> Iterator[tuple[str, str, list[str]]]:
    stubs, out = beside / "stubs", beside / "out"
    stubs.write_text(STUBS)
    out.touch()
    # FUNCNEST and the limit of time: a script that calls itself must not take the machine with it.
    start = f"FUNCNEST=30; ulimit -t 5; exec 9>>'{out}'; . '{stubs}'; cd '{folder}'; eval \"$0\"; wait"
    try:
        subprocess.run(
            [str(BASH), "-c", start, text],
            check=False,
            cwd=folder,
            env={"PATH": "/nonexistent", "HOME": "/nonexistent"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10,
        )
    except subprocess.TimeoutExpired:
        return
    for record in out.read_bytes().decode(errors="replace").split("\x1d"):
        where, found, rest = record.partition("\x1e")
        if found and "\x1e" not in rest:
            name, *args = rest.split("\x1f")
            yield where, name, args


def _fits(words: tuple[Word, ...], args: list[str]) -> bool:
    """Whether a command whose words may be unfinished, or become several, can be what ran."""
    if not words:
        return not args
    word, rest = words[0], words[1:]
    if word.glob or word.split:
        front = (word.text.split() or [""])[0] if not word.glob else ""
        if not word.text and _fits(rest, args):
            return True
        return bool(args) and args[0].startswith(front) and any(_fits(rest, args[n:]) for n in range(1, len(args) + 1))
    if not args or not (args[0].startswith(word.text) if word.dynamic else args[0] == word.text):
        return False
    return _fits(rest, args[1:])


def test_a_command_that_could_not_have_run_does_not_fit() -> None:
    found: Simple = script("a b$x c").commands[0]
    assert _fits(found.words, ["a", "bz", "c"])
    assert not _fits(found.words, ["a", "z", "c"])
    assert not _fits(found.words, ["a", "bz"])
