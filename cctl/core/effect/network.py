"""Programs that show how the network is set up, or set it up, depending on words that are no options."""

from __future__ import annotations

from cctl.core.effect.row import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey

_IP_OBJECTS = word_set(
    """address addrlabel link route rule neighbour neighbor ntable tunnel tunl tuntap tap maddress maddr mroute mrule
    monitor xfrm netns l2tp tcp_metrics tcpmetrics token macsec vrf sr nexthop mptcp ioam stats fou ila netconf help"""
)
_IP_LOOKS = ("show", "list", "lst", "get", "help")
_IP_FILTERS = frozenset(("dev", "table", "up", "to", "from", "type", "master", "vrf", "label", "scope", "proto"))
_IP_FAMILIES = frozenset(("xfrm", "mptcp", "l2tp", "sr", "macsec", "ioam"))  # objects that have objects of their own
_IP_EXACT = frozenset(("identify", "pids", "monitor", "dump", "showdump"))
_NETWORKSETUP_LOOKS = ("-get", "-list", "-show", "-is", "-print", "-help", "-version", "-validate")
_IW_LOOKS = frozenset(("info", "link", "scan", "station", "survey", "get", "channels"))


def do_ip(s: Survey, args: Args) -> None:
    """`ip OBJECT [VERB …]`: every word may be cut short, a missing verb shows."""
    words = [word.text for word in args.operands]
    if any(word.dynamic for word in args.operands[:2]):
        s.add("SERVICE", "ip")
    elif not any(each.startswith(words[0]) for each in _IP_OBJECTS):
        s.add("UNCLEAR", words[0])
    elif "netns".startswith(words[0]) and len(words[0]) > 1 and words[1:2] == ["exec"]:
        from cctl.core.effect.analyze import run  # noqa: PLC0415 - a command in another network

        s.add("PRIV", "netns exec")
        run(s, tuple(args.operands[3:]))
    elif "link".startswith(words[0]) and words[1:2] == ["s"]:
        s.add("SERVICE", "link set")
    elif (
        words[0] == "monitor"
        or len(words) == 1
        or words[1] in _IP_EXACT
        or words[1] in _IP_FILTERS
        or any(verb.startswith(words[1]) for verb in _IP_LOOKS)
        or (words[0] in _IP_FAMILIES and len(words) > 2 and words[2] in _IP_LOOKS)
    ):
        s.add("INFO", words[0])
    else:
        s.add("SERVICE", " ".join(words[:2]))


def do_ifconfig(s: Survey, args: Args) -> None:
    """`ifconfig [name [family]]` shows; more words configure."""
    if len(args.operands) > 1 and [word.text for word in args.operands[1:]] not in (["inet"], ["inet6"], ["ether"]):
        s.add("SERVICE", "ifconfig")


def do_networksetup(s: Survey, args: Args) -> None:
    """`networksetup -verb …`: the verb's first syllable tells."""
    first = args.operands[0].text if args.operands else ""
    if not first:
        s.add("UNCLEAR", "networksetup")
    elif first.startswith(_NETWORKSETUP_LOOKS):
        s.add("INFO", first)
    else:
        s.add("SERVICE", first)


def do_resolve(s: Survey, args: Args) -> None:
    """`resolvectl dns [LINK [VALUE…]]`: a value after the link sets it."""
    s.add("SERVICE" if len(args.operands) > 1 else "INFO", args.key)


def do_iw(s: Survey, args: Args) -> None:
    """`iw dev [NAME VERB]`: a verb that looks, or none; anything more sets something up."""
    words = [word.text for word in args.operands]
    looks = len(words) < 2 or (len(words) > 2 and words[2] in _IW_LOOKS) or words[1] == "get"
    s.add("INFO" if looks and "set" not in words and "del" not in words else "SERVICE", "iw")
