"""The kinds of secret that have a shape of their own: a prefix, a frame, a place in a URL.

Each kind names literal marks. A pattern is compiled and run only over a text that holds one of its marks, because
forty patterns over every line of a transcript would cost more than reading it. Lengths are lower bounds well under the
real ones: a reader cuts long results, and the head of a token at the cut is still a leak.
"""

from __future__ import annotations

import re
from functools import cache

from cctl.records.named import NamedTuple


class Kind(NamedTuple):
    """One kind of secret; group `s` of the pattern is what must go, or all of the match."""

    name: str
    marks: tuple[str, ...]  # lower case; one of them stands in the lower-cased text
    pattern: str


_EDGE = r"(?<![A-Za-z0-9_])"
_WORD = r"[A-Za-z0-9_-]"

KINDS = (
    Kind(
        "private_key",
        ("-----begin",),
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?"
        r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    ),
    Kind("age_key", ("age-secret-key",), r"AGE-SECRET-KEY-1[0-9A-Za-z]{20,}"),
    Kind("putty_key", ("private-lines:",), r"Private-Lines: \d+\s+(?P<s>(?:[A-Za-z0-9+/=]{16,}\s*)+)"),
    Kind("anthropic_key", ("sk-ant-",), rf"sk-ant-{_WORD}{{10,}}"),
    Kind("openai_key", ("sk-",), rf"{_EDGE}sk-(?:proj-|svcacct-|admin-|or-v1-)?{_WORD}{{16,}}"),
    Kind("aws_key_id", ("akia", "asia", "abia", "acca"), r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}"),
    Kind("github_token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{12,}"),
    Kind("github_token", ("github_pat_",), r"github_pat_[A-Za-z0-9_]{12,}"),
    Kind("gitlab_token", ("gl",), rf"{_EDGE}gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-{_WORD}{{12,}}"),
    Kind("slack_token", ("xox", "xapp-"), r"(?:xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]{10,}"),
    Kind(
        "slack_webhook", ("hooks.slack.com",), r"hooks\.slack\.com/(?P<s>(?:services|workflows|triggers)/[\w/+-]{10,})"
    ),
    Kind(
        "discord_webhook",
        ("/api/webhooks/",),
        r"discord(?:app)?\.com/api/webhooks/(?P<s>\d+/[\w-]{10,})",
    ),
    Kind("discord_token", (".",), rf"{_EDGE}[MNO][A-Za-z\d]{{23,27}}\.[\w-]{{6,7}}\.[\w-]{{20,}}"),
    Kind("telegram_token", (":aa",), r"(?<!\d)\d{8,10}:AA[\w-]{20,}"),
    Kind("stripe_key", ("k_live_", "k_test_"), r"[srp]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    Kind("webhook_secret", ("whsec_",), r"whsec_[A-Za-z0-9+/=]{10,}"),
    Kind("google_key", ("aiza",), r"AIza[\w-]{20,}"),
    Kind("google_token", ("ya29.", "gocspx-"), r"ya29\.[\w.-]{20,}|GOCSPX-[\w-]{10,}"),
    Kind("jwt", ("eyj",), r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){0,3}"),
    Kind("npm_token", ("npm_",), r"npm_[A-Za-z0-9]{20,}"),
    Kind("pypi_token", ("pypi-",), r"pypi-[A-Za-z0-9_-]{30,}"),
    Kind("huggingface_token", ("hf_",), rf"{_EDGE}(?:hf|api_org)_[A-Za-z0-9]{{16,}}"),
    Kind("sendgrid_key", ("sg.",), r"SG\.[\w-]{12,}\.[\w-]{12,}"),
    Kind("twilio_key", ("sk", "ac"), r"(?<![A-Za-z0-9])(?:SK|AC)[0-9a-f]{32}"),
    Kind("mailgun_key", ("key-",), r"(?<![A-Za-z0-9])key-[0-9a-f]{20,}"),
    Kind("digitalocean_token", ("_v1_",), r"do[opr]_v1_[0-9a-f]{20,}"),
    Kind("shopify_token", ("shp",), r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,}"),
    Kind("square_token", ("sq0",), r"sq0[a-z]{3}-[\w-]{16,}"),
    Kind("databricks_token", ("dapi",), r"dapi[0-9a-f]{24,}"),
    Kind("vault_token", ("hvs.", "hvb.", "hvr."), r"hv[sbr]\.[\w-]{16,}"),
    Kind("terraform_token", (".atlasv1.",), r"[A-Za-z0-9]{10,}\.atlasv1\.[\w-]{20,}"),
    Kind(
        "service_token",
        (
            "glsa_",
            "glc_",
            "nrak-",
            "sntrys_",
            "sntryu_",
            "sbp_",
            "figd_",
            "lin_api_",
            "ntn_",
            "dp.pt.",
            "pmak-",
            "fo1_",
        ),
        r"(?:glsa_|glc_|NRAK-|sntry[su]_|sbp_|figd_|lin_api_|ntn_|dp\.pt\.|PMAK-|fo1_)[\w.+/=-]{16,}",
    ),
    Kind(
        "azure_key",
        ("accountkey=", "sharedaccesskey=", "sig="),
        r"(?:AccountKey|SharedAccessKey|sig)=(?P<s>[\w+/%-]{16,}=*)",
    ),
    Kind(
        "authorization",
        ("bearer", "basic", "digest"),
        r"\b(?i:bearer|basic)\s+(?=\S*(?:[0-9=]|[a-z][A-Z]))(?P<s>[\w.~+/-]{8,}=*)",
    ),
    Kind(
        "authorization",
        ("authorization", "-api-key", "-auth-token", "cookie", "-access-token", "private-token"),
        r"(?i)\b(?:proxy-)?(?:authorization|[\w-]{0,40}api-key|x-[\w-]{0,40}token|private-token|(?:set-)?cookie)"
        r"[\"']?\s*[:=]\s*[\"']?(?!bearer\s|basic\s|\$|<)(?P<s>[^\s\"'][^\r\n\"']{3,})",
    ),
    Kind("url_password", ("://",), r"\w[\w+.-]{0,30}://[^\s/:@\"'<>]*:(?P<s>[^\s\"'<>/]{1,300})@"),
    Kind("url_password", ("://",), r"\w[\w+.-]{0,30}://(?P<s>(?=[^\s@]{0,300}\d)[^\s/:@\"'<>]{12,300})@"),
    Kind(
        "url_token",
        ("?", "&"),
        r"(?i)[?&](?:[\w-]{0,30}(?:token|secret|passwd|password|signature|credential)|(?:api_?|access_?)?key|sig|auth|code"
        r"|pwd)=(?P<s>[^&\s\"'#<>]{4,})",
    ),
    Kind("netrc_password", ("password ", "machine "), r"(?m)\bmachine\s+\S+\s+login\s+\S+\s+password\s+(?P<s>\S+)"),
    Kind(
        "npm_token",
        ("_authtoken", "_auth", "_password"),
        r"(?i)\b_(?:authToken|auth|password)\s*=\s*[\"']?(?P<s>[^\s\"']{4,})",
    ),
    Kind("pgpass", (":",), r"(?m)^[\w.*-]{1,100}:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w*-]{1,60}:(?P<s>\S{4,})$"),
    Kind("cli_password", ("sshpass",), r"sshpass\s+-p\s*(?P<s>'[^']+'|\"[^\"]+\"|\S+)"),
    Kind("cli_password", ("mysql", "mariadb"), r"(?:mysql\w*|mariadb\w*)\b[^\n|;]{0,200}?\s-p(?P<s>[^\s-]\S*)"),
    Kind(
        "cli_password",
        ("curl", "wget", "http", "docker", "login"),
        r"\s(?:-u|--user|--proxy-user)[\s=]+[\"']?[^\s:\"']+:(?P<s>[^\s\"']+)",
    ),
    Kind(
        "cli_password",
        ("sudo -s", "passwd --stdin", "--password-stdin"),
        r"echo\s+(?:-n\s+)?(?P<s>'[^']+'|\"[^\"]+\"|\S+)\s*\|",
    ),
    Kind("cli_password", ("htpasswd",), r"htpasswd\s+-\w*b\w*\s+(?:-\S+\s+)*\S+\s+\S+\s+(?P<s>\S+)"),
    Kind("cli_password", ("openssl",), r"openssl\b[^\n|;]{0,200}?\s(?:-k\s+|-pass(?:in|out)?\s+pass:)(?P<s>\S+)"),
    Kind("cli_password", ("zip ",), r"\b(?:zip|unzip|7z)\b[^\n|;]{0,200}?\s-[Pp]\s*(?P<s>[^\s-]\S*)"),
    Kind("sql_password", ("password", "identified"), r"(?i)\b(?:password|identified\s+by)\s+'(?P<s>[^'\n]{3,200})'"),
    Kind("cli_password", ("login",), r"login\b[^\n|;]{0,200}?\s-p[\s=]*(?P<s>'[^']+'|\"[^\"]+\"|[^\s-]\S*)"),
    Kind(
        "email", ("@",), r"(?<![\w.+%@/-])(?!git@)[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@])"
    ),
    Kind(
        "person",
        ("author:", "commit:", "co-authored-by:", "signed-off-by:", "committer:", "reviewed-by:"),
        r"(?im)^[ \t+\-|]*(?:author|commit|committer|co-authored-by|signed-off-by|reviewed-by):"
        r"[ \t]+(?P<s>[^<\n]{2,80}?)[ \t]*<",
    ),
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled on first use."""
    return re.compile(pattern)


def shaped(text: str) -> list[tuple[int, int, str]]:
    """Every secret with a shape of its own: start, end, kind."""
    lower = text.lower()
    found = []
    for kind in KINDS:
        if not any(mark in lower for mark in kind.marks):
            continue
        group = "s" if "(?P<s>" in kind.pattern else 0
        for match in compiled(kind.pattern).finditer(text):
            start, end = match.span(group)
            if end > start:
                found.append((start, end, kind.name))
    return found
