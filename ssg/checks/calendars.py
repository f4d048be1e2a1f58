"""A schedule for people and for machines: text, JSON, iCalendar, and the times of a cron table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from ssg.checks.schedule import Event, Schedule
from ssg.newsroom.publishing import Change

IN_WORDS = {
    Change.PUBLISHED: "is published",
    Change.EXPIRED: "expires",
    Change.EMBARGO_ENDS: "is published, embargo over",
    Change.WITHDRAWN: "is withdrawn",
    Change.FRONT_NO_MORE: "leaves the front page",
    Change.NEWS_NO_MORE: "leaves the news sitemap",
}

# A calendar has at least one component; without an event it is this one.
_UNIVERSAL_TIME = (
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)


def as_text(schedule: Schedule) -> str:
    """Return a line for each event: the time in the site's zone, what happens, the file, the headline."""
    return "".join(
        f"{event.moment.astimezone(schedule.zone):%Y-%m-%d %H:%M %Z}  {IN_WORDS[event.change]:<28}{event.path}  "
        f"{event.title}\n"
        for event in schedule.events
    )


def as_json(schedule: Schedule) -> str:
    """Return one JSON object: `next`, the first moment or null, and `events`. Times are in ISO 8601 with their zone."""
    found = [
        {
            "moment": event.moment.astimezone(schedule.zone).isoformat(),
            "change": event.change.value,
            "path": event.path,
            "title": event.title,
            "note": event.note,
        }
        for event in schedule.events
    ]
    return json.dumps({"next": found[0]["moment"] if found else None, "events": found}, indent=2) + "\n"


def as_cron(schedule: Schedule, now: datetime) -> str:
    """Return the time of a cron table, in UTC, of each minute at which a build would change something.

    Above each stands what happens then. A table has no years, so only the coming one is in it. What happens within a
    minute is due at the next.
    """
    last = now + timedelta(days=364)
    lines: dict[str, list[str]] = {}
    for event in schedule.events:
        moment = event.moment.astimezone(UTC)
        whole = moment.replace(second=0, microsecond=0)
        due = whole if whole == moment else whole + timedelta(minutes=1)
        if event.moment <= last:
            entry = f"{due.minute} {due.hour} {due.day} {due.month} *"
            lines.setdefault(entry, []).append(f"{event.title} {IN_WORDS[event.change]}")
    return "".join(f"# {'; '.join(said)}\n{entry}\n" for entry, said in lines.items())


def as_calendar(schedule: Schedule, now: datetime) -> str:
    """Return the events as iCalendar (RFC 5545), for the calendar of a newsroom. `now` is when it was written."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Standfirst//Schedule//EN", f"NAME:{_text(schedule.title)}"]
    for event in schedule.events:
        lines += _entry(event, now)
    if not schedule.events:
        lines += _UNIVERSAL_TIME
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entry(event: Event, now: datetime) -> Iterator[str]:
    # The same event has the same name in every calendar that is written, even when its time was changed.
    name = blake2b(f"{event.path}\n{event.change}".encode(), digest_size=12).hexdigest()
    yield "BEGIN:VEVENT"
    yield f"UID:{name}@standfirst"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(event.moment)}"
    yield f"SUMMARY:{_text(f'{event.title} {IN_WORDS[event.change]}')}"
    yield f"DESCRIPTION:{_text(event.path if not event.note else f'{event.path}: {event.note}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line broken as the format asks: no piece has more than 75 bytes, and none ends inside a character."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > 75:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "\r\n".join([*pieces, piece])
