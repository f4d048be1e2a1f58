"""Links to other hosts, followed: a few at a time, each host one at a time, and not again for a week.

It is the only part of Standfirst that calls anybody, and only when asked to.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from ssg import __version__
from ssg.checks.links import external_links
from ssg.checks.rule import Finding, Level
from ssg.checks.subject import Subject
from ssg.frozen import frozen
from ssg.output.store import STORE_FOLDER

EXTERNAL = "link-external"
KEPT_FOR = timedelta(days=7)
"""How long an answer is believed."""
AT_ONCE = 8
"""Hosts that are asked at the same time."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
TIMEOUT = 15.0
"""Seconds that a host has to answer."""
MOST = 2000
"""Addresses that one run asks for."""

_FILE = "links.json"
_AGENT = f"Standfirst/{__version__} (link check)"
# Hosts that refuse programs say so with these: the page may be quite well.
_UNKNOWN = {401, 403, 405, 406, 429, 451, 503, 999}


@frozen
class Answer:
    """What a host said about an address: empty when it is well, and when."""

    wrong: str
    asked: datetime


def check_external(subject: Subject, root: Path, pause: float = PAUSE) -> tuple[Finding, ...]:
    """Return the links that lead nowhere. What is learnt is kept in the store's folder."""
    links = [(prose, offset, address.partition("#")[0]) for prose, offset, address in external_links(subject)]
    known = _known(root, subject.now)
    wanted = [address for address in dict.fromkeys(address for _, _, address in links) if address not in known]
    answers = {**known, **_ask(wanted[:MOST], subject.now, pause)}
    _keep(root, answers)
    findings = []
    for prose, offset, address in links:
        answer = answers.get(address)
        if answer and answer.wrong:
            problem = prose.problem(offset, f'"{address}" {answer.wrong}', "mend the link or take it out")
            findings.append(Finding(problem).of(EXTERNAL, Level.WARNING))
    return tuple(findings)


def _ask(addresses: Iterable[str], now: datetime, pause: float) -> dict[str, Answer]:
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[address.partition("://")[2].partition("/")[0]].append(address)
    answers: dict[str, Answer] = {}
    lock = threading.Lock()

    def ask_host(of_host: list[str]) -> None:
        for number, address in enumerate(of_host):
            if number:
                time.sleep(pause)
            wrong = ask(address)
            with lock:
                answers[address] = Answer(wrong, now)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(ask_host, by_host.values()))
    return answers


def ask(address: str) -> str:
    """Return what is wrong with an address, or an empty text: it answers, or its host does not talk to programs."""
    wrong = _request(address, "HEAD")
    # Some hosts do not know HEAD, and answer it with anything.
    return _request(address, "GET") if wrong else ""


def _request(address: str, method: str) -> str:
    try:
        request = Request(_in_ascii(address), method=method, headers={"User-Agent": _AGENT})  # noqa: S310  # http(s) alone
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310  # the same
            return ""
    except HTTPError as error:
        return "" if error.code in _UNKNOWN else f"answers {error.code} {_on_one_line(error.reason)}".rstrip()
    except URLError as error:
        return f"cannot be reached: {_on_one_line(error.reason)}"
    except (OSError, HTTPException, ValueError) as error:
        return f"cannot be reached: {_on_one_line(error)}"


def _in_ascii(address: str) -> str:
    """Return an address as it is asked for: its host in Punycode, its path in percents. Raises ValueError for none."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    return quote(urlunsplit(parts._replace(netloc=host)), safe="%/:=&?~#+!$,;'@()*[]")


def _on_one_line(error: object) -> str:
    return " ".join(str(error).split())


def _known(root: Path, now: datetime) -> dict[str, Answer]:
    """Return the answers that are kept and still believed. A file that is not ours is as good as none."""
    try:
        kept = json.loads((root / STORE_FOLDER / _FILE).read_text(encoding="utf-8"))
        answers = {url: Answer(str(wrong), datetime.fromisoformat(asked)) for url, (wrong, asked) in kept.items()}
        return {url: answer for url, answer in answers.items() if timedelta() <= now - answer.asked < KEPT_FOR}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(root: Path, answers: Mapping[str, Answer]) -> None:
    folder = root / STORE_FOLDER
    folder.mkdir(exist_ok=True)
    kept = {url: (answer.wrong, answer.asked.isoformat()) for url, answer in sorted(answers.items())}
    (folder / _FILE).write_text(json.dumps(kept, indent=1), encoding="utf-8")
