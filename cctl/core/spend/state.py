"""All that is known of a response as one record, so that it can leave one ledger and join another.

It is a `spend` record that any filter understands, with two more fields: `calls`, which tells copies of a call apart,
and `claims`, who may have paid. Joining what comes back is as harmless as reading a transcript twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cctl.core.moment import epoch_ms, stamp
from cctl.core.money.exact import nano, usd
from cctl.core.spend.cell import CLASSES
from cctl.core.spend.fold import Batch, Cells, Price, book
from cctl.core.spend.merge import DEAREST, DISPUTED, FAR_MS, LIMIT, Account, calls, clean, number, unite
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

_SAID = Account._fields[:10]  # what is text
_PLACE = ("agent_id", "subagent", "project", "cwd", "branch")


class State(NamedTuple):
    """A response and who claims it, with accounts in place of their numbers."""

    known: tuple[Any, ...]  # a `Known`; account, file and dispute follow from the rest
    account: Account
    claims: tuple[tuple[Account, str, int], ...]  # account, path, offset


class Malformed(ValueError):
    """A record that is no state of a response; says which field is wrong."""


def pack(states: Iterable[State], files: Mapping[str, int], price: Price) -> Batch:
    """States as a batch; `files` numbers the paths that the store knows."""
    accounts: dict[int, tuple[Any, ...]] = {}
    responses: list[list[Any]] = []
    rows: list[tuple[Any, ...]] = []
    cells: Cells = {}
    for known, account, claims in states:
        accounts[number(account)] = account
        alone = len(claims) == 1
        payers = {claim.session for claim, _, _ in claims if claim.paid} or {claim.session for claim, _, _ in claims}
        told = [0, "", 0] if not alone else [0, *claims[0][1:]]
        whole = [*known[:2], number(account), files.get(str(told[1]), 0), told[2], *known[5:DISPUTED]]
        whole.append(0 if alone else 1 if len(payers) == 1 else 2)
        responses.append(whole)
        book(cells, whole, account, price)
        for claim, path, at in () if alone else claims:
            accounts[number(claim)] = claim
            rows.append((known[0], claim.session, claim.paid, number(claim), files.get(path, 0), at))
    return Batch(accounts, responses, rows, [(*key, *sums) for key, sums in cells.items()])


def record(state: State) -> Record:
    """A state as a `spend` record."""
    known, account, claims = state
    tokens = dict(zip(CLASSES, known[5:10], strict=True))
    told: Record = {
        "type": "spend",
        "v": 1,
        "ts": stamp(known[1]),
        "session": account.session,
        "agent": account.agent,
        "id": known[0],
        "model": account.model,
        "tokens": {name: count for name, count in tokens.items() if count},
        "tools": list(calls(known[11])),
    }
    told |= {name: getattr(account, name) for name in ("speed", "geo", *_PLACE) if getattr(account, name)}
    if known[10]:
        told["web_searches"] = known[10]
    if known[12] >= 0:
        told["cost_usd"] = usd(known[12])
    told["calls"] = known[11]
    told["claims"] = [_claim(*claim) for claim in claims]
    return told


def state(told: Mapping[str, Any], root: str) -> State:
    """The state that a record tells, as seen in one root; raises `Malformed`."""
    ms = epoch_ms(told.get("ts"))
    cost = nano(told["cost_usd"]) if "cost_usd" in told else -1
    if not 0 <= ms < FAR_MS or cost is None or cost > DEAREST:
        raise Malformed("ts" if not 0 <= ms < FAR_MS else "cost_usd")
    tokens = told.get("tokens")
    if not isinstance(tokens, dict):
        raise Malformed("tokens")
    counts = [_count(tokens, name) for name in CLASSES]
    said = {name: _text(told, name) for name in _SAID}
    account = Account(**said, roots=root, paid=0, copy=0)
    listed = told.get("claims")
    if not isinstance(listed, list) or not listed or not _text(told, "id"):
        raise Malformed("claims" if _text(told, "id") else "id")
    claims = tuple(_claimed(each, account.agent) for each in listed)
    if len(claims) == 1:
        alone = claims[0][0]
        account = account._replace(**{name: getattr(alone, name) for name in ("session", *_PLACE, "paid", "copy")})
    known = (_text(told, "id"), ms, 0, 0, 0, *counts, _count(told, "web_searches"), _calls(told), cost, 0)
    return State(known, account, claims)


def _claim(account: Account, path: str, at: int) -> Record:
    told: Record = {"session": account.session}
    told |= {name: getattr(account, name) for name in _PLACE if getattr(account, name)}
    told |= {name: True for name in ("paid", "copy") if getattr(account, name)}
    if path:
        told["path"] = path
    if at:
        told["at"] = at
    return told


def _claimed(told: object, agent: str) -> tuple[Account, str, int]:
    if not isinstance(told, dict):
        raise Malformed("claims")
    said = {name: _text(told, name) if name == "session" or name in _PLACE else "" for name in _SAID}
    paid, copy = (int(told.get(name) is True) for name in ("paid", "copy"))
    account = Account(**(said | {"agent": agent}), roots="", paid=paid, copy=copy)
    return account, _text(told, "path"), _count(told, "at", 1 << 62)


def _calls(told: Mapping[str, Any]) -> str:
    """The calls in the form that `unite` gives; anything else is refused, for it would never unite."""
    text = _text(told, "calls")
    try:
        for line in text.split("\n") if text else ():
            stamp_, *group = line.split(" ")
            ms, _, at = stamp_.partition(".")
            if not (int(ms) and int(at) and group and all(":" in call for call in group)):
                raise ValueError
    except ValueError:
        raise Malformed("calls") from None
    return unite((text,))


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise Malformed(name)
    return clean(value)


def _count(told: Mapping[str, Any], name: str, most: int = LIMIT) -> int:
    value = told.get(name, 0)
    if type(value) is not int or not 0 <= value <= most:
        raise Malformed(name)
    return value
