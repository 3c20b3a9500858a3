import pytest

from cctl.core.shell.redirect import NAMED, descriptor
from tests.core.shell.shown import last, reasons, script, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > f", [(">", None, "f")]),
        ("a >f", [(">", None, "f")]),
        ("a>f", [(">", None, "f")]),
        ("a >> f", [(">>", None, "f")]),
        ("a >| f", [(">|", None, "f")]),
        ("a &> f", [("&>", None, "f")]),
        ("a &>> f", [("&>>", None, "f")]),
        ("a < f", [("<", None, "f")]),
        ("a <> f", [("<>", None, "f")]),
        ("a 2> f", [(">", 2, "f")]),
        ("a 2>&1", [(">&", 2, "1")]),
        ("a >&2", [(">&", None, "2")]),
        ("a >& f", [(">&", None, "f")]),
        ("a 2>&-", [(">&", 2, "-")]),
        ("a <&3-", [("<&", None, "3-")]),
        ("a 10>f", [(">", 10, "f")]),
        ("exec {fd}>f", [(">", NAMED, "f")]),
        ("a > f 2>&1 < g", [(">", None, "f"), (">&", 2, "1"), ("<", None, "g")]),
        ("> f a", [(">", None, "f")]),
        ("a > $x/f", [(">", None, "…")]),
        ("a > 'b c'", [(">", None, "b c")]),
        ("a > ~/f", [(">", None, "/home/test/f")]),
        ("a 3</dev/tcp/h/1", [("<", 3, "/dev/tcp/h/1")]),
        ("a > *.txt", [(">", None, "glob:*.txt")]),
    ],
)
def test_operators_descriptors_and_targets(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    found = [(one.op, one.fd, shown(one.target) if one.target else "") for one in last(text).redirects]
    assert found == expected
    assert not reasons(text)


def test_a_number_apart_from_the_operator_is_an_argument() -> None:
    command = last("a 2 > f")
    assert [word.text for word in command.words] == ["a", "2"]
    assert command.redirects[0].fd is None


@pytest.mark.parametrize("text", ["{ a; } > f", "(a) > f", "if a; then b; fi > f", "while a; do b; done > f"])
def test_a_compound_commands_redirections_stand_by_themselves(text: str) -> None:
    bare = [command for command in script(text).commands if not command.words]
    assert [command.redirects[0].op for command in bare] == [">"]


@pytest.mark.parametrize("text", ["a >", "a > ;", "a > | b", "a <", "a <<<", "a > > f", "a >>> f", "a >! f", "a >>! f"])
def test_a_redirection_without_a_target_is_opaque(text: str) -> None:
    assert reasons(text)


@pytest.mark.parametrize("text", ["exec {a['$(x)']}>f", "exec {a[b]}>f"])
def test_a_subscript_in_a_descriptor_is_opaque(text: str) -> None:
    assert "subscript of a descriptor" in reasons(text)


@pytest.mark.parametrize(
    ("raw", "fd"), [("2", 2), ("", None), ("a", None), ("{x}", NAMED), ("{}", None), ("1234567", None), ("2a", None)]
)
def test_descriptors(raw: str, fd: int | None) -> None:
    assert descriptor(raw) == fd
