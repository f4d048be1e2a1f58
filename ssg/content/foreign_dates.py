"""Dates as other generators take them: `2015/1/2`, `January 2, 2015`, `2015-01-02 10:00 PM UTC`, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = (
    r"(?:[T ,]+(?:at )?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?: ?(?P<half>[ap])\.?m\.?)?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Z][a-z]+/[\w/+-]+))?"
)
_MONTH = r"(?P<month>[A-Z][a-z]{2,8})\.?"
_FORMS = tuple(
    re.compile(rf"(?:[A-Z][a-z]+,? )?{form}{_CLOCK}", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -]{_MONTH},?[ -](?P<year>\d{{4}})",
    )
)
_SECONDS = range(100_000_000, 10_000_000_000)


def foreign_moment(raw: object) -> datetime | None:
    """Return the moment that a value of a foreign front matter stands for, or None. What names no zone, or one by its
    place, is in UTC. `02/01/2015` is none: it may be a day of January or of February."""
    if isinstance(raw, int) and raw in _SECONDS:
        return datetime.fromtimestamp(raw, UTC)
    if not isinstance(raw, str):
        return None
    text = " ".join(raw.split())
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _moment(match)
    return None


def _moment(match: re.Match[str]) -> datetime | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _month(month)
    hour, half = int(match["hour"] or 0), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p")
    zone = match["zone"] or ""
    offset = UTC
    if zone[:1] in {"+", "-"}:
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        offset = timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    try:
        clock = (hour, int(match["minute"] or 0), int(match["second"] or 0))
        return datetime(int(match["year"]), number, int(match["day"]), *clock, tzinfo=offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int:
    """Return the number of a month that is named in English, 0 for none."""
    start = name[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0
