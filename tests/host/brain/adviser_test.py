"""One model's server as an adviser: what is kept, what is repaired, and when it is left alone."""

from __future__ import annotations

import fcntl
import json
import time
from pathlib import Path
from typing import Any

import pytest

from cctl.core.brain.opinion import Nothing, Opinion
from cctl.host.brain.adviser import FILE, LOCK, Adviser, Asked
from cctl.records.errors import BadConfig
from tests.model_server import Model, serving

EFFECTS = ["VCS_REMOTE"]
NOW = 1_790_000_000_000


def adviser(server: Model, folder: Path | str = "", ms: int = 2000, **more: Any) -> Adviser:
    asked: dict[str, Any] = {"url": server.url, "remote": False, "kind": server.kind, "model": "tiny", "budget_ms": ms}
    return Adviser(Asked(**(asked | {"prompt": "Judge: {{call}}"} | more)), str(folder))


def said(made: Adviser, call: str = "a", now_ms: int = NOW) -> Opinion | Nothing:
    return made.opinion({"tool": call}, EFFECTS, now_ms)


def test_what_it_said_is_kept_for_a_week_for_every_process(tmp_path: Path) -> None:
    with serving(Model()) as model:
        first = said(adviser(model, tmp_path))
        assert said(adviser(model, tmp_path)) == first == Opinion("deny", "VCS_REMOTE", "as trained")
        assert len(model.asked) == 1
        said(adviser(model, tmp_path), now_ms=NOW + 8 * 86_400_000)
        said(adviser(model, tmp_path, prompt="Say: {{call}}"))
        said(adviser(model, tmp_path, model="other"))
        assert len(model.asked) == 4


def test_an_opinion_is_whose_who_answered(tmp_path: Path) -> None:
    with serving(Model("openai")) as model:
        made = adviser(model, tmp_path)
        asked = made.id
        said(made)
        assert (made.id, made.model) == (asked, "tiny"), "a server that says nothing of it"
        answer = json.dumps({"verdict": "allow", "category": "VCS_REMOTE", "note": ""})
        model.raw = json.dumps({"model": "other:2", "choices": [{"message": {"content": answer}}]}).encode()
        said(made, "b")
        other = made.id
        assert other != asked and made.model == "other:2"
        assert other == adviser(model, model="other:2").id, "as if it had been asked by its name"
        again = adviser(model, tmp_path)
        assert again.id == asked
        said(again, "b")
        assert (again.id, again.model, len(model.asked)) == (other, "other:2", 2), "kept with its name"
        said(again)
        assert (again.id, again.model) == (asked, "tiny")


def test_a_dead_server_is_left_alone_by_every_process(tmp_path: Path) -> None:
    with serving(Model()) as model:
        model.status = 503
        for at in range(6):
            said(adviser(model, tmp_path), f"call {at}", NOW + at)
        assert len(model.asked) == 3
        assert said(adviser(model, tmp_path), "x", NOW + 9) == Nothing("left_alone")
        model.status = 200
        assert isinstance(said(adviser(model, tmp_path), "x", NOW + 130_000), Opinion)


def test_another_server_has_failed_nobody_yet(tmp_path: Path) -> None:
    with serving(Model()) as dead, serving(Model()) as model:
        dead.status = 503
        for at in range(4):
            said(adviser(dead, tmp_path), f"call {at}", NOW + at)
        assert isinstance(said(adviser(model, tmp_path), "x", NOW + 9), Opinion)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", '{"failures": 3, "kept": {}}', '{"failures": [], "kept": {"a": [1]}}', "[" * 5000]
)
def test_a_damaged_file_is_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    with serving(Model()) as model:
        assert isinstance(said(adviser(model, tmp_path)), Opinion)
        json.loads((tmp_path / FILE).read_text())


def test_opinions_that_another_could_have_written_are_none(tmp_path: Path) -> None:
    with serving(Model()) as model:
        said(adviser(model, tmp_path))
        path = tmp_path / FILE
        path.write_text(path.read_text().replace('"deny"', '"allow"'))
        assert said(adviser(model, tmp_path)) == Opinion("allow", "VCS_REMOTE", "as trained"), "our own file"
        path.chmod(0o666)
        assert said(adviser(model, tmp_path)) == Opinion("deny", "VCS_REMOTE", "as trained")
        assert path.stat().st_mode & 0o777 == 0o600


def test_one_question_at_a_time_on_a_machine(tmp_path: Path) -> None:
    with serving(Model()) as model, (tmp_path / LOCK).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert said(adviser(model, tmp_path)) == Nothing("busy") and model.asked == []


@pytest.mark.parametrize(
    ("kind", "refused", "form"),
    [("openai", "enum", {"type": "json_object"}), ("openai", "json_schema", {"type": "json_object", "schema": None}),
     ("ollama", "enum", "json")],
)  # fmt: skip
def test_a_server_that_refuses_one_form_of_question_is_asked_in_another(kind: str, refused: str, form: Any) -> None:
    with serving(Model(kind)) as model:
        model.refuses = refused
        assert isinstance(said(adviser(model)), Opinion)
        last = model.asked[-1].get("response_format", model.asked[-1].get("format"))
        assert form == (last | {"schema": None} if isinstance(last, dict) and "schema" in last else last)
        model.refuses, model.status = "", 400
        assert said(adviser(model), "b") == Nothing("http_400"), "not for ever"


def test_rubbish_is_asked_again_once_and_only_if_there_is_time() -> None:
    with serving(Model()) as model:
        model.answer = "Sure."
        assert said(adviser(model)) == Nothing("not_json")
        assert len(model.asked) == 2
        model.delay_s = 0.25
        assert said(adviser(model, ms=500), "b") == Nothing("not_json")
        assert len(model.asked) == 3


def test_all_tries_together_keep_one_budget() -> None:
    with serving(Model()) as model:
        model.answer, model.delay_s = "Sure.", 0.1
        begun = time.monotonic()
        said(adviser(model, ms=300))
        assert time.monotonic() - begun < 0.6


def test_a_key_is_sent_from_a_file_and_never_kept(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("s3cret\n")
    with serving(Model("openai")) as model:
        said(adviser(model, tmp_path, key_file=str(key)))
        assert model.headers[-1]["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in (tmp_path / FILE).read_text()
    with pytest.raises(BadConfig, match="llm_key_file"):
        adviser(Model(), key_file=str(tmp_path / "none"))


def test_without_a_models_name_it_does_not_begin() -> None:
    with pytest.raises(BadConfig, match="no model is named"):
        adviser(Model(), model="")
