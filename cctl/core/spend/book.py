"""Takes batches into a store, so that sums, responses and attribution agree at the end of each.

The same steps serve the ledger (a database) and the memory of one process; what they store in differs. A batch comes
with its own sums, right as they are while all its responses are new; those known already are taken out of the sums
again, joined, and booked as what they have become.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from cctl.core.spend.fold import Batch, Cells, Price, book
from cctl.core.spend.merge import (
    ACCOUNT,
    AT,
    DISPUTED,
    FAR_MS,
    MS,
    Claims,
    World,
    attribute,
    candidates,
    facts,
    join,
    payer,
    told,
)

Kept = tuple[Sequence[Any], Claims | None]  # a `Known` and the claims to it when there are several


class Store(World, Protocol):
    """Where responses and sums are kept."""

    def teach(self, accounts: Mapping[int, tuple[Any, ...]]) -> None:
        """Remember accounts by their numbers."""
        ...

    def fetch(self, ids: Collection[str]) -> dict[str, Kept]:
        """Those of the responses that are known already."""
        ...

    def put(self, responses: Iterable[Sequence[Any]], claims: Mapping[str, Claims]) -> None:
        """Keep responses, in place of what was kept of them."""
        ...

    def add(self, cells: Iterable[Sequence[int]]) -> None:
        """Add to the sums; a cell that is left without responses is dropped."""
        ...

    def earliest(self, sessions: Collection[str]) -> dict[str, int]:
        """When the first response was that each session alone claims; those without any are left out."""
        ...

    def disputed(self, sessions: Collection[str]) -> dict[str, Kept]:
        """Responses that several sessions claim, one of these among them."""
        ...


def apply(batch: Batch, store: Store, price: Price) -> set[str]:
    """Take in a batch; the sessions that are handed back have to be settled before anyone asks."""
    store.teach(batch.accounts)
    claims = claims_by_id(batch.claims)
    sessions = {account[1] for account in batch.accounts.values()}
    cells: Iterable[Sequence[int]] = batch.cells
    responses: Iterable[Sequence[Any]] = batch.known
    old = store.fetch([known[0] for known in batch.known])
    if old:
        responses, cells = _joined(batch, claims, old, store, price)
        sessions.update(store.account(kept[ACCOUNT]).session for kept, _ in old.values())
        sessions.update(session for _, more in old.values() if more for session, _ in more)
    store.put(responses, claims)
    store.add(cells)
    return sessions


def claims_by_id(rows: Iterable[tuple[Any, ...]]) -> dict[str, Claims]:
    """Claims as they are worked with, from rows of id, session, paid and evidence."""
    claims: dict[str, Claims] = {}
    for id, session, paid, account, file, at in rows:
        claims.setdefault(id, {})[session, paid] = (account, file, at)
    return claims


def _joined(
    batch: Batch, claims: dict[str, Claims], old: Mapping[str, Kept], store: Store, price: Price
) -> tuple[list[Sequence[Any]], list[tuple[int, ...]]]:
    """The responses of a batch that are new or have changed, and its sums corrected for those known already."""
    cells: Cells = {(start, account): list(sums) for start, account, *sums in batch.cells}
    responses: list[Sequence[Any]] = []
    for known in batch.known:
        id = known[0]
        if id not in old:
            responses.append(known)
            continue
        kept, held = old[id]
        book(cells, known, store.account(known[ACCOUNT]), price, -1)
        merged, more = join(kept, known, held, claims.pop(id, None), store)
        if merged == list(kept) and more == held:
            continue
        book(cells, kept, store.account(kept[ACCOUNT]), price, -1)
        book(cells, merged, store.account(merged[ACCOUNT]), price)
        responses.append(merged)
        if more:
            claims[id] = more
    return responses, [(*key, *sums) for key, sums in cells.items() if any(sums)]


def settle(sessions: Collection[str], store: Store, price: Price) -> None:
    """Work out anew who paid for what several sessions claim, where one of `sessions` is among them."""
    disputed = store.disputed(sessions)
    if not disputed:
        return
    rivals = {session for _, claims in disputed.values() if claims for session in candidates(claims)}
    earliest = store.earliest(rivals)
    cells: Cells = {}
    moved: list[Sequence[Any]] = []
    for kept, claims in disputed.values():
        if not claims:
            continue
        known = list(kept)
        account = store.account(kept[ACCOUNT])
        attribute(known, told(claims, payer(claims, earliest), store), facts(account), store)
        if known[ACCOUNT] != kept[ACCOUNT]:
            book(cells, kept, account, price, -1)
            book(cells, known, store.account(known[ACCOUNT]), price)
        if known[: AT + 1] != list(kept[: AT + 1]):
            moved.append(known)
    store.put(moved, {})
    store.add([(*key, *sums) for key, sums in cells.items() if any(sums)])


def unsettled(responses: Iterable[Sequence[Any]], world: World) -> dict[str, int]:
    """When the first of these responses was that each session alone claims."""
    earliest: dict[str, int] = {}
    for known in responses:
        if known[DISPUTED] < 2 and known[MS]:
            session = world.account(known[ACCOUNT]).session
            earliest[session] = min(known[MS], earliest.get(session, FAR_MS))
    return earliest
