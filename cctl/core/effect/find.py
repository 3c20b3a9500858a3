"""`find` and `fd`: searching is looking, until an expression deletes, writes or runs."""

from __future__ import annotations

from cctl.core.effect.analyze import run
from cctl.core.effect.row import word_set
from cctl.core.effect.wrap import below
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_VALUED = word_set(
    """-name -iname -path -ipath -wholename -iwholename -regex -iregex -type -xtype -maxdepth -mindepth -mtime -mmin
    -atime -amin -ctime -cmin -Btime -Bmin -newer -anewer -cnewer -bnewer -mnewer -size -perm -user -group -uid -gid
    -links -inum -samefile -lname -ilname -fstype -printf -context -used -regextype -flags -depth-max -since -acl-of"""
)
_PLAIN = word_set(
    """-depth -d -daystart -follow -ignore_readdir_race -noignore_readdir_race -mount -x -xdev -noleaf -warn -nowarn
    -empty -executable -readable -writable -false -true -nogroup -nouser -ls -print -print0 -prune -quit -not -and
    -or -a -o -H -L -P -E -X -s -xattr -sparse -acl -O0 -O1 -O2 -O3 -help --help -version --version ! ( ) ,"""
)
_EXECS = {"-exec": "", "-execdir": "", "-ok": "INTERACTIVE", "-okdir": "INTERACTIVE"}
_WRITES = {"-fprint": 1, "-fprint0": 1, "-fls": 1, "-fprintf": 2}


def do_find(s: Survey, args: Args) -> None:
    """The starting points, then the expression word by word."""
    words = args.operands
    i = 0
    starts: list[Word] = []
    while i < len(words):
        text = words[i].text
        if text in ("-H", "-L", "-P", "-E", "-X", "-s", "-x", "-d") or text[:2] == "-O":
            i += 1
        elif text in ("-D", "-f"):
            i += 2
        elif (text[:1] in ("-", "(", "!") and not words[i].dynamic) or text == "\\(":
            break
        else:
            starts.append(words[i])
            i += 1
    if not starts:
        starts = [Word(".", ".", s.start, s.start)]
    for word in starts:
        s.touch("l", word)
    _expression(s, words, i, starts)


def _expression(s: Survey, words: list[Word], i: int, starts: list[Word]) -> None:
    n = len(words)
    named = ""
    while i < n:
        word = words[i]
        text = word.text
        if text in ("-name", "-iname") and i + 1 < n and words[i - 1].text not in ("!", "-not"):
            named = words[i + 1].text if _secret(s, words[i + 1]) else ""
        if word.dynamic and text[:1] != "-":
            s.add("UNCLEAR", word.raw)
            i += 1
        elif text in _EXECS:
            i = _exec(s, words, i, [_child(start, named) for start in starts] if named else starts, bool(named))
        elif text in _WRITES:
            if i + 1 < n:
                s.touch("w", words[i + 1])
            i += 1 + _WRITES[text]
        elif text == "-delete":
            for start in starts:
                s.touch("D", start)
            i += 1
        elif text == "-files0-from":
            if i + 1 < n:
                s.touch("r", words[i + 1])
            i += 2
        elif text in _VALUED or text.startswith("-newer"):
            i += 2
        elif text in _PLAIN:
            i += 1
        else:
            s.add("UNCLEAR", text)
            i += 1


def _secret(s: Survey, word: Word) -> bool:
    """Whether a name that is searched for is what a secret is called."""
    return not word.dynamic and s.ground.place(f"/x/{word.text}") == "secret"


def _child(start: Word, name: str) -> Word:
    """A file of a name below a starting point, for `{}` to be."""
    return Word(f"{start.text.rstrip('/')}/{name}", start.raw, start.start, start.end, start.dynamic)


def _exec(s: Survey, words: list[Word], i: int, starts: list[Word], named: bool = False) -> int:
    """One `-exec command … ;`; returns the index after it."""
    extra = _EXECS[words[i].text]
    if extra:
        s.add(extra, words[i].text)
    end = i + 1
    while (
        end < len(words)
        and words[end].text not in (";", "\\;")
        and not (words[end].text == "+" and words[end - 1].text == "{}")
    ):
        end += 1
    inner = words[i + 1 : end]
    if inner and inner[0].text == "{}":
        s.add("EXEC_UNKNOWN", "{}")
    elif inner:
        for start in starts:
            run(s, tuple(_filled(word, start, named) for word in inner))
    else:
        s.add("UNCLEAR", words[i].text)
    return end + 1


def _filled(word: Word, start: Word, named: bool = False) -> Word:
    """A word with `{}` standing for any file below a starting point."""
    if word.text == "{}":
        return start if start.dynamic or named else below(start)
    if "{}" in word.text and named and not start.dynamic:
        return Word(word.text.replace("{}", start.text), word.raw, word.start, word.end)
    if "{}" in word.text:
        return Word(word.text.partition("{}")[0], word.raw, word.start, word.end, True, False, word.quoted)
    return word


def do_fd(s: Survey, args: Args) -> None:
    """`fd pattern folder… --exec command`."""
    words = list(args.words[1:])
    cut = next(
        (at for at, word in enumerate(words) if word.text in ("-x", "--exec", "-X", "--exec-batch") or _joined(word)),
        None,
    )
    if cut is None:
        return
    inner = words[cut + 1 :]
    head = words[cut]
    if _joined(head):
        at = head.text.find("=") + 1 if head.text[:2] == "--" else 2
        inner.insert(0, Word(head.text[at:], head.raw, head.start, head.end, head.dynamic, head.glob, head.quoted))
    stop = next((at for at, word in enumerate(inner) if word.text in (";", "\\;")), len(inner))
    here = Word(".", ".", head.start, head.end)
    marks = ("{}", "{/}", "{//}", "{.}", "{/.}")
    found = [below(here) if word.text in marks else _filled(word, here) for word in inner[:stop]]
    if not any(word.text in marks for word in inner[:stop]):
        found.append(below(here))
    if inner:
        run(s, tuple(found))
    else:
        s.add("UNCLEAR", head.text)


def _joined(word: Word) -> bool:
    return word.text.startswith(("--exec=", "--exec-batch=")) or (word.text[:2] in ("-x", "-X") and len(word.text) > 2)
