"""Whether a text surely holds no secret, at a price the hook can pay for every call.

Redaction knows sixty shapes and loads a regular expression for most of them; a call such as `npm test` needs none. What
isn't surely harmless goes to the one `redact`: saying so too often costs milliseconds, saying it too rarely a secret,
so a test holds this list against everything that `redact` finds.
"""

from __future__ import annotations

LONGEST = 4000

# A text that holds one of these is looked at by `redact`. Lower case; short ones catch many innocent texts, too.
MARKS = (
    "-----begin", "age-secret-key", "private-lines", "sk-", "akia", "asia", "abia", "acca", "ghp_", "gho_",
    "ghu_", "ghs_", "ghr_", "github_pat", "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-",
    "glagent-", "gloas-", "xox", "xapp-", "hooks.slack", "/webhooks/", ":aa", "k_live", "k_test", "whsec_",
    "aiza", "ya29.", "gocspx", "eyj", "npm_", "pypi-", "hf_", "api_org_", "sg.", "key-", "_v1_", "shpat",
    "shpca", "shppa", "shpss", "sq0", "dapi", "hvs.", "hvb.", "hvr.", ".atlasv1.", "glsa_", "glc_", "nrak-",
    "sntry", "sbp_", "figd_", "lin_api", "ntn_", "dp.pt.", "pmak-", "fo1_", "sharedaccess", "sig=", "bearer",
    "basic", "digest", "auth", "cookie", "@", "author:", "commit:", "-by:", "committer:", "sshpass", "mysql",
    "mariadb", "login", " -u", "--user", "--proxy-user", "passw", "passphrase", "passcode", "pwd", "pin ",
    "secret", "token", "credential", "dsn", "key", "connection", "_url", "-url", ".url", "webhook", "machine ",
    "code=", "signature", "%", "&#", "&amp", "\\u", "\\x", "\x1b",
)  # fmt: skip
_PART = 19  # letters and digits in a row; a longer run may be a key even without a digit in it
_LINES = 6  # with several lines a key may be wrapped: then a mixed run of this length is enough


def surely_plain(text: str) -> bool:
    """Whether `redact` would find nothing in a text; False says that it must be asked."""
    if len(text) > LONGEST or not text.isascii():
        return False
    low = text.lower()
    if any(mark in low for mark in MARKS):
        return False
    wrapped = "\n" in text or "\r" in text
    run: list[str] = []  # parts of one run of the characters that keys are made of
    part = ""
    for char in text + " ":
        if char.isalnum():
            part += char
            continue
        if part:
            if len(part) > _PART or (wrapped and len(part) >= _LINES and _mixed(part)):
                return False
            run.append(part)
            part = ""
        if char not in "+/_=-" and run:
            if not _wordy(run):
                return False
            run = []
        if char == ":" and low.count(":") > 3:
            return False
    return True


def _wordy(run: list[str]) -> bool:
    """Whether a run reads as words: few changes between letters and digits, and enough of it in whole words."""
    size = sum(map(len, run)) + len(run) - 1
    if size < 16:
        return not any(len(part) > 11 and _mixed(part) for part in run)
    words = sum(len(part) for part in run if len(part) > 2 and part.isalpha() and (part.islower() or part.istitle()))
    turns = sum(_turns(part) for part in run)
    return turns * 10 < size and words * 2 > size


def _mixed(part: str) -> bool:
    return not part.isdigit() and not (part.isalpha() and (part.islower() or part.isupper() or part.istitle()))


def _turns(part: str) -> int:
    """How often the kind of character changes within a part."""
    kinds = [1 if char.isdigit() else 2 if char.islower() else 3 for char in part]
    return sum(kinds[at] != kinds[at + 1] for at in range(len(kinds) - 1))
