"""Signs that code draws: each shows something of its own, inside its cell."""

from __future__ import annotations

import pytest

from cctl.core.reel.cell import width
from cctl.media.glyph import drawn
from cctl.media.sign import SIGNS

W, H = 9, 20


@pytest.mark.parametrize("letter", SIGNS)
def test_a_sign_fills_a_good_part_of_its_cell_and_no_more(letter):
    room = W * width(letter)
    left, top, right, bottom = drawn(letter, room, H).getbbox()
    assert 0 <= left < right <= room and 0 <= top < bottom < H


def test_signs_that_mean_different_things_look_different():
    kinds = "●○◆◇✓✗■□▶◀▲▼❯❮⎿⊘⋯⋮✶✅❌⚠❗❓ℹ⭐🔴⚪🟥⬜"
    assert len({bytes(drawn(each, 2 * W, H).tobytes()) for each in kinds}) == len(kinds)
