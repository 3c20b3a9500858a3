from cctl.core.state.evidence import ASKED_KEPT, waiting_call
from cctl.core.state.fold import Fold
from cctl.core.state.standing import Asked, Standing
from tests.core.state.stream import Stream


def standing(stream: Stream, order: int = 1) -> Standing:
    fold = Fold()
    for record in stream.records[::order]:
        fold.add(record)
    return fold.standings["s1"]


def test_a_later_look_replaces_an_earlier_one_in_any_order() -> None:
    stream = Stream()
    stream.registry("busy")
    stream.alive(cpu_ratio=0.1)
    stream.hook("Stop")
    stream.wait(5).registry("idle")
    stream.alive(cpu_ratio=0.7)
    stream.hook("UserPromptSubmit")
    for found in (standing(stream), standing(stream, -1)):
        assert found.registry["status"] == "idle"
        assert found.process["cpu_ratio"] == 0.7
        assert found.hook["event"] == "UserPromptSubmit"


def test_the_registry_names_a_session_whose_transcript_says_nothing_yet() -> None:
    stream = Stream()
    stream.registry("idle", name="proj-5", cwd="/p", entrypoint="cli", version="2.1")
    assert standing(stream).texts == {
        "name": "proj-5",
        "entrypoint": "cli",
        "version": "2.1",
        "cwd": "/p",
        "project": "/p",
    }


def test_a_storm_of_requests_is_kept_to_a_few() -> None:
    stream = Stream()
    for n in range(100):
        stream.hook("PermissionRequest", tool="Bash", input={"command": f"{n}"})
    asked = standing(stream).asked
    assert len(asked) == ASKED_KEPT and asked[-1].input == {"command": "99"}


def test_asking_twice_is_one_request() -> None:
    stream = Stream()
    stream.hook("PermissionRequest", tool="Bash", input={"command": "ls"})
    stream.wait(1).hook("PermissionRequest", tool="Bash", input={"command": "ls"})
    assert len(standing(stream).asked) == 1


def test_a_request_finds_its_call() -> None:
    stream = Stream()
    call = stream.call("Edit", input={"file_path": "/p/a", "replace_all": False})
    found = standing(stream)
    assert waiting_call(found, Asked("Edit", {"file_path": "/p/a"}, 0)) == call
    assert waiting_call(found, Asked("Edit", {"file_path": "/p/b"}, 0)) == ""


def test_a_prompt_or_stop_takes_back_what_was_asked_before_it() -> None:
    stream = Stream()
    stream.hook("PermissionRequest", tool="Bash", input={"command": "ls"})
    stream.wait(4).hook("Stop")
    found = standing(stream)
    assert all(asked.ms <= found.settled_ms for asked in found.asked)


def test_the_clock_only_goes_on() -> None:
    stream = Stream()
    stream.wait(60).evidence("clock")
    at = stream.ms
    stream.wait(-30).evidence("clock")
    assert standing(stream).clock_ms == at


def test_the_hooks_digest_tells_which_call_is_done() -> None:
    stream = Stream()
    stream.hook("PermissionRequest", tool="Bash", input={"command": "[redacted]"}, digest="d1")
    stream.hook("PermissionRequest", tool="Bash", input={"command": "ls"}, digest="d2")
    stream.wait(1).hook("PostToolUse", tool="Bash", digest="d1")
    assert [asked.answered for asked in standing(stream).asked] == [True, False]
