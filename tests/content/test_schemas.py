"""The schemas take any data whatever: the result is values with a digest, or faults, and never an exception."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.content.schemas import AUTHOR, PAGE, TERM, article_schema
from ssg.digest import digest
from ssg.schema import Fault, Field, ListOf, Moment, Record, TableOf, TextOr
from ssg.settings import SETTINGS

RECORDS: tuple[Record[Any], ...] = (article_schema(ZoneInfo("Europe/London")), AUTHOR, TERM, PAGE, SETTINGS)
WORDS = st.sampled_from(
    [
        *("true", "2026-03-01", "2026-03-01 09:30 +0100", "9999-12-31T23:59:59-23:59", "a-slug", "aux", "..", "", " "),
        *(
            "https://x.example",
            "https://[",
            "//x",
            "javascript:x",
            "/{slug}/",
            "/{slug.a}/",
            "{",
            "en-GB",
            "en--",
            "x-y",
        ),
        *("Europe/London", "Europe", "../x", "/etc", "public", "content", "news", "\ud83d", "a\0b", "a\x85", "\u2028"),
    ]
)
SCALARS = (
    (st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS)
    | (st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones()) | st.times())
    | st.just(16**5000)
)


def _values(entry: Field) -> st.SearchStrategy[Any]:
    """Draw values for a key: anything at all, or tables with the keys that its kind knows."""
    return SCALARS | st.lists(SCALARS, max_size=3) | _of(entry.kind)


def _of(kind: Any) -> st.SearchStrategy[Any]:
    match kind:
        case Record():
            known = {spelling: entry for entry in kind.fields for spelling in (entry.key, *entry.also)}
            return st.fixed_dictionaries({}, optional={key: _values(entry) for key, entry in known.items()})
        case ListOf():
            return st.lists(_of(kind.of), max_size=2)
        case TableOf():
            return st.dictionaries(st.text(max_size=3), _of(kind.of), max_size=2)
        case TextOr():
            return SCALARS | _of(kind.other)
        case _:
            return SCALARS


@pytest.mark.parametrize("record", RECORDS, ids=["article", "author", "term", "page", "settings"])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_data(record: Record[Any], data: st.DataObject) -> None:
    raw = data.draw(_of(record))
    faults: list[Fault] = []
    values = record.read(raw, (), faults)
    assert all(fault.message for fault in faults)
    str(faults).encode("utf-8", "surrogatepass")
    if not faults:
        digest(values)


@given(st.datetimes() | st.datetimes(timezones=st.timezones()) | st.dates(), st.timezones())
def test_moments_are_in_the_zone_or_a_fault(raw: date, zone: ZoneInfo) -> None:
    faults: list[Fault] = []
    moment = Moment(zone).read(raw, ("date",), faults)
    assert (moment is None) == bool(faults)
    if moment:
        assert moment.tzinfo is zone
        if isinstance(raw, datetime) and raw.tzinfo:
            assert moment.astimezone(UTC) == raw.astimezone(UTC)


@pytest.mark.parametrize(
    "raw", [time(9, 30), "09:30", "2026", "1 March 2026", "01/03/2026", 20260301, True, None, [], {}]
)
def test_no_date_is_guessed(raw: object) -> None:
    faults: list[Fault] = []
    assert Moment().read(raw, ("date",), faults) is None
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("standfirst", "One\ntwo \n\n three\tfour\u2028five\n", "One two three four five"),
        ("key_points", ["One\ntwo"], ("One two",)),
        ("editors_note", "One\n\n- two\n", "One\n\n- two"),
        ("title", "One, a block that ends its line\n", "One, a block that ends its line"),
    ],
)
def test_breaks_in_texts(key: str, text: object, value: object) -> None:
    faults: list[Fault] = []
    values = article_schema(ZoneInfo("UTC")).read({key: text}, (), faults)
    assert faults == []
    assert values
    assert values[key] == value
