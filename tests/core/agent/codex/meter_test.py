"""What is counted, under which id, for whom: the counting rule and the traps around it."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.agent.codex.meter import Meter
from cctl.core.agent.spec import Origin, Row
from cctl.records import codec
from tests.core.agent.codex.rollouts import count, line, merged, read, scanned, tokens, used

FAMILY = ("copied-parent", "copied-child", "copied-grandchild")


def at(second: float) -> str:
    return f"2026-11-09T08:{int(second) // 60:02d}:{second % 60:06.3f}Z"


def meta(thread: str, second: float, **payload: object) -> bytes:
    return line("session_meta", {"id": thread, "timestamp": at(second), "cwd": "/p", **payload}, at(second))


def context(second: float, **payload: object) -> bytes:
    return line("turn_context", {"model": "gpt-5", "cwd": "/p", **payload}, at(second))


def run(*steps: tuple[int, int, int], second: float = 0, before: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    """`token_count` lines of answers of these sizes, ten seconds apart, each told twice."""
    out, total = b"", before
    for step in steps:
        second += 10
        total = (total[0] + step[0], total[1] + step[1], total[2] + step[2])
        event = count(tokens(*total), tokens(*step), at(second))
        out += event + event.replace(b'"rate_limits":null', b'"rate_limits":{}')
    return out


def stamped(block: bytes, second: float) -> bytes:
    """A copy with the time of the copying."""
    return b"".join(
        codec.encode({**codec.decode(each), "timestamp": at(second)}) + b"\n" for each in block.splitlines()
    )


# -- one file


def test_usage_by_response_counts_once_and_totals_beside_it_add_nothing() -> None:
    rows, _ = scanned(read("exec-tools") + read("exec-tools"))
    assert len({row.id for row in rows}) == 5
    assert used(merged([read("exec-tools")]).values()) == (49400, 43008, 475)
    assert sum(row.write_5m for row in merged([read("exec-tools")]).values()) == 256


def test_repeated_totals_fallen_totals_and_missing_ones() -> None:
    rows = list(merged([read("counted-by-total")]).values())
    assert used(rows) == (28700, 19200, 315)
    assert {skip.reason for skip in scanned(read("counted-by-total"), audit=True)[1]} == {"repeated_total"}
    assert [row.model for row in rows] == ["gpt-5-codex"] * 4 + ["gpt-5.1"] * 2


def test_equal_answers_after_totals_fell_are_answers_all_the_same() -> None:
    rows, _ = scanned(meta("t", 0) + run((100, 0, 5), (100, 0, 5)) + run((100, 0, 5), (100, 0, 5), second=60))
    assert len({row.id for row in rows}) == 4


def test_usage_without_totals_can_not_be_told_from_a_refresh_and_counts() -> None:
    events = count(None, tokens(100), at(1)) + count(None, tokens(100), at(2))
    assert len({row.id for row in scanned(meta("t", 0) + events)[0]}) == 2


def test_a_context_that_is_full_is_no_usage() -> None:
    full = {"total_tokens": 258_400}
    rows, skips = scanned(meta("t", 0) + run((100, 0, 5)) + count(full, full, at(30)), audit=True)
    assert len(rows) == 1
    assert {skip.reason for skip in skips} == {"repeated_total", "empty_usage"}


def test_a_thread_of_an_older_client_that_a_newer_one_resumed_counts_both_ways() -> None:
    record = {"response_id": "resp_1", "thread_id": "t", "usage": tokens(300), "thread_token_usage": tokens(405)}
    newer = line("token_usage_record", record, at(60)) + count(tokens(405), tokens(300), at(61))
    assert used(scanned(meta("t", 0) + run((100, 0, 5)) + newer)[0]) == (400, 0, 5)


def test_a_total_that_stands_before_its_record_is_the_same_response() -> None:
    record = {"response_id": "resp_1", "thread_id": "t", "usage": tokens(100), "thread_token_usage": tokens(100)}
    block = meta("t", 0) + count(tokens(100), tokens(100), at(9)) + line("token_usage_record", record, at(10))
    assert used(merged([block]).values()) == (100, 0, 0)


def test_a_compaction_that_no_total_includes_is_counted_and_its_embedded_copy_is_not() -> None:
    rows = scanned(read("compacted"))[0]
    assert [row.id for row in rows].count("resp_compaction") == 1
    assert used(rows) == (66300, 40968, 1400)


def test_failed_turns_spend_nothing_and_their_calls_are_nobodys() -> None:
    assert scanned(read("failed-turn"), audit=True) == ([], [])
    call = line("response_item/function_call", {"name": "shell", "arguments": "{}", "call_id": "c"}, at(1))
    rows, _ = scanned(meta("t", 0) + context(0) + call + context(5) + run((100, 0, 5), second=5))
    assert rows[0].tools == ""


def test_tools_are_named_as_by_other_clients_with_a_hash_of_the_call() -> None:
    rows = scanned(read("exec-tools"))[0]
    assert [[each.partition(":")[0] for each in row.tools.split()] for row in rows] == [
        ["Bash", "Bash"],
        ["apply_patch"],
        ["Bash"],
        ["Bash"],
        [],
    ]
    searched = scanned(read("compacted"))[0][0]
    assert (searched.tools.split()[2].partition(":")[0], searched.web) == ("mcp__docs__lookup", 1)


def test_calls_that_follow_the_usage_of_their_response_are_added_to_its_row() -> None:
    told = {row.id: row for row in scanned(read("counted-by-total"))[0]}
    assert [row.tools.partition(":")[0] for row in told.values()] == ["Bash", "Bash", "apply_patch", "", "", ""]
    search = line("response_item/web_search_call", {"id": "ws", "action": {"type": "search"}}, at(11))
    older = meta("t", 0, cli_version="0.63.0") + context(1) + run((100, 0, 5)) + search + search
    grown = scanned(older)[0]
    assert [(row.web, len(row.tools.split()), row.output) for row in grown] == [(0, 0, 5), (1, 1, 5), (2, 2, 5)]
    newer = scanned(older.replace(b"0.63.0", b"0.72.0"))[0]
    assert [(row.web, row.tools) for row in newer] == [(0, "")]


def test_a_tool_whose_name_is_hostile_stays_one_word() -> None:
    call = line("response_item/function_call", {"name": "a b\n:c\u2028", "arguments": "{}", "call_id": "c"}, at(1))
    assert len(scanned(meta("t", 0) + call + run((100, 0, 5)))[0][0].tools.split()) == 1


def test_the_service_tier_is_the_speed() -> None:
    assert [row.speed for row in scanned(read("fork-by-reference"))[0]] == ["fast"]
    assert {row.speed for row in scanned(read("exec-resumed"))[0]} == {""}
    odd = line("event_msg/thread_settings_applied", {"thread_settings": {"service_tier": []}}, at(1))
    assert scanned(meta("t", 0) + odd + run((100, 0, 5)))[0][0].speed == ""


def test_more_cached_than_used_never_makes_less_than_nothing() -> None:
    odd = {"input_tokens": 100, "cached_input_tokens": 150, "cache_write_input_tokens": 20, "output_tokens": 1}
    row = scanned(meta("t", 0) + line("token_usage_record", {"response_id": "r", "usage": odd}, at(1)))[0][0]
    assert (row.input, row.read, row.write_5m) == (0, 100, 0)


def test_a_record_without_an_id_has_one_made_of_what_it_says() -> None:
    record = line("token_usage_record", {"usage": tokens(5), "turn_id": "a"}, at(1))
    rows = scanned(meta("t", 0) + record + record + record.replace(b'"a"', b'"b"'))[0]
    assert len({row.id for row in rows}) == 2


def test_without_any_time_there_is_no_row_but_a_name_for_it() -> None:
    block = line("token_usage_record", {"response_id": "r", "usage": tokens(5)}, "when?")
    assert [skip.reason for skip in scanned(block)[1]] == ["no_time"]


# -- forks and sub-agents


def test_a_fork_by_reference_adds_what_it_used_not_what_it_inherited() -> None:
    files = [read("exec-resumed"), read("fork-by-reference"), read("fork-by-reference-counted")]
    parent = used(merged(files[:1]).values())
    assert used(merged(files).values()) == (parent[0] + 24500, parent[1] + 22000, parent[2] + 160)
    (row,) = scanned(files[2])[0]
    assert row.session == row.payer != scanned(files[0])[0][0].session


def test_copies_count_once_whatever_is_read_first_and_whatever_is_gone() -> None:
    blocks = [read(name) for name in FAMILY]
    whole = merged(blocks)
    assert used(whole.values()) == (18700, 14208, 209)
    for order in permutations(blocks):
        assert used(merged(order).values()) == used(whole.values())
    assert merged(blocks[2:]).keys() == whole.keys()  # all forebears deleted: the copy is what is left of them
    assert merged(blocks[1:]).keys() == whole.keys()
    assert len(merged(blocks[:2])) == len(whole) - 1


def test_a_copy_belongs_to_the_thread_that_says_it_paid() -> None:
    blocks = [read(name) for name in reversed(FAMILY)]
    paid = [row.payer for row in merged(blocks).values()]
    own = [scanned(read(name))[0][-1].session for name in FAMILY]
    assert [paid.count(thread) for thread in own] == [3, 1, 1]


def test_a_sub_agents_history_is_its_parents() -> None:
    for spawner, spawned, numbers in (
        ("spawner", "spawned-with-history", (41800, 32512, 215)),
        ("older-spawner", "older-spawned-with-history", (18500, 11776, 125)),
    ):
        blocks = [read(spawner), read(spawned)]
        assert used(merged(blocks).values()) == used(merged(reversed(blocks)).values()) == numbers
        own = [row for row in scanned(blocks[1])[0] if row.agent_id]
        assert {row.session for row in own} == {scanned(blocks[0])[0][0].session}
        assert used(own) == {"spawner": (16900, 16384, 45), "older-spawner": (6100, 5888, 25)}[spawner]


def test_a_sub_agent_that_spends_what_its_parent_spent_is_another() -> None:
    blocks = [read("older-spawner"), read("older-spawned-afresh")]
    assert len(merged(blocks)) == 3
    assert scanned(blocks[1])[0][0].subagent == "review"


def test_an_inherited_total_told_again_before_the_first_answer_is_the_parents() -> None:
    """With a subscription the service sends quotas first, and the client tells the totals that it inherited."""
    parent = meta("p", 0) + context(1) + run((100, 0, 5), (200, 90, 7))
    refresh = count(tokens(300, 90, 12), tokens(200, 90, 7), at(101), ordinal=45)
    answer = line("response_item/message", {"role": "assistant", "content": []}, at(104), ordinal=46)
    own = count(tokens(550, 290, 20), tokens(250, 200, 8), at(105), ordinal=47)
    first = {"id": "c", "timestamp": at(99), "forked_from_id": "p", "forked_from_ordinal_exclusive": 44}
    child = line("session_meta", first, at(99), ordinal=44) + context(100) + refresh + answer + own
    for blocks in permutations([parent, child]):
        assert used(merged(blocks).values()) == (550, 290, 20)
    bare = child.replace(refresh, b"").replace(answer, b"")
    assert used(merged([parent, bare]).values()) == (550, 290, 20)


def test_the_same_where_the_parents_usage_is_recorded_by_response() -> None:
    first = {"id": "c", "forked_from_id": "p", "forked_from_ordinal_exclusive": 44, "cli_version": "0.169.0"}
    refresh = count(tokens(300, 90, 12), tokens(200, 90, 7), at(101), ordinal=45)
    record = {"response_id": "resp_c", "thread_id": "c", "usage": tokens(250, 200, 8)}
    child = line("session_meta", first, at(99), ordinal=44) + context(100) + refresh
    rows, skips = scanned(child + line("token_usage_record", record, at(105), ordinal=46))
    assert ([row.id for row in rows], [skip.reason for skip in skips]) == (["resp_c"], ["copied"])


def test_a_fork_whose_first_usage_is_only_a_total_is_named_not_guessed() -> None:
    child = meta("c", 0, forked_from_id="p") + context(5) + count(tokens(900), None, at(10))
    child += count(tokens(1000), None, at(20))
    rows, skips = scanned(child)
    assert (used(rows)[0], [skip.reason for skip in skips]) == (100, ["unknown_base"])


def test_threads_that_have_nothing_in_common_never_share_a_row() -> None:
    one, other = (meta(thread, 0) + context(1) + run((5000, 4000, 120)) for thread in ("a", "b"))
    assert len(merged([one, other])) == 2


steps = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 0), st.integers(0, 3)), min_size=1, max_size=5)


@given(steps, steps, steps, st.integers(0, 5), st.booleans(), st.permutations([0, 1, 2]))
def test_families_of_forks_add_up(
    parent: list[tuple[int, int, int]],
    child: list[tuple[int, int, int]],
    grandchild: list[tuple[int, int, int]],
    kept: int,
    named: bool,
    order: list[int],
) -> None:
    """A chain of copying forks, forked anywhere, with or without the first lines of forebears, read in any order."""
    whole = meta("p", 0) + context(1) + run(*parent)
    shared = parent[:kept]
    copy = (meta("p", 0) if named else b"") + context(1) + run(*shared)
    base = tuple(map(sum, zip(*shared, strict=True))) or (0, 0, 0)
    own = context(2010) + run(*child, second=2000, before=base)  # type: ignore[arg-type]  # three sums
    fork = meta("c", 2000, forked_from_id="p") + stamped(copy, 2000) + own
    base = tuple(map(sum, zip(*shared, *child, strict=True)))
    again = meta("g", 3000, forked_from_id="c") + stamped(fork, 3000)
    again += context(3010) + run(*grandchild, second=3000, before=base)  # type: ignore[arg-type]  # three sums
    blocks = [[whole, fork, again][at] for at in order]
    found = used(merged(blocks).values())
    branches = [events(parent[kept:], shared), events(child, shared), events(grandchild, [*shared, *child])]
    # Branches that used the very same numbers at the very same totals can't be told apart by what is written.
    if sum(map(len, branches)) == len(set().union(*branches)):
        assert [found[0], found[2]] == [sum(step[at] for step in (*parent, *child, *grandchild)) for at in (0, 2)]


def events(own: list[tuple[int, int, int]], before: list[tuple[int, int, int]]) -> set[tuple[int, ...]]:
    """What tells the usage events of one branch."""
    told: set[tuple[int, ...]] = set()
    total = (sum(step[0] for step in before), sum(step[2] for step in before))
    for step in own:
        total = (total[0] + step[0], total[1] + step[2])
        told.add((*total, *step))
    return told


def test_it_goes_on_from_what_it_wrote() -> None:
    lines = [codec.decode(each) for each in read("older-spawned-with-history").splitlines()]
    whole, piece = Meter(Origin()), Meter(Origin())
    for each in lines:
        piece = Meter.load(codec.decode(codec.encode(piece.dump())))
        assert whole.feed(each, 0) == piece.feed(each, 0)
        assert whole.dump() == Meter.load(codec.decode(codec.encode(whole.dump()))).dump()


def test_rows_have_the_shape_of_the_seam() -> None:
    for row in scanned(read("spawned-with-history"))[0]:
        assert [type(each) for each in row] == [type(each) for each in Row(*row)]
        assert row.recorded_nano == -1
        assert (row.project, row.geo, row.write_1h) == ("/home/dev/shop", "", 0)
