"""Which class a path belongs to: where it lies, and what its name says it holds.

Everything here is text. Links are followed only by a function the caller hands in, because core may not look at the
disk; without one, `a/link` is taken at its word and the class is the worse of nothing more. Protective classes are
matched in lower case and after Unicode folding: on a case-blind disk `.GIT/Hooks` is the real thing, and asking about a
file that isn't is the cheap mistake. Trust (project, tmp) is matched exactly.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cctl.core.effect.table import Table

    Resolve = Callable[[str], str | None]

# An invisible character inside a name makes `.git` and `.g\u200cit` one folder on some disks.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)


def normal(path: str, cwd: str | None, home: str | None) -> str | None:
    """The absolute path without `.`, `..`, `//` and `~`; None when it can't be known."""
    if path[:1] == "~":
        path = _expand(path, home)
    if path[:1] != "/":
        if cwd is None:
            return None
        path = f"{cwd}/{path}"
    if "//" not in path and "/." not in path and path[-1:] != "/":
        return path
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


def _expand(path: str, home: str | None) -> str:
    """`~`, `~/x` and `~user/x`; an unknown home becomes a folder that is some home."""
    name, slash, rest = path[1:].partition("/")
    if name == "":
        base = home or "/home/~"
    elif name in ("+", "-"):
        return path  # the shell's own folders: a relative path of that name is as good a guess
    else:
        base = "/root" if name == "root" else f"/home/{name}"
    return f"{base}{slash}{rest}"


class Names:
    """The name rules of `policy-places.toml`, decoded once per process."""

    __slots__ = ("ends", "head", "name", "pair", "part", "root", "weight")

    def __init__(self, table: Table) -> None:
        lines = table.section("!places") or {}
        self.weight: dict[str, int] = {}
        kinds: dict[str, dict[str, str]] = {}
        for key, text in lines.items():
            if key == "weight":
                order = text.split(" ")
                self.weight = {name: len(order) - at for at, name in enumerate(order)}
                continue
            kind, _, place = key.partition(" ")
            into = kinds.setdefault(kind, {})
            for name in text.split("|"):
                into[name] = place
        self.part = kinds.get("part", {})
        self.name = kinds.get("name", {})
        self.pair = kinds.get("pair", {})
        self.ends = kinds.get("ends", {})
        self.head = tuple(kinds.get("head", {}).items())
        self.root = kinds.get("root", {})


class Ground:
    """Where a call happens: home, project and what else the classes of its paths depend on."""

    __slots__ = ("_kept", "_names", "above", "cwd", "home", "project", "resolve", "selves", "servers")

    def __init__(
        self, facts: Mapping[str, object], names: Names, cwd: str | None, resolve: Resolve | None = None
    ) -> None:
        self._names = names
        self._kept: dict[str, str] = {}
        self.resolve = resolve
        self.home = _folder(facts.get("home"))
        self.cwd = _folder(cwd)
        own = facts.get("cctl")
        self.selves = (
            tuple(p.lower() for p in own if isinstance(p, str) and p[:1] == "/")
            if isinstance(own, list | tuple)
            else ()
        )
        servers = facts.get("mcp")
        self.servers = servers if isinstance(servers, dict) else {} if facts.get("files") != "none" else None
        self.above = _ancestors(self.home) if self.home else {"/"}
        self.project: str | None = None
        project = _folder(facts.get("project"))
        if project and project not in self.above and self._guard(project.lower()) in ("", "sensitive"):
            self.project = project
            self.above |= _ancestors(project) - {project}

    def place(self, path: str | None) -> str:
        """The class of an absolute normal path; None is `unknown`."""
        if path is None:
            return "unknown"
        kept = self._kept.get(path)
        if kept is None:
            kept = self._place(path)
            if self.resolve is not None:
                real = self.resolve(path)
                if real is not None and real != path:
                    kept = self._worse(kept, self._place(normal(real, "/", self.home) or real))
            if len(self._kept) < 4096:
                self._kept[path] = kept
        return kept

    def _worse(self, one: str, other: str) -> str:
        weight = self._names.weight
        order = {"project": -4, "tmp": -3, "stream": -2}
        rank_one = weight.get(one, order.get(one, 0))
        return one if rank_one >= weight.get(other, order.get(other, 0)) else other

    def _place(self, path: str) -> str:
        low = path.lower()
        if not low.isascii():
            low = _fold(low)
        while low.startswith("/proc/"):
            inner = _through_proc(low, path, self.cwd)
            if inner is None:
                break
            path = normal(inner, "/", self.home) or inner
            low = path.lower()
        if low.startswith("/private/") and low.startswith(("/private/tmp", "/private/var", "/private/etc")):
            path, low = path[8:], low[8:]
        if self.selves and any(low == own or low.startswith(own + "/") for own in self.selves):
            return "cctl-self"
        if low.startswith("/proc/") and low.endswith(("/environ", "/mem")):
            return "secret"
        project = self.project
        if project is not None and path.startswith(project) and path[len(project) : len(project) + 1] in ("", "/"):
            return self._guard(low[len(project) :]) or "project"
        if path in self.above:
            return "root"
        base = self._based(low)
        guard = self._guard(low)
        if guard and guard != "sensitive" and self._names.weight[guard] > self._names.weight.get(base, 0):
            return guard
        if base:
            return base
        if self.home is not None and path.startswith(self.home + "/"):
            return "home"
        return "outside"

    def _based(self, low: str) -> str:
        """The class of the longest listed absolute folder above the path."""
        root = self._names.root
        end = len(low)
        while end > 0:
            place = root.get(low[:end])
            if place is not None:
                return place
            end = low.rfind("/", 0, end)
        return ""

    def _guard(self, low: str) -> str:
        """The heaviest class that the names in a path give it, or an empty text."""
        names = self._names
        part, pair = names.part, names.pair
        found = ""
        before = ""
        parts = low.split("/")
        for part_name in parts:
            name = part_name.rstrip(" .") or part_name if part_name[-1:] in (" ", ".") else part_name
            exact = pair.get(f"{before}/{name}")
            hit = exact or part.get(name)
            if hit is not None:
                if hit == "plain":
                    return ""
                # A file listed with its folder is what it is, whatever else the folder holds.
                found = hit if exact and found == part.get(before) else self._heavier(found, hit)
            before = name
        if found == "secret" and before.endswith(".pub"):
            return "private"  # a public key among secret ones
        return self._heavier(found, self._by_name(before))

    def _by_name(self, name: str) -> str:
        """What the last name of a path says; `plain` look-alikes (`.env.example`, `id_rsa.pub`) say nothing."""
        names = self._names
        kind = names.name.get(name, "")
        dot = name.rfind(".")
        ending = names.ends.get(name[dot + 1 :], "") if dot >= 0 else ""
        if ending == "plain":
            return ""
        for head, place in names.head:
            if name.startswith(head):
                if place == "plain":
                    return ""
                kind = self._heavier(kind, place)
        kind = self._heavier(kind, ending)
        return kind

    def _heavier(self, one: str, other: str) -> str:
        weight = self._names.weight
        return one if weight.get(one, 0) >= weight.get(other, 0) else other


def _folder(value: object) -> str | None:
    """An absolute folder as the facts give it, or None."""
    return normal(value, None, None) if isinstance(value, str) and value[:1] == "/" else None


def _ancestors(path: str) -> set[str]:
    """A folder and everything above it."""
    found = {"/", path}
    while path:
        path = path.rpartition("/")[0]
        if path:
            found.add(path)
    return found


def _fold(low: str) -> str:
    """Look-alike forms of one name made equal (full-width letters, composed accents, invisible characters)."""
    from unicodedata import normalize  # noqa: PLC0415 - a shared library: only paths beyond ASCII pay for it

    return normalize("NFKC", low.translate(_INVISIBLE)).lower()


def _through_proc(low: str, path: str, cwd: str | None) -> str | None:
    """The path behind `/proc/<process>/root` or `/cwd`, which are doors back to the tree; None when it is neither."""
    parts = path.split("/")
    if len(parts) < 4 or not (low.startswith(("/proc/self/", "/proc/thread-self/")) or parts[2].isdigit()):
        return None
    at = 3
    if parts[3] == "task" and len(parts) > 5:
        at = 5
    if parts[at] == "root":
        return "/" + "/".join(parts[at + 1 :])
    if parts[at] == "cwd":
        return "/".join([cwd or "/home/~", *parts[at + 1 :]])
    return None
