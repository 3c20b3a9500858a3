import pytest

from cctl.core.shell.arithmetic import may_evaluate, numeric
from cctl.core.shell.word import Word
from tests.core.shell.shown import reasons, script


@pytest.mark.parametrize(
    "text",
    [
        "echo $((1 + 2 * (3 - x) % 4))",
        "i=0; echo $((i + 1)); ((i++)); let i+=2",
        "n=$(wc -l < f); echo $((n / 2))",
        "echo $(( $(date +%s) - start ))",
        "echo $(( $(grep -c x f) + $(ls | wc -l) ))",
        "echo $(( $(ls | wc -l | tr -d ' ') ))",
        "x=5; y=$((x * 2)); echo $((y)) ${a[y]} ${z:x:y}",
        "[[ $n -gt 5 ]]",
        "[[ $(git status --porcelain | wc -l) -eq 0 ]]",
        "for ((i = 0; i < 10; i++)); do echo $i; done",
        "i=0; while ((i < 3)); do ((i++)); j=$((i * 2)); done; echo $((j))",
        "a=(1 2); echo ${a[1]} ${#a[@]} ${a[-1]}",
        "x=a+b; echo $((x))",
        'echo $(( "$n" + 1 ))',
        "eval a; shift $((OPTIND - 1)); echo $((SECONDS / 60)) $(($RANDOM % 6))",
    ],
)
def test_harmless_arithmetic_is_understood(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "x='a[$(y)]'; echo $((x))",
        "x='a[$(y)]'; (( x ))",
        "x='a[$(y)]'; echo ${b[x]}",
        "x='a[$(y)]'; echo ${b:x}",
        "x='a[$(y)]'; b[x]=1",
        "x='a[$(y)]'; let x",
        "x='a[$(y)]'; [[ x -eq 0 ]]",
        "x='a[$(y)]'; [[ $x -eq 0 ]]",
        "x='a[$(y)]'; for ((; x; )); do :; done",
        "x='a[$(y)]'; echo $[x]",
        "x='a[$(y)]'; z=x; echo $((z + x))",
        "let 'a[$(y)]'",
        "[[ 'a[$(y)]' -eq 0 ]]",
        "[[ -v 'a[$(y)]' ]]",
        "test -v 'a[$(y)]'",
        "[ -v 'a[`y`]' ]",
        "printf -v 'a[$(y)]' x",
        "read 'a[$(y)]'",
        "unset 'a[$(y)]'",
        "declare 'a[$(y)]=1'",
        "declare -i x='a[$(y)]'",
        "declare -i x; x='a[$(y)]'",
        "declare -i x; read x",
        "declare -i x; for x in 'a[$(y)]'; do :; done",
        "RANDOM='a[$(y)]'",
        "a=(['$(y)']=1)",
        'a=(["\\$(y)"]=1)',
        "declare -a 'a=($(y))'",
        'declare -A "m=$x"',
        "a=(1); declare a='($(y))'",
        'a["\\$(y)"]=1',
        "x=$(cat f); echo $((x))",
        "echo $(( $(cat f) + 1 ))",
        "read x; echo $((x))",
        "while read x; do echo $((x)); done < f",
        "if a; then x=$(cat f); fi; echo $((x))",
        "while a; do echo $((x)); x=$(cat f); done",
        "x=$(cat f); y=$x; echo $((y))",
        "x=$(cat f); [[ $x -gt 1 ]]",
        "wait -p 'a[$(y)]'",
    ],
)
def test_arithmetic_on_text_from_elsewhere_is_opaque(text: str) -> None:
    assert reasons(text)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("wc -l f", True),
        ("date +%s", True),
        ("grep -c x f", True),
        ("grep -rc x f", True),
        ("grep x f", False),
        ("git rev-list --count HEAD", True),
        ("git log", False),
        ("cat f", False),
        ("wc -l f | tr -d ' '", True),
        ("cat f | tr -d ' '", False),
        ("echo 12", True),
        ("echo '$(x)'", False),
        ("$x", False),
        ("curl x | wc -l", True),
    ],
)
def test_programs_that_print_numbers(text: str, yes: bool) -> None:
    assert numeric(script(text).commands[-1]) is yes


def test_text_that_arithmetic_may_see() -> None:
    assert may_evaluate(Word("x + 16#ff", "", 0, 0))
    assert not may_evaluate(Word("a[0]", "", 0, 0))
    assert not may_evaluate(Word("$(x)", "", 0, 0))
    assert may_evaluate(Word("", "", 0, 0, dynamic=True))
    assert not may_evaluate(Word("", "", 0, 0, dynamic=True, subs=script("cat f").commands))
