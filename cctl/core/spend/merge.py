"""Sightings of API responses become responses, each once, whatever order the transcripts are read in.

An agent writes one response on several lines, early ones with placeholder figures, and forks, resumes and sub-agents
copy lines into other files. So every part of a response is a *join*: figures rise to the maximum, time falls to the
first, calls unite, and who paid is worked out from all claims at once. Joining is commutative, associative and
idempotent; that is why a file may be read again from its start, by two processes, or never again, and nothing is
counted twice or lost.

What a response is booked to (session, sub-agent, project, model …) repeats thousands of times and is kept once, as an
`Account`; a response names it by a number that any process computes alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from cctl.core.blake import blake2b
from cctl.records.named import NamedTuple

LIMIT = (1 << 30) - 1  # tokens of one class in one response; more is damage, and would overflow the ledger's sums
DEAREST = 10**15  # nano-dollars that a transcript may say one response cost: a million dollars
FAR_MS = 253_402_300_800_000  # year 10000


class Account(NamedTuple):
    """What a response is booked to, and how it is known."""

    agent: str
    session: str  # that paid
    agent_id: str
    subagent: str
    project: str
    cwd: str
    branch: str
    model: str
    speed: str
    geo: str
    roots: str  # numbers of the homes it was seen in, rising, "1,3"
    paid: int  # 1 when the line names the payer
    copy: int  # 1 when the line belongs to another session than the payer's


class Known(NamedTuple):
    """What is known of one response; a plain list with these places while it is being added to."""

    id: str
    ms: int  # 0 when no sighting told a time
    account: int
    file: int  # of the sighting that it is attributed to
    at: int
    input: int
    output: int
    write_5m: int
    write_1h: int
    read: int
    web: int
    tools: str  # a line per sighting with calls: "TIME.PLACE Name:hash Name:hash"; lines sort as text
    recorded: int
    disputed: int  # 0 one claim, 1 several claims of one session, 2 several sessions


MS, ACCOUNT, FILE, AT, TOOLS, RECORDED, DISPUTED = 1, 2, 3, 4, 11, 12, 13
TOKENS = slice(5, 11)  # and web searches

Evidence = tuple[int, int, int]  # account, file, at
Claims = dict[tuple[str, int], Evidence]  # by session and whether the line names the payer


class World(Protocol):
    """Where accounts and paths are looked up while joining."""

    def account(self, number: int) -> Account:
        """The account of that number."""
        ...

    def learn(self, account: Account) -> int:
        """The number of an account, which is remembered."""
        ...

    def path(self, file: int) -> str:
        """The path of a file."""
        ...


def number(account: Account) -> int:
    """An account's number: computed, not handed out, so that processes and machines agree without asking."""
    text = "".join(f"{len(str(field))}:{field}" for field in account)
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def clean(text: str) -> str:
    """Text that any store can hold: a lone surrogate from a broken JSON escape becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def calls(tools: str) -> tuple[str, ...]:
    """The names of a response's calls, in order."""
    if not tools:
        return ()
    return tuple(call.rpartition(":")[0] for line in tools.split("\n") for call in line.split(" ")[1:])


def unite(tools: Iterable[str]) -> str:
    """Calls of several sightings, each once, in the order of their first sighting."""
    lines = sorted({line for each in tools for line in each.split("\n")} - {""})
    if len(lines) == 2 and lines[0].count(" ") == lines[1].count(" ") == 1 and _hash(lines[0]) != _hash(lines[1]):
        return "\n".join(lines)  # nearly always
    seen: set[str] = set()
    kept = []
    for line in lines:
        stamp, *group = line.split(" ")
        fresh = [call for call in group if _hash(call) not in seen]
        seen.update(map(_hash, fresh))
        if fresh:
            kept.append(line if len(fresh) == len(group) else " ".join((stamp, *fresh)))
    return "\n".join(kept)


def _hash(call: str) -> str:
    return call.rpartition(":")[2]


def claims_of(known: Sequence[Any], claims: Claims | None, world: World) -> Claims:
    """All claims to a response; one that is alone is told by the response itself."""
    if claims:
        return claims
    account = world.account(known[ACCOUNT])
    return {(account.session, account.paid): (known[ACCOUNT], known[FILE], known[AT])}


def rank(evidence: Evidence, world: World) -> tuple[Any, ...]:
    """Which of several sightings in one session tells best: the lowest.

    The payer's own line before a copy, the main file before a sub-agent's, one that names the sub-agent's type before
    one that doesn't, a file of ours before an import. The rest only settles ties the same way every time.
    """
    account, file, at = evidence
    told, path = world.account(account), world.path(file)
    return (told.copy, told.agent_id != "", told.subagent == "", path == "", path, at, told[:7], told.paid)


def join(
    one: Sequence[Any], other: Sequence[Any], claims: Claims | None, more: Claims | None, world: World
) -> tuple[list[Any], Claims | None]:
    """What two lots of sightings of one response tell together.

    Who paid is provisional while several sessions claim it: `settle` knows what else they did.
    """
    merged = list(one)
    merged[MS] = min(one[MS], other[MS]) or max(one[MS], other[MS])
    merged[TOKENS] = map(max, one[TOKENS], other[TOKENS])
    merged[RECORDED] = max(one[RECORDED], other[RECORDED])
    if other[TOOLS] != one[TOOLS]:
        merged[TOOLS] = unite((one[TOOLS], other[TOOLS]))
    left, right = world.account(one[ACCOUNT]), world.account(other[ACCOUNT])
    both = dict(claims_of(one, claims, world))
    for key, evidence in claims_of(other, more, world).items():
        known = both.get(key)
        if known is None or (evidence != known and rank(evidence, world) < rank(known, world)):
            both[key] = evidence
    if len(both) > 1:
        both = {key: (_bare(account, world), file, at) for key, (account, file, at) in both.items()}
    merged[DISPUTED] = 0 if len(both) == 1 else 1 if len(candidates(both)) == 1 else 2
    attribute(merged, told(both, min(candidates(both)), world), _facts(left, right), world)
    return merged, both if len(both) > 1 else None


def candidates(claims: Claims) -> set[str]:
    """Sessions that may have paid: those that a line names as payers, else all that hold the response."""
    named = {session for session, paid in claims if paid}
    return named or {session for session, _ in claims}


def told(claims: Claims, session: str, world: World) -> Evidence:
    """The best evidence for one session."""
    return min((claims[key] for key in claims if key[0] == session), key=lambda evidence: rank(evidence, world))


def attribute(known: list[Any], evidence: Evidence, facts: tuple[str, str, str, str], world: World) -> None:
    """Book a response to the account of some evidence, keeping what is known of it from all sightings."""
    account = world.account(evidence[0])
    model, speed, geo, roots = facts
    if (account.model, account.speed, account.geo, account.roots) != facts:
        known[ACCOUNT] = world.learn(account._replace(model=model, speed=speed, geo=geo, roots=roots))
    else:
        known[ACCOUNT] = evidence[0]
    known[FILE], known[AT] = evidence[1], evidence[2]


def payer(claims: Claims, earliest: Mapping[str, int]) -> str:
    """The session that paid: whose first unshared response is earliest, then the lowest id.

    A session without any response of its own (it only holds copies so far) comes last.
    """
    return min(candidates(claims), key=lambda session: (earliest.get(session, FAR_MS), session))


def facts(account: Account) -> tuple[str, str, str, str]:
    """What an account tells of the response itself rather than of who paid."""
    return account.model, account.speed, account.geo, account.roots


def _bare(number: int, world: World) -> int:
    """The account of a claim says who and where; what the response is, all its sightings tell together."""
    account = world.account(number)
    return world.learn(account._replace(model="", speed="", geo="", roots="")) if account.roots else number


def _facts(one: Account, other: Account) -> tuple[str, str, str, str]:
    if one.roots == other.roots:
        roots = one.roots
    else:
        roots = ",".join(map(str, sorted({int(root) for root in f"{one.roots},{other.roots}".split(",")})))
    return max(one.model, other.model), max(one.speed, other.speed), max(one.geo, other.geo), roots
