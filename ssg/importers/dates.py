"""Date lines: "August 24, 2020", "Mon, 24 Aug 2020 09:30 BST", "Updated 2020-08-24"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_TIME = (
    r"(?:(?:,|\s|t|at|-|–|@)+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*\(?(?P<zone>z|[a-z]{2,5}|(?:utc|gmt)?\s*[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_PREFIX = (
    r"(?:(?P<what>(?:first |originally )?(?:published|posted|written)|(?:publication )?date"
    r"|(?:last )?(?:updated|modified))"
    r"\s*(?:on|at|:)?\s*:?\s*)?"
)
_SPELLINGS = (
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH}[,\s-]+{_YEAR}",
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{_DAY}",
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}",
    rf"(?P<first>\d{{1,2}})[/-](?P<second_number>\d{{1,2}})[/-]{_YEAR}",
)
_PATTERNS = tuple(
    re.compile(rf"{_PREFIX}(?:{_DAYS},?\s+)?{spelling}{_TIME}\.?", re.IGNORECASE) for spelling in _SPELLINGS
)
# Abbreviations with one meaning in the places that write them; ET and PT depend on the season.
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60, "cet": 60, "cest": 120, "est": -300, "edt": -240, "pst": -480}
_ZONES |= {"pdt": -420, "eet": 120, "eest": 180, "jst": 540, "sgt": 480, "hkt": 480, "aest": 600}
_SEASONAL = {"et": "America/New_York", "pt": "America/Los_Angeles"}


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that is a date and nothing else. `doubt` says what had to be guessed to read it."""

    moment: date
    updated: bool = False
    doubt: str = ""


def read_date(text: str) -> DateLine | None:
    """Return the date that a line consists of, or None when it is no date line. Impossible dates are none."""
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text.strip())
        if match:
            try:
                return _line(match)
            except ValueError:
                return None
    return None


def _line(match: re.Match[str]) -> DateLine:
    found = match.groupdict()
    doubt = ""
    if found.get("first"):
        first, second = int(found["first"]), int(found["second_number"])
        day, month = (second, first) if second > 12 else (first, second)
        if first <= 12 and second <= 12 and first != second:
            doubt = "the day was read before the month"
    else:
        day, month = int(found["day"]), _month(found["month"])
    moment = date(int(found["year"]), month, day)
    updated = bool(found["what"]) and found["what"].lower().endswith(("updated", "modified"))
    if found["hour"] is None:
        return DateLine(moment, updated, doubt)
    hour = int(found["hour"])
    half = (found["half"] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half == "pm" else 0)
    second = int(found["second"] or 0)
    time = datetime(moment.year, month, day, hour, int(found["minute"]), second)  # noqa: DTZ001 - the site's zone holds
    name = (found["zone"] or "").replace(" ", "").lower()
    zone = _zone(name, time)
    if name and zone is None:
        doubt = f'the zone "{name.upper()}" is not known, so the time is taken in the site\'s timezone'
    return DateLine(time.replace(tzinfo=zone), updated, doubt)


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    matches = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(text.lower())]
    if len(matches) != 1:
        raise ValueError
    return matches[0]


def _zone(name: str, time: datetime) -> tzinfo | None:
    if name in _SEASONAL:
        offset = time.replace(tzinfo=ZoneInfo(_SEASONAL[name])).utcoffset()
        return timezone(offset) if offset is not None else None
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    numbers = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", name)
    if not numbers:
        return None
    minutes = int(numbers[2]) * 60 + int(numbers[3] or 0)
    return timezone(timedelta(minutes=minutes if numbers[1] == "+" else -minutes))
