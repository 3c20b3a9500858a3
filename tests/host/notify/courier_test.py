import threading
from pathlib import Path

from cctl.host.notify.courier import Courier, Delivery
from cctl.host.notify.spool import Spool
from cctl.records.schema import Record

R: Record = {"type": "finding", "id": "f1"}


def test_what_is_delivered_is_told_and_leaves_the_spool(tmp_path: Path) -> None:
    spool, got = Spool(str(tmp_path)), list[Record]()
    courier = Courier("x", lambda record: got.append(record) or "", spool)
    courier.deliver("k", R)
    assert courier.close(5) == [Delivery("x", R, "", False)] and got == [R] and list(spool.left()) == []


def test_a_service_that_hangs_does_not_hold_up_the_pipe(tmp_path: Path) -> None:
    released, spool = threading.Event(), Spool(str(tmp_path))
    courier = Courier("x", lambda record: "" * released.wait(20), spool)
    for number in range(5):
        courier.deliver(f"k{number}", {**R, "n": number})
    found, left = courier.close(0.05), list(spool.left())
    released.set()
    assert len([each for each in found if each.kept]) >= 4
    assert len(left) >= 4


def test_what_an_earlier_run_left_is_delivered_first(tmp_path: Path) -> None:
    Spool(str(tmp_path)).put("old", {**R, "n": 0})
    got: list[int] = []
    courier = Courier("x", lambda record: got.append(record["n"]) or "", Spool(str(tmp_path)))
    courier.deliver("new", {**R, "n": 1})
    courier.close(5)
    assert got == [0, 1]


def test_what_fails_stays_in_the_spool_and_is_told(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path))
    courier = Courier("x", lambda record: "answered 500", spool)
    courier.deliver("k", R)
    assert courier.close(5) == [Delivery("x", R, "answered 500", True)] and len(list(spool.left())) == 1


def test_a_full_queue_lets_the_oldest_go_and_says_so() -> None:
    released = threading.Event()
    courier = Courier("x", lambda record: "" * released.wait(20), waiting=2)
    for number in range(6):
        courier.deliver("k", {**R, "n": number})
    let_go = [each for each in courier.finished() if each.problem]
    assert len(let_go) >= 3 and all(each.problem == "too many are waiting" and not each.kept for each in let_go)
    released.set()
    courier.close(5)


def test_a_defect_in_one_way_of_telling_is_told_and_the_next_still_goes() -> None:
    def send(record: Record) -> str:
        if record["n"] == 0:
            raise ValueError("x")
        return ""

    courier = Courier("x", send)
    courier.deliver("a", {**R, "n": 0})
    courier.deliver("b", {**R, "n": 1})
    assert [each.problem for each in courier.close(5)] == ["ValueError: None · cctl", ""]


def test_what_is_still_under_way_at_the_end_is_told_as_kept_or_lost(tmp_path: Path) -> None:
    go = threading.Event()
    for spool in (Spool(str(tmp_path / "s")), None):
        courier = Courier("x", lambda record: str(go.wait(20))[:0], spool)
        courier.deliver("k", {"id": "f1"})
        courier.stopping.set()
        [given_up] = courier.close(0.05)
        assert (given_up.problem, given_up.kept) == ("not delivered in time", spool is not None)
    go.set()
