"""Statements handed to a database client: asking, changing, or dropping.

A statement is read as far as its verbs: comments and strings are blanked out, one statement is a question only if it
begins like one and holds no verb that changes anything. Two statements in one text are not a question.
"""

from __future__ import annotations

from cctl.core.effect.flow import ensure, printed
from cctl.core.effect.row import word_set
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_QUESTIONS = word_set("SELECT SHOW EXPLAIN DESCRIBE DESC WITH VALUES TABLE PRAGMA LIST HELP SUMMARIZE")
_CHANGES = word_set(
    """INSERT UPDATE DELETE MERGE REPLACE CREATE ALTER DROP TRUNCATE GRANT REVOKE CALL EXEC EXECUTE DO LOAD COPY VACUUM
    REINDEX ANALYZE ATTACH DETACH BEGIN COMMIT ROLLBACK SAVEPOINT RELEASE LOCK UNLOCK SET RESET UNLOAD MSCK REFRESH
    CLUSTER COMMENT SECURITY IMPORT EXPORT INSTALL NOTIFY LISTEN PREPARE DEALLOCATE CHECKPOINT OPTIMIZE REPAIR
    RENAME KILL SHUTDOWN UPSERT INTO OUTFILE DUMPFILE BACKUP RESTORE DBCC WAITFOR"""
)
_RUNS = word_set(
    """LOAD_EXTENSION WRITEFILE READFILE EDIT PG_READ_FILE PG_READ_BINARY_FILE PG_WRITE_FILE LO_EXPORT LO_IMPORT DBLINK
    DBLINK_EXEC XP_CMDSHELL LOAD_FILE SYS_EXEC PG_TERMINATE_BACKEND PG_CANCEL_BACKEND SETVAL NEXTVAL PG_SLEEP
    READ_TEXT READ_BLOB SYSTEM OPENROWSET SP_EXECUTESQL PG_RELOAD_CONF PG_LS_DIR QUERY_TO_XML SET_CONFIG
    PG_ADVISORY_LOCK FTS3_TOKENIZER"""
)
_DOTS = word_set(
    """.tables .schema .indexes .indices .databases .dbinfo .help .version .show .fullschema .headers .mode .width
    .separator .timer .stats .nullvalue .quit .exit"""
)
_METAS = word_set(r"\d \dt \di \dv \dm \ds \df \dn \du \dg \dp \l \z \conninfo \encoding \? \dT \dx \db \list")
_DROPS = frozenset(("DATABASE", "SCHEMA", "KEYSPACE", "TABLESPACE", "TABLE", "COLLECTION"))


def classify(text: str) -> str:
    """`read`, `write`, `drop` (a database, a table or all its rows) or `empty`."""
    if text.lstrip()[:1] == ".":
        return _dotted(text)
    if (
        text[:1] == "\\"
        and text.split(" ", maxsplit=1)[0].rstrip("+S") in _METAS
        and not any(c in text for c in "\n;`|")
    ):
        return "read"
    text = text.rstrip()
    if text[-2:] in ("\\G", "\\g"):  # MySQL's other ends of a statement
        text = text[:-2]
    words, statements = _words(text)
    if not words:
        return "empty"
    if words[0] == "USE":
        first, _, rest = text.partition(";")
        if len(first.split()) == 2:
            return classify(rest) if rest.strip() else "read"
    if "\\" in words:
        return "write"
    for at, word in enumerate(words):
        after = words[at + 1 : at + 3]
        if word == "DROP" and len(after) > 1 and after[0] in _DROPS:
            return "drop"
        if word == "TRUNCATE" and after and (at == 0 or words[at - 1] not in ("GRANT", "ON", "REVOKE")):
            return "drop"
    if words[0] not in _QUESTIONS or statements > 1:
        return "write"
    if words[0] == "PRAGMA":
        return "write" if "=" in text or "(" in text.partition(" ")[2].partition("(")[0] else "read"
    changing = _CHANGES - {"ANALYZE"} if words[0] == "EXPLAIN" else _CHANGES
    if words[0] in ("SHOW", "DESCRIBE", "DESC"):
        changing = frozenset(("INTO",))
    return "write" if any(word in changing or word in _RUNS for word in words[1:]) else "read"


def _dotted(text: str) -> str:
    """A client's own command."""
    words = text.split()
    return "read" if words[0].lower() in _DOTS and "\n" not in text.strip() else "write"


def _words(text: str) -> tuple[list[str], int]:
    """The bare words of a text in upper case, and how many statements it holds."""
    out: list[str] = []
    statements, open_statement = 0, False
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c in "'\"`":
            end = text.find(c, i + 1)
            i = n if end < 0 else end + 1
        elif (c == "-" and text.startswith("--", i)) or c == "#":
            end = text.find("\n", i)
            i = n if end < 0 else end
            continue
        elif c == "/" and text.startswith("/*", i):
            if text[i + 2 : i + 3] == "!":  # a comment that one server runs
                out.append("EXECUTE")
            end = text.find("*/", i + 2)
            i = n if end < 0 else end + 2
            continue
        elif c == ";":
            statements += open_statement
            open_statement = False
            i += 1
            continue
        elif c.isalpha() or c == "_":
            start = i
            while i < n and (text[i].isalnum() or text[i] == "_"):
                i += 1
            out.append(text[start:i].upper())
        elif c == "\\":
            out.append("\\")
            i += 1
        else:
            i += 1
            if c in " \t\r\n":
                continue
        open_statement = True
    return out, statements + open_statement


def files_in(s: Survey, word: Word) -> None:
    """A file named in a statement is read by it (`read_csv('…')`, `FROM '…'`)."""
    for piece in word.text.split("'")[1::2]:
        if s.place(Word(piece, piece, word.start, word.end)) in ("secret", "cctl-self", "private"):
            s.touch("r", Word(piece, piece, word.start, word.end))


_EFFECT = {"read": "DB_READ", "write": "DB_MUTATE", "drop": "DATA_DELETE", "empty": "UNCLEAR"}


def do_sql(s: Survey, args: Args) -> None:
    """A client: its statements come in options, operands or on standard input."""
    row = args.row
    names = row.attrs.get("sql", "").split(",")
    texts = [word for name, word in args.values if name in names]
    at = row.attrs.get("rest", "")
    if at:
        texts.extend(args.operands[int(at) :])
    if texts:
        for word in texts:
            files_in(s, word)
            s.add(_said(s, args, word), args.words[0].text)
        return
    if args.effects or args.replaced is not None:
        return
    cmd = s.cmd
    if cmd is not None:
        for redirect in cmd.redirects:
            if redirect.body is not None and not redirect.body.dynamic:
                s.add(_said(s, args, redirect.body), "here-document")
                return
            if redirect.op == "<":
                s.add("DB_MUTATE", "file")
                return
        if len(cmd.stdin) == 1:
            ensure(s, cmd.stdin[0])
            text = printed(cmd.stdin[0])
            s.add("DB_MUTATE" if text is None else _EFFECT[classify(text)], "pipe")
            return
    s.add("INTERACTIVE", args.words[0].text)


def _said(s: Survey, args: Args, word: Word) -> str:
    """The effect of a statement; what a session told to be read-only can't drop, it only asks for."""
    if word.dynamic:
        return "DB_MUTATE"
    code = _EFFECT[classify(word.text)]
    held = bool(args.flags & {"-readonly", "--readonly", "-safe", "--safe", "--read-only"})
    if s.cmd is not None:
        held = held or any(name == "PGOPTIONS" and "read_only=on" in value.text for name, value in s.cmd.assigns)
    return "DB_MUTATE" if code == "DATA_DELETE" and held else code


def do_athena(s: Survey, args: Args) -> None:
    """A query service: the statement is in an option and must be there."""
    word = args.value("--query-string", "--query", "--sql", "--sql-statement", "-q")
    if word is None or word.dynamic:
        s.add("CLOUD_MUTATE", args.verb or args.key)
        return
    kind = classify(word.text)
    s.add(
        {"read": "REMOTE_READ", "drop": "DB_MUTATE", "write": "DB_MUTATE", "empty": "UNCLEAR"}[kind],
        args.verb or args.key,
    )


_REDIS_READS = word_set(
    """GET MGET STRLEN EXISTS TTL PTTL TYPE KEYS SCAN SSCAN HSCAN ZSCAN HGET HMGET HGETALL HKEYS HVALS HLEN HEXISTS
    LRANGE LLEN LINDEX SMEMBERS SCARD SISMEMBER ZRANGE ZCARD ZSCORE ZRANK ZCOUNT INFO PING DBSIZE TIME ECHO LASTSAVE
    RANDOMKEY GETRANGE BITCOUNT XRANGE XLEN XINFO OBJECT MEMORY COMMAND CLIENT-LIST SLOWLOG LATENCY ROLE"""
)
_REDIS_DROPS = word_set("FLUSHALL FLUSHDB SHUTDOWN")


def do_redis(s: Survey, args: Args) -> None:
    """`redis-cli COMMAND …`."""
    if not args.operands:
        s.add("INTERACTIVE", "redis-cli")
        return
    verb = args.operands[0].text.upper()
    s.add("DB_READ" if verb in _REDIS_READS else "DATA_DELETE" if verb in _REDIS_DROPS else "DB_MUTATE", verb)


def _code(text: str) -> str:
    """A program without what it prints: a string is blanked unless it names a member (`db["x"]`)."""
    out: list[str] = []
    i = 0
    while i < len(text):
        if text[i] in "'\"`" and text[i - 1 : i] != "[":
            end = text.find(text[i], i + 1)
            i = len(text) if end < 0 else end
        else:
            out.append(text[i])
        i += 1
    return "".join(out)


_MONGO_DROPS = (".drop(", "dropDatabase(", ".deleteMany({})", ".remove({})", "dropDatabase", "deleteMany({ })")


def do_mongo(s: Survey, args: Args) -> None:
    """`mongosh --eval CODE`."""
    word = args.value("--eval")
    if word is None:
        s.add("INTERACTIVE" if not args.operands[1:] else "DB_MUTATE", "mongo")
    elif any(mark in _code(word.text) for mark in _MONGO_DROPS):
        s.add("DATA_DELETE", "mongo")
    else:
        s.add("DB_MUTATE", "mongo")
