import json
from email.header import decode_header, make_header

import pytest

from cctl.core.notify.message import Message
from cctl.core.notify.shape import SHAPES, shaped, signature

TOLD = Message("loop · <b>shop</b> @everyone", "*again* <!channel> & [x](y)", 2)
RECORD = {"type": "finding", "id": "f1", "ts": "t"}


def body(shape: str) -> dict[str, object]:
    made: dict[str, object] = json.loads(shaped(shape, TOLD, RECORD).data)
    return made


def test_programs_get_the_whole_record() -> None:
    assert body("json") == {
        "v": 1,
        "event": "finding",
        "title": TOLD.title,
        "text": TOLD.text,
        "urgency": 2,
        "record": RECORD,
    }


def test_nobody_can_be_made_to_ping_or_show_markup() -> None:
    assert body("slack")["text"] == "loop · &lt;b&gt;shop&lt;/b&gt; @everyone\n*again* &lt;!channel&gt; &amp; [x](y)"
    assert body("slack")["mrkdwn"] is False
    assert body("discord")["allowed_mentions"] == {"parse": []}
    assert "\\*again\\*" in json.dumps(body("teams")).replace("\\\\", "\\")


def test_a_push_service_gets_headers_that_headers_may_hold() -> None:
    made = shaped("ntfy", TOLD, RECORD)
    assert made.headers["Title"].isascii() and "\n" not in made.headers["Title"]
    assert (made.headers["Priority"], made.headers["Tags"]) == ("4", "rotating_light")
    assert made.data.decode() == TOLD.text
    assert "Tags" not in shaped("ntfy", TOLD._replace(urgency=0), RECORD).headers


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_every_shape_takes_an_empty_text(shape: str) -> None:
    assert shaped(shape, Message("t", "", 0), {}).data


def test_a_signature_holds_for_its_time_and_body_alone() -> None:
    made = signature(b"k", "t1", b"x")
    assert made.startswith("sha256=") and len(made) == 71
    assert len({made, signature(b"k", "t2", b"x"), signature(b"k", "t1", b"y"), signature(b"l", "t1", b"x")}) == 4


def test_a_title_with_other_letters_is_whole_for_ntfy() -> None:
    title = shaped("ntfy", TOLD._replace(title="loop · läuft\r\nX-Evil: 1"), RECORD).headers["Title"]
    assert title.isascii() and "\n" not in title and "Evil" not in title
    assert str(make_header(decode_header(title))) == "loop · läuft\r\nX-Evil: 1"
    assert shaped("ntfy", TOLD._replace(title="loop"), RECORD).headers["Title"] == "loop"
