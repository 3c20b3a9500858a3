"""Inputs made to wedge, exhaust or confuse the gate: each is answered, quickly, and never allowed."""

import time

import pytest

from tests.gate import FACTS, PROJECT, judge

SLOWEST_MS = 20


def deep(times: int) -> str:
    """A command inside many shells."""
    text = "rm -rf /"
    for _ in range(times):
        text = "sh -c '" + text.replace("'", "'\\''") + "'"
    return text


ATTACKS = {
    "open substitutions": "$(" * 10_000,
    "closed substitutions": "$(" * 5_000 + "rm" + ")" * 5_000,
    "backticks": "`" * 10_001,
    "parentheses": "(" * 10_000 + "rm" + ")" * 10_000,
    "a word of a megabyte": "echo " + "a" * 1_000_000,
    "stages": "|".join(["cat"] * 5_000),
    "sudo of sudo": "sudo " * 5_000 + "rm -rf /",
    "env of env": "env A=1 " * 3_000 + "ls",
    "eval of eval": "eval " * 3_000 + "ls",
    "xargs of xargs": "xargs " * 5_000,
    "shells": deep(8),
    "substitutions side by side": "echo " + " ".join(["$(ls)"] * 3_000),
    "process substitutions": "cat " + " ".join(["<(ls)"] * 3_000),
    "redirections": "ls " + " ".join(f">f{at}" for at in range(5_000)),
    "here-documents": "\n".join(f"cat <<E{at}\nrm -rf /\nE{at}" for at in range(2_000)),
    "braces": "echo " + "{a,b}" * 40,
    "dollars": "$" * 60_000,
    "parents": "cat " + "../" * 20_000 + "etc/shadow",
    "doors in proc": "cat " + "/proc/self/root" * 4_000 + "/etc/shadow",
    "folders": "; ".join(["cd .."] * 5_000) + "; rm -rf *",
    "bindings": "fzf --bind '" + "x:execute(" * 6_000 + "'",
    "arithmetic": "echo $((" + "(" * 5_000 + "1" + ")" * 5_000 + "))",
    "invisible": "ls " + "\u200b" * 5_000,
    "zero": "ls \x00 rm",
    "awk": "awk '" + "{" * 20_000 + "'",
    "python": "python3 -c '" + "(" * 16_000 + "'",
    "bundle": "tar " + "c" * 60_000 + " x; frobnicate",
    "sources": "mv " + " ".join(f"a{at}" for at in range(8_000)) + " .claude",
    "patterns": "rm " + "@(" * 20_000 + ")" * 20_000,
    "patterns in one word": "rm " + "@(a|b)" * 8_000,
    "patterns side by side": "rm " + " @(a|b)" * 8_000,
    "a pattern of letters": "rm !(" + "ex" * 199 + ")",
    "options": "rustup show " + " ".join(f"--a{at}-b" for at in range(8_000)),
    "an option of many words": "rustup show --" + "-".join(["names"] * 9_000) + "-x",
    "colons": "heroku " + "a:" * 15_000 + "delete",
    "finds": "find . " + "-exec rm {} \\; " * 3_000,
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_it_is_answered_and_never_allowed(text: str) -> None:
    call = {"tool": "Bash", "input": {"command": text}, "cwd": PROJECT}
    for policy in ("readonly", "workspace"):
        verdict = judge().judge(call, FACTS, policy)
        assert verdict["decision"] in ("ask", "deny")
        assert verdict["by"] != "error", verdict["reason"]


@pytest.mark.bench
@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_it_is_answered_in_time(text: str) -> None:
    call = {"tool": "Bash", "input": {"command": text}, "cwd": PROJECT}
    best = SLOWEST_MS * 1.0
    for _ in range(5):
        start = time.process_time()
        judge().judge(call, FACTS, "workspace")
        best = min(best, (time.process_time() - start) * 1000)
    assert best < SLOWEST_MS
