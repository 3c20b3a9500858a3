"""What to do next."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.plan.board import NANO, Board
from cctl.core.plan.graph import cycle
from cctl.core.plan.schedule import Scheduler, unfinished
from cctl.core.plan.task import OVER, Plan, Task


def command(name: str, *needs: str, **more: Any) -> Task:
    return Task(name, command=("true",), depends_on=needs)._replace(**more)


def agent(name: str, **more: Any) -> Task:
    return Task(name, prompt="p", agent="claude")._replace(**more)


class Play:
    """A plan carried out in the head."""

    def __init__(self, *tasks: Task, slots: int = 2, cap: float | None = None, **more: Any) -> None:
        self.board = Board(Plan(tasks))
        nano = None if cap is None else round(cap * NANO)
        self.scheduler = Scheduler(self.board, slots=slots, cap_nano=nano, **more)
        self.board.apply({"e": "begin", "gen": 1, "fresh": True})

    def skips(self) -> list[tuple[str, str]]:
        found = []
        while skips := self.scheduler.look():
            for skip in skips:
                found.append((skip.name, skip.cause))
                self.board.apply({"e": "done", "t": skip.name, "to": skip.state, "cause": skip.cause})
        return found

    def starts(self, *resting: str, ahead: int = 0) -> list[str]:
        self.skips()
        found = self.scheduler.starts(resting, ahead=ahead)
        for start in found:
            number = self.board.standings[start.name].attempts + 1
            self.board.apply({"e": "intent", "t": start.name, "n": number, "reserve": start.reserve})
        return [start.name for start in found]

    def end(self, name: str, to: str = "completed", **more: Any) -> None:
        self.board.apply({"e": "ended", "t": name, "n": 1, "to": to, **more})


def test_in_the_order_of_the_file_as_slots_are_free() -> None:
    play = Play(command("c"), command("a"), command("b"), command("d", "c"))
    assert play.starts() == ["c", "a"]
    assert play.starts() == []
    play.end("c")
    assert play.starts() == ["b"]
    play.end("a")
    assert play.starts() == ["d"]


def test_what_waits_for_a_failure_is_left_out_in_waves() -> None:
    play = Play(command("a"), command("b", "a"), command("c", "b"), command("d", "a", when='a.state == "failed"'))
    play.starts()
    play.end("a", "failed")
    assert play.skips() == [("b", "dependency"), ("c", "dependency")]
    assert play.starts() == ["d"]


def test_conditions_decide_when_all_is_over() -> None:
    play = Play(command("a"), command("b", "a", when="a.exit_code > 0"), command("c", "b"))
    play.starts()
    play.end("a", code=0)
    assert play.skips() == [("b", "condition"), ("c", "dependency")]


def test_a_condition_speaks_for_those_it_names_alone() -> None:
    play = Play(command("a"), command("x"), command("b", "a", "x", when='a.state == "failed"'))
    play.starts()
    play.end("a", "failed")
    play.end("x", "failed")
    assert play.skips() == [("b", "dependency")]


def test_peers_are_not_done_here() -> None:
    assert Play(command("a", peer="other")).skips() == [("a", "peer")]


def test_tasks_that_rest_let_others_go_first() -> None:
    play = Play(command("a"), command("b"), slots=1)
    assert play.starts() == ["a"]
    play.end("a", "retrying")
    assert play.starts("a") == ["b"]
    play.end("b")
    assert play.starts("a") == []
    assert play.scheduler.waiting()
    assert play.starts() == ["a"]


def test_light_ones_may_be_told_ahead_and_nobody_overtakes() -> None:
    play = Play(*(command(name) for name in "abc"), agent("d"), command("e"), slots=1)
    assert play.starts(ahead=3) == ["a", "b", "c"]
    for name in "abc":
        assert play.starts(ahead=3) == []
        play.end(name)
    assert play.starts(ahead=3) == ["d", "e"]


def test_draining_and_stopping_start_nothing() -> None:
    play = Play(command("a"))
    play.board.apply({"e": "drain", "on": True})
    assert play.starts() == []
    play.board.apply({"e": "drain", "on": False})
    play.scheduler.stopping = "user"
    assert play.starts() == []
    assert not play.scheduler.waiting()


def test_only_some() -> None:
    play = Play(command("a"), command("b"), command("c", "b"), only=frozenset(("b",)))
    assert play.starts() == ["b"]
    play.end("b")
    assert play.starts() == []
    assert unfinished(play.board, frozenset(("b",))) == []
    assert unfinished(play.board, None) == ["a", "c"]


def test_a_budget_of_its_own_less_what_it_has_cost() -> None:
    play = Play(agent("a", budget_usd=1.0))
    play.starts()
    assert play.board.standings["a"].reserve == NANO
    play.end("a", "retrying", nano=NANO // 4)
    play.starts()
    assert play.board.standings["a"].reserve == NANO * 3 // 4


def test_shares_of_the_plans_money_never_pass_it() -> None:
    play = Play(*(agent(name) for name in "abc"), slots=2, cap=1.0)
    assert play.starts() == ["a", "b"]
    assert [play.board.standings[name].reserve for name in "ab"] == [NANO // 2, NANO // 2]
    play.end("a", nano=NANO // 2)
    assert play.starts() == []  # b holds the rest
    assert not play.scheduler.over_budget
    assert not play.scheduler.left("b", NANO // 2)
    play.end("b", nano=NANO // 4)
    assert play.starts() == ["c"]
    assert play.board.standings["c"].reserve == NANO // 4
    play.end("c", "retrying", nano=NANO // 4, free=True)
    assert play.starts() == []
    assert play.scheduler.over_budget


def test_judges_are_paid_from_what_is_left() -> None:
    play = Play(agent("a", budget_usd=0.5), agent("b"), cap=1.0)
    play.starts()
    assert play.scheduler.room("b") == NANO // 2
    play.end("a", "verifying", nano=NANO // 4)
    assert play.scheduler.room("a") == NANO // 4
    assert Play(agent("a")).scheduler.room("a") is None


def test_commands_need_no_money() -> None:
    play = Play(agent("a"), command("b"), slots=1, cap=1.0)
    play.starts()
    play.end("a", nano=2 * NANO)
    assert play.starts() == ["b"]


plans = st.integers(1, 12).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 11), max_size=3), min_size=size, max_size=size
    ).map(lambda rows: {str(at): sorted({str(need) for need in row if need < at}) for at, row in enumerate(rows)})
)  # fmt: skip


@given(plans, st.integers(1, 4), st.randoms(use_true_random=False))
def test_every_plan_comes_to_an_end_within_its_slots(needs: dict[str, list[str]], slots: int, luck: Any) -> None:
    assert cycle(needs) == []
    play = Play(*(command(name, *wanted) for name, wanted in needs.items()), slots=slots)
    running: list[str] = []
    for _ in range(100):
        for name in play.starts():
            assert all(play.board.standings[need].state == "completed" for need in needs[name])
            running.append(name)
        assert len(running) <= slots
        if not running:
            break
        play.end(running.pop(luck.randrange(len(running))), luck.choice(["completed", "completed", "failed"]))
    assert all(each.state in OVER for each in play.board.standings.values())
