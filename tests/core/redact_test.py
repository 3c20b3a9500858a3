"""Nothing that was planted may be left, in any way of hiding; and what is no secret stays."""

from __future__ import annotations

import json
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.redact import Redactor
from tests.planted import KINDS, corpus, left

REDACTOR = Redactor(home="/home/alice", user="alice")


@pytest.mark.parametrize("seed", range(8))
def test_no_planted_secret_is_left(seed):
    planted = corpus(seed)
    assert len(planted) == 60
    assert len(KINDS) == 20
    assert {each.kind: left(each, REDACTOR.text(each.text)) for each in planted} == {kind: [] for kind in KINDS}


def test_every_secret_is_reported_by_class_and_place():
    for each in corpus():
        shown, found = REDACTOR.found(each.text)
        assert found, each
        assert all(one.line >= 1 and one.column >= 1 for one in found)
        assert shown.count("\n") == each.text.count("\n"), "lines stay lines"


@pytest.mark.parametrize(
    "text",
    [
        "token = next(tokens)",
        "def sign(password: str, token: str | None = None) -> bytes:",
        "max_tokens=4096, tokens: 100",
        "commit 0123456789abcdef0123456789abcdef01234567",
        "index 83db48f..bf2a7c1 100644",
        "src/components/dashboard/UserProfileSettings/index.test.tsx",
        "test_that_the_parser_handles_nested_brackets_and_quotes_v2",
        "00000000-0000-4000-8000-000000000001",
        "toolu_01A09q90qw90lq917835lq9",
        "API_TOKEN=$CI_TOKEN",
        'password = os.environ["DB_PASSWORD"]',
        "git clone git@github.com:acme/site.git",
        "See the basic interface of the bearer",
        "keyframes: { from: 0, to: 1 }",
        "2026-11-20T09:26:34.298Z 127.0.0.1:8080 /var/log/app.log",
        "if token == 'with':",
        "The password field must not be empty.",
        "def OnClientPostAdminCheck(mustBeLessThanOrEqual): getElementsByClassName",
        "https://github.com/acme/site/blob/986a4e1b6fcae7fe7a1d0a26aea446107dd58/a.py",
        "# basic algorithm:\n# 1. compare",
    ],
)
def test_what_is_no_secret_stays(text):
    assert REDACTOR.text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/alice/site/a.py", "~/site/a.py"),
        ("/Users/bob/x and bob again", "~/x and [user] again"),
        (r"C:\Users\carol\x", r"~\x"),
        ("-home-alice-site", "-home-[user]-site"),
        ("%2Fhome%2Falice%2Fx", "~%2Fx"),
        ("/root/x", "~/x"),
        ("src/home/index.ts", "src/home/index.ts"),
        ("npm run dev in /home/dev/x", "npm run dev in ~/x"),
        ("-rw-r--r-- 1 alice alice 12 a.py", "-rw-r--r-- 1 [user] [user] 12 a.py"),
        ("ask a.b@example.com", "ask [redacted:email]"),
        ("Author: Carol Doe <c@example.com>", "Author: [redacted:person] <[redacted:email]>"),
        ("curl -u admin:hunter2 http://x", "curl -u admin:[redacted:cli_password] http://x"),
        ("the password is hunter2.", "the password is [redacted:password]."),
        ("+ghp_abcdefghij\n+klmnopqrst0123456789\n word", "+[redacted:github_token]\n+…\n word"),
        ("A=ghp_abcdefghijklmnopqrst0123456789\nPATH=/bin", "A=[redacted:github_token]\nPATH=/bin"),
        ("<password>swordfish</password>", "<password>[redacted:password]</password>"),
        ("CREATE USER a IDENTIFIED BY 'swordfish';", "CREATE USER a IDENTIFIED BY '[redacted:sql_password]';"),
        ("echo swordfish | sudo -S ls", "echo [redacted:cli_password] | sudo -S ls"),
        ("DB_PASS=swordfish", "DB_PASS=[redacted:password]"),
        ("redis://:swordfish@h/0", "redis://:[redacted:url_password]@h/0"),
        ("/mnt/c/Users/bob/x", "~/x"),
        ("C:/Users/Bob Smith/x", "~/x"),
        (".claude/projects/-home-carol-site/x", ".claude/projects/-home-[user]-site/x"),
        ("cGFzc3dvcmQ9aHVudGVyMnN1cGVy", "[redacted:password]"),
    ],
)
def test_what_goes_and_what_is_left_in_its_place(text, shown):
    assert REDACTOR.text(text) == shown


def test_colours_around_and_inside_a_secret_stay():
    shown = REDACTOR.text("\x1b[31mghp_abcdefghij\x1b[1mklmnopqrst0123456789\x1b[0m.")
    assert shown == "\x1b[31m[redacted:github_token]\x1b[1m\x1b[0m."


def test_a_record_keeps_its_ids_and_loses_its_secrets():
    secret = "hunter2hunter2"
    record = {
        "type": "call",
        "v": 1,
        "id": "toolu_01A09q90qw90lq917835lq9",
        "session": "0190c0de-0000-4000-8000-000000000001",
        "tool": "Bash",
        "input": {"command": f"mysql -u root -p{secret} db", "env": {"password": secret}, "argv": ["--token", secret]},
        "cwd": "/home/alice/site",
    }
    shown, found = REDACTOR.record_found(record)
    assert secret not in json.dumps(shown)
    assert (shown["id"], shown["session"], shown["cwd"]) == (record["id"], record["session"], "~/site")
    assert {each.field for each in found} >= {"input.command", "input.env.password", "input.argv", "cwd"}
    assert record["cwd"] == "/home/alice/site", "the record that was given is left alone"


def test_a_patch_stays_a_patch():
    lines = [" a", "+key = 'ghp_abcdefghij'", "+   'klmnopqrst0123456789'", "-b"]
    record = {"type": "result", "patches": [{"path": "/home/alice/a.py", "hunks": [{"lines": lines}]}]}
    shown = REDACTOR.record(record)["patches"][0]
    assert shown["path"] == "~/a.py"
    assert [line[0] for line in shown["hunks"][0]["lines"]] == [" ", "+", "+", "-"]
    assert "klmnop" not in json.dumps(shown)


def test_a_secret_that_lies_across_chunks_of_a_stream():
    chunks = ["ls\r\nghp_abcde", "fghijklmnop", "qrst0123456789\r\n$ "]
    shown = REDACTOR.chunks(chunks)
    assert "".join(shown) == "ls\r\n[redacted:github_token]\r\n$ "
    assert len(shown) == 3


@pytest.mark.parametrize(
    "unit", ["eyJ", "http://a:", "password: ", "a@", "%41", "\\u0041", "+a1\n", "-----BEGIN ", "a_"]
)
def test_hostile_repetition_takes_no_time(unit):
    text = unit * (60_000 // len(unit))
    start = perf_counter()
    REDACTOR.text(text)
    assert perf_counter() - start < 3


def test_users_are_learnt_from_paths():
    aware = REDACTOR.aware_of(["/home/bob/site", "/home/dev/site"])
    assert aware.text("bob and dev") == "[user] and dev"
    assert REDACTOR.aware_of([]) is REDACTOR


@given(st.text(max_size=300))
def test_twice_is_once_and_lines_stay(text):
    once = REDACTOR.text(text)
    assert once.count("\n") == text.count("\n")
    assert REDACTOR.text(once) == once


@given(st.lists(st.text(alphabet="ab \n+-ghp_0123456789KLMN=\x1b[m", max_size=40), max_size=8))
def test_chunks_are_the_whole_cut(chunks):
    assert "".join(REDACTOR.chunks(chunks)) == REDACTOR.text("".join(chunks))
