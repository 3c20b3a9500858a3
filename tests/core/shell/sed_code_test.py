import pytest

from cctl.core.shell.sed_code import read_sed


def facts(script: str) -> list[tuple[str, str | None]]:
    return [(fact.kind, fact.text) for fact in read_sed(script)]


@pytest.mark.parametrize(
    "script",
    [
        "",
        "s/a/b/",
        "s/a/b/g; s/c/d/2p",
        "s/foo\\|bar/baz/gI",
        "s|/usr/bin|w f|g",
        "s,a\\,b,c,",
        "s/[^/]*$//",
        "s/[[:space:]/]*$//",
        "s/a/b\\\nc/",
        "s/x/e/; s/y/w/",
        "y/abc/xyz/",
        "p",
        "1p",
        "1,80p",
        "$p",
        "$!d",
        "/re/p",
        "/re/I,/other/d",
        "\\,re,d",
        "0~2p",
        "2,+3p",
        "0,/re/s//x/",
        "1!{p;d}",
        "/a/{s/b/c/;n}",
        "{\np\n}",
        ":a;N;$!ba;s/\\n/ /g",
        ": a\nN\nba",
        "a text; w f",
        "a\\\nw f",
        "a\\\ntext \\\nw f",
        "i\\  w f",
        "$a w f",
        "c\\\nr f\n$d",
        "# w f\np",
        "#n\np",
        "=;l;l 5;n;N;g;G;h;H;x;D;P;z;F",
        "q;Q;q5",
        "/w f/d",
    ],
)
def test_editing_alone_makes_no_fact(script: str) -> None:
    assert facts(script) == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("w out", [("write", "out")]),
        ("W out", [("write", "out")]),
        ("1w out", [("write", "out")]),
        ("/a/,$!w /etc/x y; p", [("write", "/etc/x y; p")]),
        ("p;w out\nw two", [("write", "out"), ("write", "two")]),
        ("s/a/b/w out", [("write", "out")]),
        ("s/a/b/gpw out", [("write", "out")]),
        ("/x/{p;w out\n}", [("write", "out")]),
        ("r in", [("read", "in")]),
        ("R in", [("read", "in")]),
        ("$r/etc/shadow", [("read", "/etc/shadow")]),
        ("e", [("shell", None)]),
        ("1e rm -rf x", [("shell", "rm -rf x")]),
        ("s/.*/rm x/e", [("shell", None)]),
        ("s/a/b/ge", [("shell", None)]),
        ("s/a/b/ew out", [("shell", None), ("write", "out")]),
        ("a text\nw out", [("write", "out")]),
        ("a\\\ntext\nw out", [("write", "out")]),
        ("# c\nw out", [("write", "out")]),
        ("s/[a/]/b/w out", [("write", "out")]),
        ("s/a/b/;e id", [("shell", "id")]),
        ("y/a/b/;w out", [("write", "out")]),
        (":a;w out", [("write", "out")]),
        ("ba;w out", [("write", "out")]),
    ],
)
def test_files_and_commands_are_found(script: str, expected: list[tuple[str, str | None]]) -> None:
    assert facts(script) == expected


@pytest.mark.parametrize(
    "script",
    [
        "k",
        "s/a/b",
        "s/a",
        "s",
        "y/a/b",
        "/a",
        "{p",
        "p}",
        "s/a/b/q",
        "pp",
        "1,p",
        "s/[a/b/",
        "s/[\\]/x/w f;]/y/",
        "s/a\nb/c/",
        "s\\a\\b\\",
        "v",
        "p x",
        "M",
    ],
)
def test_what_is_not_sed_is_unknown(script: str) -> None:
    assert facts(script)[-1][0] == "unknown"
