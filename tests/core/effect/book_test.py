"""Programs, rows, hosts and words out of the shipped tables."""

from tests.gate import book


def test_a_program_is_found_by_every_name_it_has() -> None:
    tables = book()
    assert tables.program("podman") is tables.program("docker")
    assert tables.program("python3.12") == tables.program("python")
    assert tables.program("frobnicate") is None
    assert tables.program("!hosts") is None


def test_rows_are_kept_by_their_text() -> None:
    tables = book()
    assert tables.row("READ(project) -o=w") is tables.row("READ(project) -o=w")


def test_a_verb_is_looked_up_whole_and_by_its_beginning() -> None:
    tables = book()

    def effects(rules: str, word: str) -> object:
        row = tables.verb(rules, word)
        return row and row.effects

    assert effects("aws", "describe-instances") == ("REMOTE_READ",)
    assert effects("aws", "batch-get-image") == ("REMOTE_READ",)
    assert effects("aws", "delete-topic") == ("DATA_DELETE",)
    assert effects("aws", "frobnicate") is None


def test_a_listed_domain_covers_what_is_below_it() -> None:
    tables = book()
    assert tables.host("api.github.com") == "known"
    assert tables.host("GitHub.com.") == "known"
    assert tables.host("github.com.evil.example") == "other"
    assert tables.host("127.0.0.9") == "loopback"
    assert tables.host("127.evil.example") == "other"
    assert tables.host("169.254.169.254") == "metadata"


def test_words_belong_to_one_list() -> None:
    assert book().word("/usr/bin") == "bin"
    assert book().word("$LD_PRELOAD") == "hijack"
    assert book().word("nothing") == ""
