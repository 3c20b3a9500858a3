# The private environment of a checkout: made at first use, made anew when the dependencies change, shared by bin/cctl,
# bin/cctl-hook and bin/check. Sourced; sets cctl_python. Needs $root.
#
# A stamp file inside the environment holds the checksum of pyproject.toml that it was made from, so that later uses cost
# one comparison of two small files and no process. Two first uses at once: the second waits for the first's lock.

cctl_env() {
    case $1 in run) want= ;; *) want=$1 ;; esac
    venv=$root/.venv
    cctl_python=$venv/bin/python
    if [ -f "$venv/made-from${want:+-$want}" ] && [ ! "$root/pyproject.toml" -nt "$venv/made-from${want:+-$want}" ]; then
        return 0
    fi
    cctl_env_make
}

cctl_env_make() {
    sum=$(cksum <"$root/pyproject.toml") || return 1
    if [ -f "$venv/made-from${want:+-$want}" ] && [ "$(cat "$venv/made-from${want:+-$want}")" = "$sum" ]; then
        touch "$venv/made-from${want:+-$want}" 2>/dev/null # same dependencies, only a newer file
        return 0
    fi
    lock=$root/.venv.lock
    tries=0
    until mkdir "$lock" 2>/dev/null; do
        owner=$(cat "$lock/pid" 2>/dev/null)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$lock" # its owner is dead
            continue
        fi
        tries=$((tries + 1))
        [ $tries -lt 600 ] || { echo "cctl: another set-up holds $lock" >&2; return 75; }
        sleep 1
    done
    echo $$ >"$lock/pid"
    trap 'rm -rf "$lock"' EXIT
    trap 'rm -rf "$lock"; exit 130' INT TERM
    if [ "$(cat "$venv/made-from${want:+-$want}" 2>/dev/null)" != "$sum" ]; then
        cctl_env_install || { code=$?; rm -rf "$lock"; trap - EXIT INT TERM; return $code; }
    fi
    rm -rf "$lock"
    trap - EXIT INT TERM
}

cctl_env_install() {
    echo "cctl: setting up a private environment in .venv (once; about half a minute)" >&2
    python=
    for each in "${CCTL_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$each" ] && "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$each && break
    done
    [ -n "$python" ] || { echo "cctl: needs Python 3.11 or newer (set CCTL_PYTHON to one)" >&2; return 69; }
    if [ ! -x "$cctl_python" ] || ! "$cctl_python" -c '' 2>/dev/null; then
        "$python" -m venv "$venv" 2>"$root/.venv.log" ||
            { "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --without-pip "$venv"; } ||
            { echo "cctl: python cannot make an environment; on Debian: apt install python3-venv" >&2; return 69; }
    fi
    wanted=$("$cctl_python" -c '
import sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
extra = project["optional-dependencies"].get(sys.argv[2], []) if sys.argv[2] else []
print("\n".join(project["dependencies"] + extra))' "$root/pyproject.toml" "$want") || return 1
    pip="$cctl_python -m pip"
    "$cctl_python" -m pip --version >/dev/null 2>&1 || pip="$python -m pip --python $cctl_python"
    printf '%s\n' "$wanted" >"$venv/wanted"
    $pip install --quiet --disable-pip-version-check -r "$venv/wanted" >"$root/.venv.log" 2>&1 ||
        { echo "cctl: could not install what it needs; see .venv.log" >&2; return 69; }
    "$cctl_python" -m compileall -q "$root/cctl" >/dev/null 2>&1
    printf '%s\n' "$sum" >"$venv/made-from"
    [ -z "$want" ] || printf '%s\n' "$sum" >"$venv/made-from-$want"
    rm -f "$root/.venv.log"
}
