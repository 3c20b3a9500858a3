"""Containers, clusters and APIs: what a row can't say about their options."""

from __future__ import annotations

from cctl.core.effect.row import word_set
from cctl.core.effect.wrap import elsewhere
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_VALUES = (
    "yaml",
    "json",
    "jsonpath",
    "go-template",
    "template",
    "custom-columns",
    "jsonpath-as-json",
    "go-template-file",
    "jsonpath-file",
)


_COMMON = word_set(
    """po pod pods deploy deployment deployments svc service services no node nodes ns namespace namespaces rs
    replicaset replicasets sts statefulset statefulsets ds daemonset daemonsets job jobs cj cronjob cronjobs ing
    ingress ingresses ep endpoints endpointslice endpointslices ev event events pv persistentvolume
    persistentvolumes pvc persistentvolumeclaim persistentvolumeclaims sc storageclass storageclasses hpa
    horizontalpodautoscaler horizontalpodautoscalers all"""
)


_RIGHTS = frozenset(("--cap-add", "--device", "--security-opt", "--device-cgroup-rule"))
_SPACES = frozenset(("--pid", "--net", "--network", "--ipc", "--userns", "--uts", "--cgroupns"))


def do_docker_run(s: Survey, args: Args) -> None:
    """`docker run`: mounts and rights decide how far the container is from the machine."""
    for name, word in args.values:
        text = word.text
        if name in ("-v", "--volume"):
            _mount(s, Word(text.partition(":")[0], word.raw, word.start, word.end, word.dynamic))
        elif name == "--mount":
            source = next(
                (part.partition("=")[2] for part in text.split(",") if part.startswith(("source=", "src="))), ""
            )
            _mount(s, Word(source, word.raw, word.start, word.end, word.dynamic))
        elif name in ("--env-file", "--cidfile", "--label-file"):
            s.touch("w" if name == "--cidfile" else "k", word)
        elif name in _RIGHTS or (name in _SPACES and text == "host"):
            s.add("CONTAINER_PRIV", f"{name} {text}")


def _mount(s: Survey, word: Word) -> None:
    text = word.text
    if word.dynamic or text[:1] in "/.~":
        place = s.place(word)
        if (
            place in ("root", "system", "device", "authority", "secret", "private", "unknown", "home", "outside")
            or "docker.sock" in text
        ):
            s.add("CONTAINER_PRIV", text or word.raw)
        elif place in ("agent-config", "cctl-self"):
            s.add("SELF", text)


def do_kube_get(s: Survey, args: Args) -> None:
    """`kubectl get`: secrets by name are names, in full they are values."""
    path = args.value("--raw")
    if path is not None:
        s.add("SECRET_STORE" if path.dynamic or "secret" in path.text else "REMOTE_READ(other)", "--raw")
    if not args.operands:
        return
    first = args.operands[0]
    if first.dynamic:
        s.add("UNCLEAR", first.raw)
        return
    kinds = [
        part.partition("/")[0].partition(".")[0].lower() for word in args.operands for part in word.text.split(",")
    ]
    shown = args.value("-o", "--output", "--template")
    form = shown.text.partition("=")[0] if shown is not None else ""
    if "secret" in kinds[: 1 + first.text.count(",")] or "secrets" in kinds or "secret" in kinds:
        full = shown is not None and (shown.dynamic or form in _VALUES or "--template" in args.flags)
        s.add("SECRET_STORE" if full else "SECRET_NAMES", first.text)
    elif any(kind not in _COMMON for kind in kinds[: 1 + first.text.count(",")]) and first.text:
        s.add("REMOTE_READ(other)", first.text)


_LIGHT = word_set(
    """po pod pods job jobs ev event events rs replicaset replicasets deploy deployment deployments svc service
    services cm configmap configmaps ing ingress ingresses ds daemonset daemonsets sts statefulset statefulsets
    hpa cronjob cronjobs cj endpoints ep netpol networkpolicy sa serviceaccount role rolebinding secret secrets"""
)


def do_kube_delete(s: Survey, args: Args) -> None:
    """`kubectl delete`: what a manifest brings back asks; volumes, namespaces and everything is data."""
    if args.replaced is not None:
        return
    named = [word.text.lower() for at, word in enumerate(args.operands) if not at or "/" in word.text]
    kinds = [each.partition("/")[0].partition(".")[0] for text in named for each in text.split(",")]
    first = next((kind for kind in kinds if kind not in _LIGHT), kinds[0] if kinds else "")
    light = first in _LIGHT and not args.flags & {"--all", "-A", "--all-namespaces"}
    s.add("CLOUD_MUTATE" if light or (not first and args.flags & {"-f", "--filename", "-k"}) else "DATA_DELETE", first)


def do_aws_get(s: Survey, args: Args) -> None:
    """`aws configure get NAME`: some of the settings are keys."""
    names = [word.text.lower() for word in args.operands]
    secret = any("secret" in name or "token" in name or "key" in name for name in names)
    s.add("SECRET_STORE" if secret or any(word.dynamic for word in args.operands) else "REMOTE_READ", "configure")


def do_api(s: Survey, args: Args) -> None:
    """`gh api` and its like: fields or a writing method send, a GraphQL query asks."""
    method = args.value("-X", "--method", "-m")
    fields = [
        word
        for name, word in args.values
        if name in ("-f", "-F", "--field", "--raw-field", "--input", "--form", "-d", "--data", "-b", "--body")
    ]
    target = args.operands[0].text if args.operands else ""
    if target == "graphql" and method is None:
        query = next((word for word in fields if word.text.startswith("query=")), None)
        text = query.text[6:].lstrip() if query is not None and not query.dynamic else "mutation"
        asks = text.startswith(("query", "{")) and "mutation" not in text
        s.add("REMOTE_READ" if asks else "REMOTE_WRITE", "graphql")
    elif method is not None and not method.dynamic and method.text.upper() in ("GET", "HEAD"):
        s.add("REMOTE_READ", target)
    elif method is not None and method.text.upper() == "DELETE":
        s.add("DATA_DELETE", target)
    elif method is not None or fields:
        s.add("REMOTE_WRITE", target)
    elif args.operands and args.operands[0].dynamic:
        s.add("REMOTE_READ", target)
    else:
        s.add("REMOTE_READ", target)
    whole = args.value("--input")
    for word in fields:
        _, at, path = ("", "@", word.text) if word is whole else word.text.partition("=@")
        if at and path != "-":
            s.touch("k", Word(path, word.raw, word.start, word.end, word.dynamic))
            s.add("NET_SEND(known)", target)


def do_inside(s: Survey, args: Args) -> None:
    """`docker exec`, `kubectl exec`: a look inside is a read, anything else runs in the container."""
    words = tuple(args.operands[1:])
    cut = next((at for at, word in enumerate(words) if word.text == "--"), None)
    if cut is not None and all(
        word.text[:1] == "-" or before.text[:1] == "-" for before, word in zip(args.operands, words[:cut], strict=False)
    ):
        words = words[cut + 1 :]
    if not words:
        s.add("INTERACTIVE", args.key)
        return
    codes = elsewhere(s, words, joined=False)
    looks = ("INFO", "LIST", "READ(", "SHELL", "ENV_READ", "REMOTE_READ", "NET_PROBE", "WRITE(stream)")
    s.add("REMOTE_READ(other)" if all(code.startswith(looks) for code in codes) else "CONTAINER", words[0].text)
    if "SECRET_VALUE" in codes:
        s.add("SECRET_STORE", words[0].text)
