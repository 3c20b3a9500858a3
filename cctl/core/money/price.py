"""The price table: what a response cost, in integer nano-dollars, by the prices of its day.

The table is text handed in by the caller and costs are never baked into what is stored: whoever keeps costs keeps
`digest` beside them and works them out again when it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cctl.core.blake import blake2b
from cctl.core.moment import stamp
from cctl.core.money.exact import as_float, half_even
from cctl.core.money.model import hinted_context, known
from cctl.core.money.rates import ALWAYS, CELLS, NEVER, Bound, Rates, Row, Window, bind, day_ms, windows
from cctl.records.errors import BadConfig
from cctl.records.schema import Record

SCHEMA = 1
FIELDS = (*CELLS, "web", "fast", "geo", "tiers", "from", "until", "context", "like")
WIRE = {
    "input": "input",
    "output": "output",
    "write_5m": "cache_write_5m",
    "write_1h": "cache_write_1h",
    "read": "cache_read",
}
_KEPT = 4096  # names of models come from hostile text

Override = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Table:
    """Prices by model and day."""

    def __init__(self, data: Mapping[str, Any], overrides: Mapping[str, Override], text: bytes) -> None:
        self._data = data
        self._text = text
        self._digest = ""
        self._rows: dict[str, Mapping[str, Any]] = {name: row for row in data["models"] for name in row["ids"]}
        self._aliases: Mapping[str, Sequence[Mapping[str, str]]] = data.get("aliases", {})
        self._overrides = {name.strip().lower(): _entries(name, given) for name, given in overrides.items()}
        self._names = {*self._rows, *self._overrides}
        self._windows: dict[str, tuple[Window, ...]] = {}
        self._bound: dict[tuple[str, str, str], tuple[Bound, ...]] = {}
        for name in self._overrides:  # a bad override is said when the table is read, not when a model turns up
            self.windows(name)

    @classmethod
    def load(cls, text: str | bytes, overrides: Mapping[str, Override] | None = None) -> Table:
        """The table from its text; overrides are by model, field by field, and may have `from`, `until` and `like`."""
        import msgspec  # noqa: PLC0415 -- not for whoever only names the type

        raw = text.encode() if isinstance(text, str) else text
        try:
            data = msgspec.json.Decoder(float_hook=str).decode(raw)  # exact: 0.1 stays what was written
        except ValueError as error:
            raise BadConfig(f"price table: {error}") from None
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise BadConfig(f"price table: schema is not {SCHEMA}")
        try:
            return cls(data, overrides or {}, raw)
        except (KeyError, TypeError, AttributeError) as error:
            raise BadConfig(f"price table: a field is missing or of the wrong kind ({error})") from None

    @property
    def digest(self) -> str:
        """Hash of the content, overrides included: costs of equal digests may be added."""
        if not self._digest:
            import msgspec  # noqa: PLC0415 -- only whoever stores costs asks

            given = msgspec.json.encode(self._overrides, order="deterministic", enc_hook=str)
            self._digest = blake2b(self._text + b"\0" + given, digest_size=8).hexdigest()
        return self._digest

    def cost(  # noqa: PLR0913, PLR0917 -- a response's fields, positional because this runs once for each of millions
        self,
        model: str,
        ms: int,
        input: int,
        output: int,
        write_5m: int,
        write_1h: int,
        read: int,
        web: int = 0,
        speed: str = "",
        geo: str = "",
    ) -> int | None:
        """Nano-dollars of one response, rounded once, half to even; None when its model has no known price."""
        key = (model, speed, geo)
        bounds = self._bound.get(key)
        if bounds is None:
            bounds = self._bind(key)
        for stop, tiers, _guess in bounds:
            if ms < stop:
                if not tiers:
                    return None
                rates = tiers[0][1]
                if len(tiers) > 1:
                    prompt = input + write_5m + write_1h + read
                    for above, dearer in tiers:
                        if prompt > above:
                            rates = dearer
                scale, a, b, c, d, e, f = rates
                total = input * a + output * b + write_5m * c + write_1h * d + read * e + web * f
                return total if scale == 1 else half_even(total, scale)
        return None

    def estimated(self, model: str, ms: int, speed: str = "", geo: str = "") -> bool:
        """Whether the price of such a response is a guess: an alias, an unknown day, speed or region."""
        bounds = self._bound.get((model, speed, geo)) or self._bind((model, speed, geo))
        return next((guess for stop, _tiers, guess in bounds if ms < stop), False)

    def flat(self, model: str, since_ms: int, until_ms: int, speed: str = "", geo: str = "") -> Rates | None:
        """Nano-dollars a token, where all responses of a stretch have the same ones and nothing is to be rounded.

        What they cost together is then the sum of their tokens times these.
        """
        key = (model, speed, geo)
        for stop, tiers, _guess in self._bound.get(key) or self._bind(key):
            if since_ms < stop:
                return tiers[0][1] if len(tiers) == 1 and tiers[0][1].scale == 1 and until_ms <= stop else None
        return None

    def context(self, model: str, ms: int = NEVER - 1) -> int | None:
        """Size of the context window in tokens, None when it isn't known."""
        hinted = hinted_context(model)
        if hinted:
            return hinted
        name = self.resolve(model, ms)
        if name is None:
            return None
        given = [entry["context"] for entry in self._overrides.get(name, ()) if "context" in entry]
        found = given[-1] if given else self._row(name).get("context")
        return int(found) if found is not None else None

    def resolve(self, model: str, ms: int = NEVER - 1) -> str | None:
        """The id in the table, or among the overrides, that a name means on a day; None when it means none."""
        name = known(model, self._names)
        if name is not None:
            return name
        alias = known(model, self._aliases)
        return None if alias is None else self._alias(alias, ms)

    def windows(self, name: str) -> tuple[Window, ...]:
        """The price windows of an id, from the start of time to its end."""
        found = self._windows.get(name)
        if found is None:
            row = self._row(name)
            maker = row.get("maker") or ("openai" if name.startswith("gpt") else "anthropic")
            found = self._windows[name] = windows(
                Row(
                    name,
                    self._data["makers"][maker],
                    row.get("fast"),
                    row.get("prices", ()),
                    self._overrides.get(name, ()),
                    self._data["sources"],
                )
            )
        return found

    def models(self) -> list[str]:
        """Every id that has a price, sorted."""
        return sorted(name for name in self._names if self.windows(name))

    def show(self, model: str, on: int) -> Record | None:
        """The price of a model at a moment, as a record that says where it comes from; None when it has none."""
        name = self.resolve(model, on)
        window = next((each for each in self.windows(name) if on < each.stop), None) if name else None
        if name is None or window is None or on < window.start:
            return None
        row = self._row(name)
        record: Record = {"type": "price", "v": 1, "ts": stamp(on), "model": name}
        if model != name:
            record["asked"] = model
        if window.start != ALWAYS:
            record["from"] = stamp(window.start)[:10]
        if window.stop != NEVER:
            record["until"] = stamp(window.stop)[:10]
        record["usd_per_mtok"] = _usd(window.tiers[0].cells)
        if len(window.tiers) > 1:
            record["tiers"] = [
                {"above_prompt_tokens": tier.above, "usd_per_mtok": _usd(tier.cells)} for tier in window.tiers[1:]
            ]
        if window.fast_known:
            record["fast_factor"] = as_float(window.fast)
        record["geo_factors"] = {name: as_float(factor) for name, factor in window.geo.items()}
        record["web_search_usd"] = as_float(window.web)
        for key, value in (("context", self.context(model, on)), ("max_output", row.get("max_output"))):
            if value is not None:
                record[key] = value
        record["source"] = window.source
        if window.as_of:
            record["as_of"] = window.as_of
        record["estimated"] = self.estimated(model, on)
        for key, names in (("derived", window.derived), ("overridden", window.overridden)):
            if names:
                record[key] = [WIRE.get(each, each) for each in names]
        return record

    def _row(self, name: str) -> Mapping[str, Any]:
        found = self._rows.get(name)
        if found is not None:
            return found
        for entry in self._overrides.get(name, ()):
            if "like" in entry:
                like = known(str(entry["like"]), self._rows)
                if like is None:
                    raise BadConfig(f'{name}.like: "{entry["like"]}" is not in the price table')
                return self._rows[like]
        return {}

    def _alias(self, alias: str, ms: int) -> str | None:
        found = None
        for step in self._aliases[alias]:
            if day_ms(step["from"], alias) <= ms:
                found = step["to"]
        return found

    def _bind(self, key: tuple[str, str, str]) -> tuple[Bound, ...]:
        model, speed, geo = key
        name = known(model, self._names)
        if name is not None:
            found = tuple(bind(window, speed, geo) for window in self.windows(name))
        else:
            found = self._bind_alias(known(model, self._aliases), speed, geo)
        if len(self._bound) >= _KEPT:
            self._bound.clear()
        self._bound[key] = found
        return found

    def _bind_alias(self, alias: str | None, speed: str, geo: str) -> tuple[Bound, ...]:
        """An alias meant another model at another time, and that a transcript means the same one is a guess."""
        if alias is None:
            return ()
        steps = [(day_ms(step["from"], alias), step["to"]) for step in self._aliases[alias]]
        found = [Bound(steps[0][0], (), False)]
        for (start, name), (stop, _next) in zip(steps, [*steps[1:], (NEVER, "")], strict=True):
            for window in self.windows(name):
                if window.stop > start and window.start < stop:
                    bound = bind(window, speed, geo)
                    found.append(bound._replace(stop=min(window.stop, stop), guess=True))
        return tuple(found)


def _entries(name: str, given: Override) -> tuple[dict[str, Any], ...]:
    """One model's overrides as a list, with every field known."""
    listed: list[Any] = list(given) if isinstance(given, list | tuple) else [given]
    for entry in listed:
        if not isinstance(entry, Mapping):
            raise BadConfig(f"{name}: expected a table of prices, not {entry!r}")
        for field in entry:
            if field not in FIELDS:
                raise BadConfig(f'{name}: unknown field "{field}" (one of {", ".join(FIELDS)})')
        if not isinstance(entry.get("geo", {}), Mapping):
            raise BadConfig(f"{name}.geo: expected factors by region, not {entry['geo']!r}")
        tiers = entry.get("tiers", [])
        if not isinstance(tiers, list) or not all(isinstance(tier, Mapping) for tier in tiers):
            raise BadConfig(f"{name}.tiers: expected a list of tables, not {tiers!r}")
        context = entry.get("context", 1)
        if not isinstance(context, int) or isinstance(context, bool) or context < 1:
            raise BadConfig(f"{name}.context: expected a number of tokens, not {context!r}")
    return tuple(dict(entry) for entry in listed)


def _usd(cells: Mapping[str, Any]) -> dict[str, float]:
    return {WIRE[name]: as_float(price) for name, price in cells.items()}
