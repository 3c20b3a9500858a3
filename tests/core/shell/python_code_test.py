import pytest

from cctl.core.shell.python_code import read_python


def facts(source: str) -> list[tuple[str, str | None]]:
    return [(fact.kind, fact.text) for fact in read_python(source)]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "print(1)",
        "print('a', 1 + 2, [x * 2 for x in range(3)], {1: 2}.get(1), f'{3!r:>5}')",
        "import json, sys\nd = json.load(sys.stdin)\nprint(d['a'][0].get('b'), len(d))",
        "import sys; print(sys.version_info.major, sys.argv[1:], sys.version)",
        "import re\nfor m in re.finditer(r'a+', 'aab'):\n    print(m.group(0), m.start())",
        "import datetime as d; print(d.datetime.now().strftime('%Y'), d.timedelta(days=1).total_seconds())",
        "from collections import Counter\nprint(Counter('aab').most_common(1))",
        "import math; print(math.sqrt(2), math.pi)",
        "import os; print(os.path.join('a', 'b'), os.getcwd(), os.sep, os.path.exists('x'))",
        "from os import path; print(path.basename('a/b'))",
        "from pathlib import Path; print(Path('a').exists(), Path.cwd(), Path('a') / 'b')",
        "import hashlib; print(hashlib.sha256(b'a').hexdigest())",
        "def f(x, *a, **k):\n    return x + 1\nprint(f(1))",
        "class A:\n    def g(self):\n        return 1\nprint(A().g())",
        "try:\n    int('x')\nexcept ValueError as e:\n    print(e, repr(e))",
        "print((lambda x: x)(1), sorted([2, 1], key=lambda v: -v))",
        "s = 'a'\ns = s.replace('a', 'b').upper()\nprint(s)",
        "import importlib.metadata as m; print(m.version('x'))",
        "if __name__ == '__main__':\n    print('x')",
        "import base64; print(base64.b64decode('eA==').decode())",
        "match 1:\n    case int() as n:\n        print(n)",
        "with_ = [i for i, _ in enumerate('ab') if i]\nassert with_\ndel with_",
    ],
)
def test_computing_makes_no_fact(source: str) -> None:
    assert facts(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("open('f').read()", [("read", "f")]),
        ("open('f', 'rb')", [("read", "f")]),
        ("open('f', 'w').write('x')", [("write", "f")]),
        ("open('f', mode='a')", [("write", "f")]),
        ("open('f', 'r+')", [("write", "f")]),
        ("m = input_ = 1\nopen('f', m)", [("write", "f")]),
        ("open(file='f')", [("read", "f")]),
        ("p = 'a'\nopen(p + '/b')", [("read", "a/b")]),
        ("p = 'a'\np = 'b'\nopen(p)", [("read", None)]),
        ("for p in ['a']:\n    open(p)", [("read", None)]),
        ("import io; io.open('f', 'w')", [("write", "f")]),
        ("with open('a') as f, open('b', 'w') as g:\n    g.write(f.read())", [("read", "a"), ("write", "b")]),
        ("import os; os.remove('f')", [("delete", "f")]),
        ("import os as o; o.unlink('f')", [("delete", "f")]),
        ("from os import remove as r; r('f')", [("delete", "f")]),
        ("import shutil; shutil.rmtree('d')", [("delete_tree", "d")]),
        ("import shutil; shutil.copy('a', 'b')", [("read", "a"), ("write", "b")]),
        ("import shutil; shutil.move('a', 'b')", [("delete", "a"), ("write", "b")]),
        ("import os; os.system('ls')", [("shell", "ls")]),
        ("import os\nx = str(1)\nos.system('ls ' + x)", [("shell", None)]),
        ("import os; os.popen('ls').read()", [("shell", "ls")]),
        ("import subprocess; subprocess.getoutput('ls')", [("shell", "ls")]),
        ("import subprocess; subprocess.run('ls', shell=True)", [("shell", "ls")]),
        ("import subprocess\nc = str(1)\nsubprocess.run(c, shell=True)", [("shell", None)]),
        ("import subprocess\nflag = 0\nsubprocess.run('ls', shell=flag)", [("shell", "ls")]),
        ("import subprocess as s; s.check_output(['git', 'status'])", [("run", "git")]),
        ("import subprocess\nx = str(1)\nsubprocess.run(['rm', x])", [("run", None)]),
        ("import subprocess; subprocess.Popen('ls')", [("run", "ls")]),
        ("import os; os.listdir('d')", [("list", "d")]),
        ("import os; os.listdir()", [("list", ".")]),
        ("import os\nfor a, b, c in os.walk('d'):\n    print(a)", [("list", "d")]),
        ("import glob; glob.glob('*.py')", [("list", "*.py")]),
        ("import os; os.makedirs('d', exist_ok=True)", [("write", "d")]),
        ("import os; print(os.environ['A'])", [("env", "A")]),
        ("import os; print(os.environ.get('A'), os.getenv('B'))", [("env", "A"), ("env", "B")]),
        ("import os; print(os.environ)", [("env", "")]),
        ("from os import environ; print(environ['A'])", [("env", "A")]),
        ("import urllib.request as u; u.urlopen('http://h/x').read()", [("net_get", "http://h/x")]),
        ("import requests; requests.get('http://h', params={})", [("net_get", "http://h")]),
        ("import requests; requests.post('http://h', data='x')", [("net_send", "http://h")]),
        ("from pathlib import Path; print(Path('a/b').read_text())", [("read", "a/b")]),
        ("from pathlib import Path; Path('a', 'b').write_text('x')", [("write", "a/b")]),
        ("from pathlib import Path\np = Path.home() / '.ssh' / 'id'\np.read_bytes()", [("read", "~/.ssh/id")]),
        ("import os\nopen(os.path.expanduser('~/.netrc'))", [("read", "~/.netrc")]),
        ("import os\nopen(os.path.join('a', '/etc/passwd'))", [("read", "/etc/passwd")]),
        ("from pathlib import Path; Path('f').unlink()", [("delete", "f")]),
        ("from pathlib import Path; Path('f').open('w')", [("write", "f")]),
        ("from pathlib import Path; Path('a').rename('b')", [("delete", "a"), ("write", "b")]),
        ("from pathlib import Path; Path('a').replace('b')", [("delete", "a"), ("write", "b")]),
        ("from pathlib import Path\nfor p in Path('d').rglob('*'):\n    p.unlink()", [("list", "d"), ("delete", None)]),
        ("import sqlite3; sqlite3.connect('f')", [("write", "f")]),
    ],
)
def test_what_touches_the_world_is_found(source: str, expected: list[tuple[str, str | None]]) -> None:
    assert facts(source) == expected


def test_an_argument_list_is_kept() -> None:
    (fact,) = read_python("import subprocess; subprocess.run(['git', 'log', '-1'], check=True)")
    assert fact.words == ("git", "log", "-1")


def test_a_post_behind_urlopen_is_one() -> None:
    assert ("net_send", "http://h") in facts("import urllib.request as u; u.urlopen('http://h', data=b'x')")


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "exec('1')",
        "compile('1', 'f', 'exec')",
        "__import__('os').system('x')",
        "getattr(1, 'real')",
        "globals()['x']",
        "f = open\nf('x')",
        "f = eval",
        "map(open, ['a'])",
        "import os; x = os",
        "import os; f = os.system",
        "import os; [os][0].system('x')",
        "import os; list(map(os.remove, ['a']))",
        "import os; os.execvp('sh', [])",
        "import os; os.environ['A'] = 'b'",
        "import os; os.path.os.system('x')",
        "import uuid; uuid.os.system('x')",
        "import json; json.codecs.open('x')",
        "import sys; sys.modules['os']",
        "import sys; sys.path.insert(0, 'x')",
        "import sys; sys.stdout = 1",
        "import numpy",
        "import ctypes",
        "import pickle",
        "from os import *",
        "from . import x",
        "import os, sys as os",
        "import os\nos = 1",
        "().__class__.__bases__",
        "print.__self__",
        "x.system('y')",
        "x._private()",
        "x.unlink",
        "f()()",
        "d['f']()",
        "type(x)('y')",
        "input()",
        "execfile('x')",
        "breakpoint()",
        "import subprocess; subprocess.run(['a'], env={})",
        "import subprocess; subprocess.run(['a'], executable='b')",
        "import subprocess; subprocess.run(['sh'], input='rm x')",
        "import subprocess; subprocess.run(*a, **k)",
        "open('f', opener=x)",
        "class A:\n    __reduce__ = eval",
        "@eval\ndef f(): pass",
        "print 'x'",
        "def",
        "x" + " + 1" * 5000,
        "(" * 500 + ")" * 500,
        "# coding: utf-7\nprint(1)",
        "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nprint(1)",
        "\0",
        "ｅｖａｌ('1')",
        "import os; getattr(os, 'sys' + 'tem')('x')",
        "import functools, os; functools.partial(os.system, 'x')()",
    ],
)
def test_what_is_not_plain_is_unknown(source: str) -> None:
    assert "unknown" in [kind for kind, _ in facts(source)]
