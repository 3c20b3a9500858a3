"""Which names of Python's standard library do what.

A name is listed with what a call of it does, or not at all: whatever is missing is unknown. Whole modules are never
taken on trust, because a module reaches others (`uuid.os.system`).
"""

from __future__ import annotations

_HARMLESS = {
    "json": "load loads dump dumps JSONDecodeError",
    "re": "compile match search findall finditer sub subn split escape fullmatch I M S X IGNORECASE MULTILINE DOTALL "
    "VERBOSE",
    "math": "ceil floor sqrt log log2 log10 exp pow pi e inf nan sin cos tan atan atan2 isclose isnan gcd lcm comb "
    "perm factorial fabs fsum prod hypot radians degrees trunc dist",
    "time": "time sleep strftime gmtime localtime monotonic perf_counter time_ns ctime mktime strptime",
    "datetime": "datetime date time timedelta timezone UTC datetime.now datetime.utcnow datetime.fromisoformat "
    "datetime.fromtimestamp datetime.strptime datetime.combine date.today date.fromisoformat timezone.utc",
    "collections": "Counter defaultdict OrderedDict deque namedtuple ChainMap",
    "itertools": "chain chain.from_iterable combinations permutations product groupby islice count cycle repeat "
    "accumulate zip_longest takewhile dropwhile starmap tee pairwise",
    "functools": "reduce partial lru_cache cache wraps cmp_to_key",
    "operator": "itemgetter add sub mul",
    "string": "ascii_letters ascii_lowercase ascii_uppercase digits punctuation hexdigits Template",
    "textwrap": "dedent indent fill wrap shorten",
    "statistics": "mean median mode stdev pstdev variance quantiles",
    "random": "random randint choice choices sample shuffle seed uniform randrange gauss",
    "secrets": "token_hex token_urlsafe token_bytes choice randbelow",
    "hashlib": "md5 sha1 sha224 sha256 sha384 sha512 sha3_256 sha3_512 blake2b blake2s new",
    "hmac": "new compare_digest",
    "base64": "b64encode b64decode urlsafe_b64encode urlsafe_b64decode b32encode b32decode b16encode b16decode",
    "binascii": "hexlify unhexlify crc32 b2a_hex a2b_hex",
    "zlib": "compress decompress crc32 adler32",
    "struct": "pack unpack calcsize unpack_from iter_unpack",
    "uuid": "uuid1 uuid3 uuid4 uuid5 UUID NAMESPACE_DNS NAMESPACE_URL",
    "html": "escape unescape",
    "csv": "reader writer DictReader DictWriter QUOTE_ALL QUOTE_MINIMAL",
    "io": "StringIO BytesIO",
    "pprint": "pprint pformat pp",
    "copy": "copy deepcopy",
    "heapq": "heappush heappop heapify nlargest nsmallest merge",
    "bisect": "bisect bisect_left bisect_right insort",
    "difflib": "unified_diff ndiff get_close_matches SequenceMatcher context_diff",
    "unicodedata": "name normalize category lookup",
    "decimal": "Decimal ROUND_HALF_UP ROUND_HALF_EVEN getcontext",
    "fractions": "Fraction",
    "calendar": "month monthrange isleap timegm",
    "typing": "Any Callable Dict Generator Iterable Iterator List Literal NamedTuple Optional Sequence Set Tuple Union "
    "cast",
    "dataclasses": "dataclass field asdict astuple replace",
    "enum": "Enum IntEnum Flag auto",
    "contextlib": "contextmanager suppress nullcontext",
    "platform": "system machine python_version platform release version processor node architecture uname "
    "python_implementation",
    "keyword": "kwlist iskeyword",
    "tomllib": "load loads TOMLDecodeError",
    "urllib.parse": "urlparse urlsplit urlunsplit urlunparse urlencode urljoin quote quote_plus unquote unquote_plus "
    "parse_qs parse_qsl",
    "importlib.metadata": "version",
    "sys": "argv exit version version_info platform executable stdin stdout stderr byteorder maxsize getsizeof "
    "implementation prefix base_prefix stdin.read stdin.readline stdin.readlines stdin.buffer stdin.buffer.read "
    "stdout.write stdout.flush stdout.buffer stdout.buffer.write stderr.write stderr.flush stdin.isatty stdout.isatty",
    "os": "name sep linesep getcwd getpid getppid cpu_count uname getuid curdir pardir "
    "path.join path.exists path.isfile path.isdir path.islink path.basename path.dirname path.abspath path.realpath "
    "path.relpath path.expanduser path.normpath path.split path.splitext path.getsize path.getmtime path.isabs "
    "path.commonpath path.sep stat lstat access fspath get_terminal_size",
    "pathlib": "Path PurePath PosixPath PurePosixPath Path.home Path.cwd",
    "shutil": "which disk_usage get_terminal_size",
    "socket": "gethostname",
    "tempfile": "gettempdir",
    "subprocess": "PIPE DEVNULL STDOUT CalledProcessError TimeoutExpired",
    "ast": "parse dump literal_eval",
}
HARMLESS = frozenset(f"{module}.{name}" for module, names in _HARMLESS.items() for name in names.split())

OPENING = frozenset(["io.open", "codecs.open", "gzip.open"])
"""Open a file as the builtin does, with the mode in the same place."""
CALLS: dict[str, tuple[tuple[str, int], ...]] = {
    "os.remove": (("delete", 0),),
    "os.unlink": (("delete", 0),),
    "os.rmdir": (("delete", 0),),
    "os.removedirs": (("delete", 0),),
    "shutil.rmtree": (("delete_tree", 0),),
    "os.rename": (("delete", 0), ("write", 1)),
    "os.renames": (("delete", 0), ("write", 1)),
    "os.replace": (("delete", 0), ("write", 1)),
    "shutil.move": (("delete", 0), ("write", 1)),
    "shutil.copy": (("read", 0), ("write", 1)),
    "shutil.copy2": (("read", 0), ("write", 1)),
    "shutil.copyfile": (("read", 0), ("write", 1)),
    "shutil.copytree": (("read", 0), ("write", 1)),
    "os.mkdir": (("write", 0),),
    "os.makedirs": (("write", 0),),
    "os.truncate": (("write", 0),),
    "os.chmod": (("write", 0),),
    "os.chown": (("write", 0),),
    "os.utime": (("write", 0),),
    "os.symlink": (("read", 0), ("write", 1)),
    "os.link": (("read", 0), ("write", 1)),
    "os.readlink": (("list", 0),),
    "os.listdir": (("list", 0),),
    "os.scandir": (("list", 0),),
    "os.walk": (("list", 0),),
    "glob.glob": (("list", 0),),
    "glob.iglob": (("list", 0),),
    "os.system": (("shell", 0),),
    "os.popen": (("shell", 0),),
    "subprocess.getoutput": (("shell", 0),),
    "subprocess.getstatusoutput": (("shell", 0),),
    "subprocess.run": (("run", 0),),
    "subprocess.call": (("run", 0),),
    "subprocess.check_call": (("run", 0),),
    "subprocess.check_output": (("run", 0),),
    "subprocess.Popen": (("run", 0),),
    "os.getenv": (("env", 0),),
    "os.environ.get": (("env", 0),),
    "urllib.request.urlopen": (("net_get", 0),),
    "urllib.request.urlretrieve": (("net_get", 0), ("write", 1)),
    "requests.get": (("net_get", 0),),
    "requests.head": (("net_get", 0),),
    "requests.post": (("net_send", 0),),
    "requests.put": (("net_send", 0),),
    "requests.patch": (("net_send", 0),),
    "requests.delete": (("net_send", 0),),
    "http.client.HTTPConnection": (("net_send", 0),),
    "http.client.HTTPSConnection": (("net_send", 0),),
    "socket.create_connection": (("net_send", 0),),
    "sqlite3.connect": (("write", 0),),
}
"""What a call does with which of its arguments."""

METHODS: dict[str, str] = {
    "read_text": "read",
    "read_bytes": "read",
    "iterdir": "list",
    "rglob": "list",
    "glob": "list",
    "walk": "list",
    "write_text": "write",
    "write_bytes": "write",
    "touch": "write",
    "mkdir": "write",
    "chmod": "write",
    "symlink_to": "write",
    "hardlink_to": "write",
    "unlink": "delete",
    "rmdir": "delete",
    "rename": "delete",
}
"""Methods of paths, by what they do to the path they are called on."""

_SAFE_METHODS = """
    absolute add append as_posix astimezone bit_length capitalize casefold center clear close copy count date decode
    difference discard elements encode endswith exists expanduser expandtabs extend find flush format get getvalue
    group groupdict groups hex hexdigest digest index insert intersection is_absolute is_dir is_file is_symlink isalnum
    isalpha isdigit isdisjoint isnumeric isoformat isoweekday isspace issubset issuperset istitle isupper islower items
    join joinpath keys ljust lower lstrip match most_common partition pop popitem read readable readline readlines
    relative_to remove removeprefix removesuffix resolve reverse rfind rindex rjust rpartition rsplit rstrip search seek
    setdefault sort span split splitlines start end startswith stat strftime strip sub findall finditer fullmatch
    substitute swapcase symmetric_difference tell time timestamp title total_seconds translate truncate union update
    upper values weekday with_name with_suffix write writelines writerow writerows writeheader zfill communicate wait
    poll as_integer_ratio quantize year tobytes tolist opcodes ratio
"""
SAFE_METHODS = frozenset(_SAFE_METHODS.split())
"""Methods of strings, numbers, containers, dates, matches, open files and finished processes."""

_SAFE_BUILTINS = """
    abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate exit filter float
    format frozenset hasattr hash hex id int isinstance issubclass iter len list map max min next object oct ord pow
    print property quit range repr reversed round set slice sorted staticmethod str sum super tuple zip
    __name__ __file__ __doc__ Ellipsis NotImplemented StopIteration KeyboardInterrupt SystemExit
"""
SAFE_BUILTINS = frozenset(_SAFE_BUILTINS.split())
SAFE_ENDINGS = ("Error", "Exception", "Warning")
"""So end the names of exceptions."""
_UNSAFE_BUILTINS = """
    eval exec compile open __import__ getattr setattr delattr globals locals vars dir type input breakpoint help
    memoryview license credits copyright __builtins__ __loader__ __spec__ __build_class__
"""
UNSAFE_BUILTINS = frozenset(_UNSAFE_BUILTINS.split())


def is_harmless(name: str) -> bool:
    """Whether a full name, or the listed value that it is a plain attribute of, only computes."""
    if name in HARMLESS:
        return True
    value, _, attribute = name.rpartition(".")
    return value in HARMLESS and value.count(".") > 0 and (attribute in SAFE_METHODS or value == "sys.version_info")


def is_known(name: str) -> bool:
    """Whether a module, or a name in one, occurs in the tables at all."""
    lead = name + "."
    tables = (HARMLESS, CALLS, OPENING, ("os.environ",))
    return any(listed == name or listed.startswith(lead) for table in tables for listed in table)
