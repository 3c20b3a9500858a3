"""The seam: plain values that workers can send, and lines that are cut nowhere but at LF."""

import marshal

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.agent.spec import Origin, Row, Skip, lines


@given(st.lists(st.binary(max_size=9).map(lambda piece: piece.replace(b"\n", b"")), min_size=1, max_size=6))
def test_lines_and_offsets_rebuild_the_block(pieces: list[bytes]) -> None:
    block = b"\n".join(pieces) + b"\n"
    found = list(lines(block))
    assert [line for _, line in found] == pieces
    assert all(block[at : at + len(line)] == line for at, line in found)


def test_only_a_newline_ends_a_line() -> None:
    block = "a\u2028b\r\x85c\vd\n\ne".encode()
    assert [line for _, line in lines(block)] == ["a\u2028b\r\x85c\vd".encode(), b"", b"e"]
    assert list(lines(b"")) == []


def test_a_row_can_be_marshalled_as_a_plain_tuple() -> None:
    row = Row("m", 1, "x", 1, 2, 3, 4, 5, 6, "", "", "s", "", "", "", "", "", "", "", 0, -1)
    assert Row._make(marshal.loads(marshal.dumps(tuple(row)))) == row


def test_an_origin_that_says_nothing_is_standard_input() -> None:
    assert Origin() == ("", "", "", "", "")
    assert Skip("bad_json", 7).at == 7
