"""Fetching and sending: curl, wget, HTTP clients, copies to other machines, raw connections."""

from __future__ import annotations

from cctl.core.effect.analyze import shell_text
from cctl.core.effect.host import host_of
from cctl.core.effect.row import word_set
from cctl.core.effect.scan import rest
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Simple

_DATA = word_set(
    """-d --data --data-ascii --data-binary --data-raw --data-urlencode --json -F --form --form-string -T --upload-file
    --post-data --post-file --body-data --body-file --url-query --mail-from --mail-rcpt"""
)
_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", ""))
_ASKS = word_set(
    """PWD CDUP SIZE PASV EPSV MDTM TYPE CWD SYST NLST NOOP HELP STAT LIST MLSD MLST FEAT MODE STRU XPWD"""
)
_HEADS = frozenset(("-H", "--header", "--proxy-header"))
_DETOURS = frozenset(
    (
        "--resolve",
        "--connect-to",
        "-x",
        "--proxy",
        "--preproxy",
        "--socks5",
        "--socks5-hostname",
        "--socks4",
        "--doh-url",
    )
)


def do_curl(s: Survey, args: Args) -> None:
    """`curl` and `wget`: a body or a writing method sends; everything else fetches."""
    sends = deletes = False
    get = bool(args.flags & {"-G", "--get"})
    body = ""
    for name, word in args.values:
        if name in _DATA and not (name == "-T" and args.words[0].text.endswith(("wget", "wget2"))):
            sends = not get
            body = body or word.text
            _body(s, name, word)
        elif name in ("-X", "--request", "--method"):
            sends = sends or word.dynamic or word.text.upper() not in _SAFE_METHODS
            deletes = word.text.upper() == "DELETE"
        elif name in ("-Q", "--quote", "--prequote", "--postquote"):
            if word.dynamic or word.text.lstrip("-*+").split(" ")[0].upper() not in _ASKS:
                s.add("REMOTE_WRITE", word.text)
        elif name in _DETOURS:
            s.add("NET_GET(other)", word.text)
        elif name in _HEADS and word.text[:1] == "@":
            sends = True
            s.touch("k", rest(word, 1))
        elif name in ("-b", "--cookie") and "=" not in word.text:
            sends = sends or s.place(word) == "secret"
            s.touch("k", word)
    if s.cmd is not None and args.flags & {"-o", "--output", "-O", "--remote-name"} and not _to_stdout(args):
        s.silent.add(id(s.cmd))
        if args.flags & {"-O", "--remote-name", "--remote-name-all"}:
            _under_its_name(s, args)
    urls = [*args.operands, *(word for name, word in args.values if name == "--url")]
    reads = sends and _query(body) and all(_graph(word) for word in urls)
    for word in urls:
        s.touch("u" if reads or not sends else "s", word)
        if (deletes and _controls(s, word)) or (sends and word.text.rstrip("/").partition("?")[0].endswith(_DESTROYS)):
            s.add("DATA_DELETE", word.text)


def _under_its_name(s: Survey, args: Args) -> None:
    """A file that is fetched without a name of its own gets the last one of the address, unless the server names it."""
    if args.flags & {"-J", "--remote-header-name", "--content-disposition"}:
        return
    for word in args.operands:
        name = word.text.partition("?")[0].rpartition("/")[2]
        path = None if word.dynamic or not name else s.path(Word(name, word.raw, word.start, word.end))
        if path is not None:
            s.wrote.append(path)


_STORES = frozenset(  # the ports that search engines, databases, brokers and gateways are administered on
    ("9200", "9201", "9243", "5984", "7700", "8108", "6333", "8086", "15672", "8001", "8500", "2379", "8983", "4646")
)
_DESTROYS = (
    "/doDelete",
    "/_delete_by_query",
    "/delete_by_query",
    "/_close",
    "/clear",
    "/purge_cache",
    "/api/v1/admin/tsdb/delete_series",
)


def _controls(s: Survey, word: Word) -> bool:
    """Whether a URL is of a store or a control plane: DELETE drops data there, elsewhere one resource."""
    name = word.text.partition("://")[2] or word.text
    host, _, port = name.partition("/")[0].rpartition("@")[2].partition(":")
    return port in _STORES or s.book.word(host.lower()) == "control"


def _to_stdout(args: Args) -> bool:
    value = args.value("-o", "--output", "-O", "--output-document")
    return value is not None and value.text in ("-", "/dev/stdout")


def _body(s: Survey, name: str, word: Word) -> None:
    """`@file` in a body sends the file."""
    text = word.text
    if name in ("--form-string", "--data-raw", "--post-data", "--body-data"):
        return
    if name in ("-F", "--form"):
        mark = max(text.find("=@"), text.find("=<"))
        at = mark + 2 if mark >= 0 else 0
        text = text.partition(";")[0]
    elif name in ("-T", "--upload-file", "--post-file", "--body-file"):
        at = 0
        if text in ("-", "."):
            return
        at = -1
    else:
        at = text.find("@") + 1 if text[:1] == "@" or (name == "--data-urlencode" and "@" in text) else 0
    if at and not (at > 0 and text[at:] == "-"):
        s.touch("k", Word(text[max(at, 0) :], word.raw, word.start, word.end, word.dynamic))


def _query(body: str) -> bool:
    """Whether a JSON body is a GraphQL query that only asks."""
    flat = "".join(body.split()).lower()
    return flat.startswith(('{"query":"query', '{"query":"{')) and "mutation" not in flat and "subscription" not in flat


def _graph(word: Word) -> bool:
    return not word.dynamic and word.text.rstrip("/").endswith("/graphql")


def do_http(s: Survey, args: Args) -> None:
    """`http`, `xh`: `[METHOD] URL [items]`; an item with `=` makes it a POST."""
    words = list(args.operands)
    method = ""
    if len(words) > 1 and words[0].text.isalpha() and words[0].text.isupper():
        method = words.pop(0).text
    if not words:
        s.add("UNCLEAR", args.words[0].text)
        return
    items = [word.text for word in words[1:]]
    data = any("=" in item.replace("==", "") or "@" in item for item in items) or bool(s.cmd and s.cmd.stdin)
    sends = method not in _SAFE_METHODS if method else data
    for word in words[1:]:
        name, at, path = word.text.partition("@")
        if at and ("=" not in name or name[-1:] == "="):
            s.touch("k", Word(path, word.raw, word.start, word.end, word.dynamic))
    s.touch("s" if sends else "u", words[0])


_DELETES = word_set(
    """--delete --delete-before --delete-after --delete-during --delete-delay --delete-excluded
    --delete-missing-args --del --remove-source-files"""
)


def do_transfer(s: Survey, args: Args) -> None:
    """`scp`, `rsync`, `rclone copy`: a side with a colon is on another machine."""
    words = list(args.operands)
    if not words:
        s.add("UNCLEAR", args.words[0].text)
        return
    if args.replaced is not None:  # a dry run: nothing is copied, another machine may be asked
        for word in words:
            if not _is_remote(word):
                s.touch("k", word)
            elif "REMOTE_READ" not in args.replaced:
                s.touch("u", word)
        return
    target = words.pop() if len(words) > 1 else None
    sent = target is not None and _is_remote(target) and (args.flags & _WHOLE or args.key[-4:] == "sync")
    kept = target is not None and not target.dynamic and not _is_remote(target)  # a copy on this machine
    for word in words:
        s.touch("u" if _is_remote(word) else "R" if sent else "K" if kept else "k", word)
    if target is None:
        return
    if _is_remote(target):
        s.touch("s", target)
    else:
        for name in _landed(target, words):
            s.touch("w", name)
        if args.flags & _DELETES:
            s.touch("D", target)


def _landed(target: Word, sources: list[Word]) -> list[Word]:
    """The files a copy makes: in a folder they keep their names."""
    folder = target.text.rstrip("/")
    if target.dynamic or (target.text[-1:] != "/" and folder not in (".", "..")) or not folder:
        return [target]
    names = [word.text.rpartition("/")[2].rpartition(":")[2] for word in sources if not word.dynamic and not word.glob]
    return [Word(f"{folder}/{name}", target.raw, target.start, target.end) for name in names if name] or [target]


_WHOLE = frozenset(("-a", "--archive", "-r", "-R", "--recursive"))


def _is_remote(word: Word) -> bool:
    head, colon, _ = word.text.partition(":")
    return bool(colon) and "/" not in head and len(head) > 0


def do_fetch(s: Survey, args: Args) -> None:
    """`git clone`, `aria2c` and the like: the operands that are URLs are fetched from."""
    for word in args.operands[:1]:
        s.touch("u", word)


def do_netcat(s: Survey, args: Args) -> None:
    """`nc host port`: whatever comes in goes out; `-l` listens, `-e` hands over a shell."""
    flags = args.flags
    for name, word in args.values:
        if name in ("-e", "-c", "--exec", "--sh-exec", "--lua-exec"):
            shell_text(s, word)
    if flags & {"-e", "-c", "--exec", "--sh-exec", "--lua-exec"}:
        inner = args.value("-e", "-c", "--exec", "--sh-exec", "--lua-exec")
        name = inner.text.split(" ")[0].rpartition("/")[2] if inner is not None else ""
        s.add("EXEC_REMOTE" if not name or s.book.word(name) == "interpreter" else "REMOTE_EXEC", "command on a socket")
    elif flags & {"-l", "--listen"}:
        s.add("LISTEN", args.words[0].text)
    elif "-z" in flags:
        s.add("NET_PROBE", args.words[0].text)
    elif args.operands:
        s.touch("s", args.operands[0])
        if s.cmd is not None and any(_bare_shell(cmd) for cmd in s.cmd.stdin):
            s.add("EXEC_REMOTE", "shell on a socket")
    else:
        s.add("UNCLEAR", args.words[0].text)


def _bare_shell(cmd: Simple) -> bool:
    """Whether a command is a shell that was given nothing to run: what answers through it is somebody else."""
    name = cmd.words[0].text.rpartition("/")[2] if cmd.words else ""
    return name in ("sh", "bash", "zsh", "dash", "ksh", "ash") and all(word.text[:1] == "-" for word in cmd.words[1:])


_NETS = ("tcp", "udp", "ssl", "openssl", "sctp", "socks", "proxy", "http", "vsock", "ip")


def do_socat(s: Survey, args: Args) -> None:
    """`socat A B`: each side is a file, a command, or the network."""
    sides = [word for word in args.operands if ":" in word.text or word.text in ("-", "STDIO")]
    net = False
    runs = ""
    for word in sides:
        kind, _, rest = word.text.partition(":")
        low = kind.lower()
        inner = Word(rest.partition(",")[0].replace("\\ ", " "), word.raw, word.start, word.end, word.dynamic)
        if "listen" in low or low.endswith("-l") or low.endswith("-recv"):
            s.add("LISTEN", word.text)
            net = True
        elif low.startswith(_NETS):
            s.touch("s", inner)
            net = True
        elif low in ("exec", "system", "shell"):
            shell_text(s, inner)
            names = [name.rpartition("/")[2] for name in inner.text.split(" ")[:2]]
            shell = any(s.book.word(name) == "interpreter" for name in names)
            runs = "EXEC_REMOTE" if shell else runs or "REMOTE_EXEC"
        elif low in ("open", "file", "gopen", "create", "pipe", "unix", "unix-connect", "goopen"):
            s.touch("k", inner)
            if low not in ("open", "file") or word is sides[-1]:
                s.touch("w", inner)
    if net and runs:
        s.add(runs, "command on a socket")
    if net and any(word.text.upper() == "SHELL" for word in args.operands):
        s.add("EXEC_REMOTE", "shell on a socket")
    if not sides:
        s.add("UNCLEAR", "socat")


def known(s: Survey, text: str) -> bool:
    """Whether a URL's host is this machine or well known."""
    return s.book.host(host_of(text)) in ("known", "loopback")


def do_wget(s: Survey, args: Args) -> None:
    """`wget`: like curl, but it writes a file unless told otherwise."""
    do_curl(s, args)
    listed = args.value("-i", "--input-file")
    if listed is not None:
        s.add("NET_GET(unknown)", listed.text)
    if not args.flags & {"--spider", "-O", "--output-document", "-V", "--version"}:
        here = s.ground.place(s.cwd)
        s.add("WRITE(project)" if here == "project" else "WRITE(unknown)", "wget")
        _under_its_name(s, args)
        if s.cmd is not None:
            s.silent.add(id(s.cmd))
