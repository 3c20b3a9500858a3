import pytest

from cctl.core.shell.awk_code import read_awk


def facts(program: str) -> list[tuple[str, str | None]]:
    return [(fact.kind, fact.text) for fact in read_awk(program)]


@pytest.mark.parametrize(
    "program",
    [
        "",
        "1",
        "{print}",
        "{print $1, $NF}",
        "/re/",
        "/foo\\|bar/ {print}",
        "!/re/ && $1 ~ /x/",
        "NR==1,/end/",
        'BEGIN{FS=","} {s+=$3} END{print s/NR}',
        "$1 > 5 {print $2}",
        "$1 > 5 && $2 < 3",
        "{ if ($1 > 2) print; else next }",
        "{ print ($1 > 2) }",
        "{ print(1, 2) }",
        "!seen[$0]++",
        '{ gsub(/[^a-z]/, ""); print }',
        "{ n = split($0, a, /,/); for (i = 1; i <= n; i++) print a[i] / 2 }",
        '{ printf "%s %d\\n", $1, $2 / 3 }',
        "{ x = (a + b) / 2; y = c[1] / 2 / 3 }",
        "{ x++; y = x++ / 2 }",
        "function f(a) { return a / 2 }\n{ print f($1) }",
        '{ print "a > b | c" } # > "x"',
        "{ print a,\n b }",
        "{ x = $1 || $2; print x }",
        "{ system_x = 1; print getline_y }"[:20] + "; print }",
        "BEGIN { while (i < 3) i++ }",
        '{ s = s "/" $1 } END { print s }',
        "{ print length($0) / 2 }",
        '$0 ~ "/x/" { print }',
    ],
)
def test_working_on_the_input_makes_no_fact(program: str) -> None:
    assert facts(program) == []


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ('BEGIN { system("rm x") }', [("shell", "rm x")]),
        ('BEGIN { system( "a \\"b\\"" ) }', [("shell", 'a "b"')]),
        ('{ system("rm " $1) }', [("shell", None)]),
        ("{ system($0) }", [("shell", None)]),
        ('BEGIN { "date" | getline d }', [("shell", "date")]),
        ('BEGIN { while (("ls" | getline f) > 0) print f }', [("shell", "ls")]),
        ('{ "rm " $1 | getline }', [("shell", None)]),
        ("{ c | getline x }", [("shell", None)]),
        ('{ print | "sort -u" }', [("shell", "sort -u")]),
        ('{ print $1 | "sort " $2 }', [("shell", None)]),
        ('{ printf "%s", $1 | c }', [("shell", None)]),
        ('BEGIN { "x" |& getline }', [("shell", "x")]),
        ('{ print |& "x" }', [("shell", "x")]),
        ('{ print > "out" }', [("write", "out")]),
        ('{ print $1, $2 >> "out"; next }', [("write", "out")]),
        ("{ print > $1 }", [("write", None)]),
        ('{ print > "out" $1 }', [("write", None)]),
        ('{ printf("%s", $1) > "out" }', [("write", "out")]),
        ('{ print(1)(2) > "out" }', [("write", "out")]),
        ('{ print a,\n b > "out" }', [("write", "out")]),
        ('{ if (x) print y > "out" }', [("write", "out")]),
        ('{ getline < "in" }', [("read", "in")]),
        ('{ while ((getline l < "in") > 0) n++ }', [("read", "in")]),
        ("{ getline a[1] < f }", [("read", None)]),
        ('{ print ENVIRON["A"] }', [("env", "A")]),
        ("{ for (k in ENVIRON) print k }", [("env", "")]),
        ('{ if (x) /"/; system("rm"); y = "/" }', [("shell", "rm")]),
        ('{ x = y / 2; system("rm"); z = w / 3 }', [("shell", "rm")]),
        ('{ a = b[1] /2; system("x"); c = 1/ 2 }', [("shell", "x")]),
        ('BEGIN { "/inet/tcp/0/h/80" |& getline }', [("net_send", "/inet/tcp/0/h/80"), ("shell", "/inet/tcp/0/h/80")]),
        ('# "\nBEGIN { system("x") } # "', [("shell", "x")]),
        ('{ x = "\\q"; system("\\q") }', [("shell", None)]),
        ('{ print /"/ ; system("x") ; print /"/ }', [("shell", "x")]),
    ],
)
def test_commands_and_files_are_found(program: str, expected: list[tuple[str, str | None]]) -> None:
    assert facts(program) == expected


@pytest.mark.parametrize(
    "program",
    [
        '{ print "a }',
        "{ x ~ /a }",
        '{ print "a\nb" }',
        "{ x = length / 2 }",
        "/[/]/",
        "/[a/",
        '@include "x"',
        '@load "x"',
        "{ @f(1) }",
        'BEGIN { ARGV[1] = "/etc/shadow"; ARGC = 2 }',
        "{ print ) }",
    ],
)
def test_what_could_be_read_in_two_ways_is_unknown(program: str) -> None:
    assert facts(program)[0][0] == "unknown"
