"""The typed shape: it takes what is regular and refuses what `sighting` must look at."""

import msgspec
import pytest

from cctl.core.agent.claude.sighting import COUNT_MOST
from cctl.core.agent.claude.wire import decode


def test_a_regular_line_is_taken_without_its_content() -> None:
    line = decode(
        b'{"type":"assistant","timestamp":"2026-06-20T09:00:01.000Z","x":{"y":[1,2,"\xff"]},"message":{"id":"m","content":'
        b'[{"type":"tool_use","id":"t","name":"Bash","input":{"deep":[[]]}}],"usage":{"input_tokens":1,"z":9}}}'
    )
    assert line.message and line.message.usage and line.timestamp
    assert (line.message.id, line.message.usage.input_tokens, line.timestamp.year) == ("m", 1, 2026)
    assert isinstance(line.message.content, list)
    assert line.message.content[0].name == "Bash"


@pytest.mark.parametrize(
    "usage", ["true", "-1", "1.0", '"1"', "[]", str(COUNT_MOST + 1), "1e3", "999999999999999999999999999"]
)
@pytest.mark.parametrize("field", ["input_tokens", "output_tokens", "cache_read_input_tokens"])
def test_what_is_no_count_is_refused(field: str, usage: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(f'{{"message":{{"usage":{{"{field}":{usage}}}}}}}'.encode())


@pytest.mark.parametrize("time", ['"2026-06-20T09:00:01.000"', '"yesterday"', "5", "{}"])
def test_a_time_without_zone_or_none_at_all_is_refused(time: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(f'{{"timestamp":{time}}}'.encode())


def test_null_stands_for_absent() -> None:
    line = decode(b'{"timestamp":null,"cwd":null,"message":{"usage":{"output_tokens":null,"cache_creation":null}}}')
    assert line.message and line.message.usage
    assert line.message.usage.output_tokens is None
