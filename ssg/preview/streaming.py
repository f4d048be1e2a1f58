"""The stream of events that the script in each page listens to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from ssg.preview.bulletin import Bulletin
from ssg.preview.issue import Issue
from ssg.preview.preview import Preview
from ssg.preview.responding import token
from ssg.problems import Severity

HEARTBEAT = 15.0
"""Seconds of silence after which the stream shows that it is still there."""
RETRY = 500
"""Milliseconds after which a page listens again when its stream has ended."""
RETRY_OF_MANY = 1000
"""The same for a page whose browser has many others open."""
MOST_SHOWN = 5
"""Problems that a page is told of; the others are a number."""


async def events(preview: Preview, bulletin: Bulletin, path: str, since: str, once: bool = False) -> AsyncIterator[str]:
    """Yield Server-Sent Events for the page at a path: what it looks like now, and again whenever that changes.

    `since` is the issue that the page is from, as its script was told. With `once` there is no more than the first
    event: the browser comes back by itself and asks for what is new then, and needs no connection in between.
    """
    run, _, number = since.partition("-")
    seen = int(number) if number.isdecimal() and len(number) < 10 else 0
    yield f"retry: {RETRY_OF_MANY if once else RETRY}\n\n"
    if once and preview.issue is None:
        return
    told = None
    issue = await bulletin.first()
    while issue is not None:
        state = {"token": await run_in_threadpool(token, preview, issue, path), **_problems(issue)}
        files = preview.files_since(run, seen)
        opens = issue.edited if told and preview.options.navigate else ""
        if state != told or files is None or files or opens:
            news = {**state, "files": None if files is None else sorted(files), "open": opens}
            yield f"id: {preview.run}-{issue.number}\ndata: {json.dumps(news)}\n\n"
        if once:
            return
        told, run, seen = state, preview.run, issue.number
        newer = None
        while newer is None and not bulletin.closed:
            newer = await bulletin.after(seen, HEARTBEAT)
            if newer is None and not bulletin.closed:
                yield ":\n\n"
        issue = newer


def _problems(issue: Issue) -> dict[str, object]:
    """Return the errors of an issue as the script shows them, and how many there are."""
    errors = [problem for problem in issue.proof.problems if problem.severity is Severity.ERROR]
    return {"errors": len(errors), "problems": [str(problem) for problem in errors[:MOST_SHOWN]]}
