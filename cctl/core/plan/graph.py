"""Who waits for whom: cycles, an order that respects it, who is downstream, how deep a task lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Needs = Mapping[str, Sequence[str]]


def cycle(needs: Needs) -> list[str]:
    """A chain of tasks that leads back to its first, [] when there is none; without recursion, so of any length."""
    done: set[str] = set()
    for root in needs:
        path: list[str] = []
        inside: set[str] = set()
        stack: list[tuple[str, int]] = [(root, 0)]
        while stack:
            name, at = stack.pop()
            if at == 0:
                if name in done:
                    continue
                path.append(name)
                inside.add(name)
            following = needs.get(name, ())
            if at < len(following):
                stack.append((name, at + 1))
                need = following[at]
                if need in inside:
                    return [*path[path.index(need) :], need]
                stack.append((need, 0))
            else:
                path.pop()
                inside.discard(name)
                done.add(name)
    return []


def order(needs: Needs) -> list[str]:
    """The tasks so that each comes after those it needs, otherwise as in the file."""
    found: list[str] = []
    level = depths(needs)
    for _, _, name in sorted((level[name], at, name) for at, name in enumerate(needs)):
        found.append(name)
    return found


def depths(needs: Needs) -> dict[str, int]:
    """How many tasks have to end one after the other before each can begin; there must be no cycle."""
    found: dict[str, int] = {}
    for root in needs:
        stack = [root]
        while stack:
            name = stack[-1]
            missing = [need for need in needs.get(name, ()) if need not in found]
            if missing and name not in found:
                stack += missing
                continue
            stack.pop()
            found[name] = max((found[need] + 1 for need in needs.get(name, ())), default=0)
    return found


def dependents(needs: Needs) -> dict[str, list[str]]:
    """Who waits for each task."""
    found: dict[str, list[str]] = {name: [] for name in needs}
    for name, wanted in needs.items():
        for need in wanted:
            found.setdefault(need, []).append(name)
    return found


def downstream(needs: Needs, names: Iterable[str]) -> set[str]:
    """These tasks and all that wait for them, directly or not."""
    waiting = dependents(needs)
    found, look = set[str](), list(names)
    while look:
        name = look.pop()
        if name not in found:
            found.add(name)
            look += waiting.get(name, ())
    return found
