"""What a piece of Python does, read from its syntax tree.

The method is that of capabilities: whatever can touch the world is reached through an import or a builtin, so each of
those must be called by name, in place, and be listed. A module or an unlisted function that is merely mentioned, handed
on, or reached by an attribute with an underscore makes the program unknown.

`ast` costs milliseconds to import: this module is to be imported only when there is Python to read, as `code` does.
"""

from __future__ import annotations

import ast

from cctl.core.shell.fact import LONGEST, Fact, unknown
from cctl.core.shell.python_table import (
    CALLS,
    HARMLESS,
    METHODS,
    OPENING,
    SAFE_BUILTINS,
    SAFE_ENDINGS,
    SAFE_METHODS,
    UNSAFE_BUILTINS,
    is_harmless,
    is_known,
)

_MOST_NODES = 4000
_SYNTAX = (3, 11)
"""One grammar for every Python this may run on, so that a verdict can be replayed on another."""
_SAFE_DUNDER = frozenset(["__name__", "__file__", "__doc__", "__version__"])
_DEPTH = 16


def read_python(source: str) -> tuple[Fact, ...]:
    """The facts of a program, or one `unknown` fact among them."""
    if len(source) > LONGEST:
        return unknown("limit of text")
    if any("coding" in line and line.lstrip()[:1] == "#" for line in source.split("\n", 2)[:2]):
        return unknown("declared encoding")
    try:
        tree = ast.parse(source, feature_version=_SYNTAX)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return unknown("not Python that can be parsed")
    nodes = list(ast.walk(tree))
    if len(nodes) > _MOST_NODES:
        return unknown("limit of nodes")
    return _Program(nodes).facts()


class _Program:
    """One program: what its names mean, and what was found so far."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self.nodes = nodes
        self.found: list[Fact] = []
        self.imports: dict[str, str] = {}
        self.values: dict[str, ast.expr | None] = {}
        self.defined: set[str] = set()
        self.settled: set[int] = set()

    def facts(self) -> tuple[Fact, ...]:
        """Two passes: names first, then everything that is done with them."""
        for node in self.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                self.values[node.id] = None
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self.defined.add(node.name)
            elif isinstance(node, ast.arg):
                self.values[node.arg] = None
            elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
                self.values[node.name] = None
        self._constants()
        if self.imports.keys() & (self.values.keys() | self.defined):
            self._unknown("an import is bound again")
        for node in self.nodes:
            if id(node) not in self.settled:
                self._visit(node)
        return tuple(self.found)

    def _unknown(self, reason: str) -> None:
        self.found.append(Fact("unknown", reason))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level or any(alias.name == "*" for alias in node.names):
                self._unknown("import of " + (module or "."))
            for alias in node.names:
                self._bind(alias.asname or alias.name, f"{module}.{alias.name}")
            return
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(name, alias.name if alias.asname else name)
            if not is_known(alias.name):
                self._unknown("import of " + alias.name)

    def _bind(self, name: str, target: str) -> None:
        if self.imports.setdefault(name, target) != target:
            self._unknown("an import is bound again")
        if not is_known(target):
            self._unknown("import of " + target)

    def _constants(self) -> None:
        """Names that are assigned once, and what."""
        stores: dict[str, int] = {}
        for node in self.nodes:
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                stores[node.id] = stores.get(node.id, 0) + 1
            elif isinstance(node, ast.arg):
                stores[node.arg] = 2
        for node in self.nodes:
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target = node.targets[0]
                if isinstance(target, ast.Name) and stores.get(target.id) == 1:
                    self.values[target.id] = node.value

    def _dotted(self, node: ast.expr) -> str | None:
        """The full name an expression means if it starts at an import."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.imports:
            return None
        return ".".join([self.imports[node.id], *reversed(parts)])

    def _settle(self, node: ast.expr) -> None:
        """Take an attribute chain as judged, so that its parts are not judged again."""
        self.settled.add(id(node))
        while isinstance(node, ast.Attribute):
            node = node.value
            self.settled.add(id(node))

    def _visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Subscript):
            if self._dotted(node.value) == "os.environ":
                self._settle(node.value)
                if isinstance(node.ctx, ast.Load):
                    self.found.append(Fact("env", self._text(node.slice)))
                else:
                    self._unknown("environment changed")
        elif isinstance(node, ast.Attribute):
            self._attribute(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self._name(node)

    def _name(self, node: ast.Name) -> None:
        if node.id in self.imports:
            if self.imports[node.id] not in HARMLESS:
                self._unknown("mention of " + self.imports[node.id])
        elif not self._is_safe(node.id):
            self._unknown("mention of " + node.id)

    def _is_safe(self, name: str) -> bool:
        """Whether a bare name is the program's own, or a builtin that only computes."""
        own = name in self.defined or name in self.values
        return (own or name in SAFE_BUILTINS or name.endswith(SAFE_ENDINGS)) and name not in UNSAFE_BUILTINS

    def _attribute(self, node: ast.Attribute) -> None:
        name = self._dotted(node)
        if name is not None:
            self._settle(node)
            if name == "os.environ":
                self.found.append(Fact("env", ""))
            elif not isinstance(node.ctx, ast.Load) or not is_harmless(name):
                self._unknown("mention of " + name)
        elif node.attr in METHODS or (node.attr[:1] == "_" and node.attr not in _SAFE_DUNDER):
            self._unknown("mention of ." + node.attr)

    def _call(self, node: ast.Call) -> None:
        func = node.func
        name = self._dotted(func)
        if name is not None:
            self._settle(func)
            self._named(node, name)
        elif isinstance(func, ast.Name):
            self.settled.add(id(func))
            if func.id == "open" and "open" not in self.defined:
                self._open(node, node.args[:1])
            elif not self._is_safe(func.id):
                self._unknown("call of " + func.id)
        elif isinstance(func, ast.Attribute):
            self.settled.add(id(func))
            self._method(node, func)
        elif not isinstance(func, ast.Lambda):
            self._unknown("call of an expression")

    def _named(self, node: ast.Call, name: str) -> None:
        if name in OPENING:
            self._open(node, node.args[:1])
        elif name in CALLS:
            for kind, at in CALLS[name]:
                argument = node.args[at] if at < len(node.args) else None
                if kind == "run":
                    self._run(node, argument)
                elif argument is None and kind == "list" and not node.keywords:
                    self.found.append(Fact(kind, "."))
                else:
                    self.found.append(Fact(kind, self._text(argument)))
            if name == "urllib.request.urlopen" and (len(node.args) > 1 or node.keywords):
                self.found.append(Fact("net_send", self._text(node.args[0] if node.args else None)))
        elif not is_harmless(name):
            self._unknown("call of " + name)

    def _method(self, node: ast.Call, func: ast.Attribute) -> None:
        method = func.attr
        if method == "open":
            self._open(node, [func.value], at=0)
        elif method in METHODS:
            self.found.append(Fact(METHODS[method], self._text(func.value)))
            if method == "rename":
                self.found.append(Fact("write", self._text(node.args[0] if node.args else None)))
        elif method == "replace":
            # With one argument it is a path's, and moves a file.
            if len(node.args) < 2:
                self.found.append(Fact("delete", self._text(func.value)))
                self.found.append(Fact("write", self._text(node.args[0] if node.args else None)))
        elif method not in SAFE_METHODS and method not in self.defined:
            self._unknown("call of ." + method)

    def _open(self, node: ast.Call, path: list[ast.expr], at: int = 1) -> None:
        mode = node.args[at] if at < len(node.args) else None
        for keyword in node.keywords:
            if keyword.arg == "mode":
                mode = keyword.value
            elif keyword.arg == "file":
                path = [keyword.value]
            elif keyword.arg not in ("encoding", "errors", "newline", "buffering"):
                self._unknown("argument of open")
        text = "r" if mode is None else self._text(mode)
        reads = text is not None and not set(text) & set("wax+")
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        where = self._text(path[0]) if path and not starred else None
        self.found.append(Fact("read" if reads and not starred else "write", where))

    def _run(self, node: ast.Call, argument: ast.expr | None) -> None:
        shell = False
        for keyword in node.keywords:
            if keyword.arg == "shell":
                shell = not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
            elif keyword.arg == "args":
                argument = keyword.value
            elif keyword.arg in (None, "executable", "preexec_fn", "env", "cwd", "input"):
                self._unknown("argument of a process")
        if isinstance(argument, ast.List | ast.Tuple) and not shell:
            words = [self._text(item) for item in argument.elts]
            known = tuple([word for word in words if word is not None])
            certain = len(known) == len(words) > 0
            self.found.append(Fact("run", known[0] if certain else None, known if certain else ()))
            return
        text = self._text(argument)
        if shell:
            self.found.append(Fact("shell", text))
        else:
            self.found.append(Fact("run", text, () if text is None else (text,)))

    def _text(self, node: ast.expr | None, depth: int = 0) -> str | None:
        """The string an expression is certain to be."""
        if node is None or depth > _DEPTH:
            return None
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            return self._text(self.values.get(node.id), depth + 1)
        if isinstance(node, ast.JoinedStr):
            return self._joined("", node.values, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Div):
            between = "/" if isinstance(node.op, ast.Div) else ""
            return self._joined(between, [node.left, node.right], depth)
        if isinstance(node, ast.Call) and not node.keywords:
            name = self._dotted(node.func)
            if name in ("pathlib.Path", "pathlib.PurePath", "os.path.join", "str") and node.args:
                return self._joined("/", node.args, depth)
            if name in ("os.path.expanduser", "os.path.abspath", "os.path.normpath") and len(node.args) == 1:
                return self._text(node.args[0], depth + 1)
            return {"pathlib.Path.home": "~", "pathlib.Path.cwd": "."}.get(name or "")
        return None

    def _joined(self, between: str, parts: list[ast.expr], depth: int) -> str | None:
        texts = [self._text(part, depth + 1) for part in parts]
        known = [text for text in texts if text is not None]
        if len(known) < len(texts) or sum(map(len, known)) > LONGEST:
            return None
        if between:
            # An absolute part makes what stands before it void.
            first = max((at for at, text in enumerate(known) if text[:1] == "/"), default=0)
            known = known[first:]
        return between.join(known)
