"""What one session of the preview leaves for the next: what it showed last, to be shown again while the site is read.

A large site takes seconds to read. As long as not one of its files is another than when a session ended, and nothing
became due since, everything looks as it did then: so what was looked at then is answered at once, until a file changes.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from ssg.content.snapshot import Snapshot, scan
from ssg.digest import digest
from ssg.engine import engine
from ssg.frozen import frozen
from ssg.newsroom.related.memory import PARTS, recall
from ssg.output.sources import load_contents, load_records, save_records, save_stamps
from ssg.output.store import STORE_FOLDER, Store, StoreDamagedError
from ssg.pages.memo import Memo
from ssg.preview.issue import Issue
from ssg.preview.preview import Preview
from ssg.preview.proof import NOTHING_YET, Beginning, Proof
from ssg.preview.responding import Responder
from ssg.preview.sending import FileAnswer
from ssg.problems import ProblemError

MOST_PATHS = 300
LARGEST = 16 * 1024**2
"""Bytes of answers that are kept."""
# Beside those of builds, which show neither drafts nor what is scheduled.
_STATE, _PLAN, _RELATED = "preview", "preview: plan", "preview: related: {}"


@frozen
class Answer:
    """An answer as it was given: status, headers, and the body, or the content file that it was."""

    status: int
    headers: dict[str, str]
    body: bytes
    source: str = ""


@frozen
class _Session:
    """What a session left: the digest of all files as they were, the time, and answers by their paths."""

    files: bytes
    now: datetime
    until: datetime | None
    """When something became due that was not then."""
    answers: dict[str, Answer]


class Recollection:
    """Remembers what was asked for, keeps the answers when a session ends, and gives them when the next one begins.

    Any thread may use it.
    """

    def __init__(self, preview: Preview, may_have_changed: Callable[[], bool] = lambda: True) -> None:
        """Remember for a preview. `may_have_changed` tells whether its files may be others than they were just now."""
        self._preview = preview
        self._may_have_changed = may_have_changed
        self._asked: OrderedDict[str, None] = OrderedDict({"/": None})
        self._session: _Session | None = None
        self._snapshot: Snapshot | None = None

    def recall(self) -> None:
        """Find out what the last session left, if that still holds. What cannot be read is as if it was not."""
        try:
            snapshot = scan(self._preview.root)
            session, self._preview.beginning = self._load(snapshot)
        except (ProblemError, StoreDamagedError):
            return
        if session is not None and self._holds(session, snapshot):
            self._session, self._snapshot = session, snapshot

    def _holds(self, session: _Session, snapshot: Snapshot) -> bool:
        """Tell whether everything looks as it did when a session ended."""
        is_time = session.now <= self._now and (session.until is None or self._now < session.until)
        return is_time and session.files == self._digest(snapshot)

    def answer(self, path: str) -> Response | None:
        """Return the answer of the last session to a path, as long as it holds and there is no issue of this one."""
        session, snapshot = self._session, self._snapshot
        if session is None or snapshot is None:
            return None
        if self._preview.issue is not None or not self._still_holds(session):
            self._session = None
            return None
        known = session.answers.get(path)
        if known is None:
            return None
        if not known.source:
            return Response(known.body, known.status, known.headers)
        entry = snapshot.entries.get(known.source)
        return FileAnswer(entry.location, known.status, known.headers) if entry else None

    def _still_holds(self, session: _Session) -> bool:
        try:
            return not self._may_have_changed() or self._holds(session, scan(self._preview.root))
        except ProblemError:
            return False

    def note(self, path: str) -> None:
        """Note that a path was asked for, and that there is something."""
        self._asked[path] = None
        self._asked.move_to_end(path)
        if len(self._asked) > MOST_PATHS:
            self._asked.popitem(last=False)

    def keep(self) -> None:
        """Keep what is shown now for the next session, unless something is wrong, and what reading may begin with."""
        issue = self._preview.issue
        if issue is None or not isinstance(issue.proof, Proof) or issue.proof.errors:
            return
        try:
            # What was not settled yet may look otherwise the next time.
            self._save(self._packed(issue, issue.proof) if issue.proof.settled else None, issue.proof.beginning)
        except (ProblemError, StoreDamagedError):
            # It only saves time.
            return

    def _packed(self, issue: Issue, proof: Proof) -> bytes:
        answers = dict(self._answers(issue, reversed(tuple(self._asked))))
        session = _Session(self._digest(proof.snapshot), proof.edition.now, proof.next_moment, answers)
        return zlib.compress(msgspec.msgpack.encode(session), 1)

    def _answers(self, issue: Issue, paths: Iterable[str]) -> Iterable[tuple[str, Answer]]:
        room = LARGEST
        for path in paths:
            response = Responder(self._preview, issue, _request(path)).respond()
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.raw_headers}
            if isinstance(response, FileAnswer):
                source = self._source(issue.proof.snapshot, response.path)
                if source:
                    yield path, Answer(response.status_code, headers, b"", source)
            elif response.status_code == 200:
                body = bytes(response.body)
                room -= len(body)
                if room < 0:
                    return
                yield path, Answer(200, headers, body)

    @staticmethod
    def _source(snapshot: Snapshot | None, location: object) -> str:
        entries = snapshot.entries.values() if snapshot else ()
        return next((entry.path for entry in entries if entry.location == str(location)), "")

    @property
    def _now(self) -> datetime:
        return self._preview.options.now or datetime.now(UTC)

    def _digest(self, snapshot: Snapshot) -> bytes:
        entries = snapshot.entries.values()
        files = [(each.path, each.size, each.mtime_ns, each.ctime_ns, each.inode) for each in entries]
        return digest((engine(), self._preview.options.production, files))

    def _load(self, snapshot: Snapshot) -> tuple[_Session | None, Beginning]:
        """Return what the last session showed, and what reading the site may begin with."""
        folder = self._preview.root / STORE_FOLDER
        if not folder.is_dir():
            return None, NOTHING_YET
        store = Store(folder, patience=0.0)
        try:
            data, plan = store.state(_STATE), store.state(_PLAN)
            version, records = load_records(store)
            stamps = load_contents(snapshot, store).known
            parts = {name: store.state(_RELATED.format(name)) for name in PARTS}
        finally:
            store.close()
        beginning = Beginning(version, records, stamps, recall(parts.get), Memo.from_bytes(plan))
        try:
            return msgspec.msgpack.decode(zlib.decompress(data), type=_Session) if data else None, beginning
        except (zlib.error, msgspec.DecodeError):
            return None, beginning

    def _save(self, session: bytes | None, beginning: Beginning) -> None:
        store = Store(self._preview.root / STORE_FOLDER, patience=0.0)
        try:
            if session:
                store.save_state(_STATE, session)
            if beginning.version:
                before = self._preview.beginning
                save_records(store, beginning.version, beginning.records, before.records)
                save_stamps(beginning.stamps, before.stamps, store)
            if beginning.memo.has_changed:
                store.save_state(_PLAN, beginning.memo.to_bytes())
            for name, part in beginning.memory.parts():
                store.save_state(_RELATED.format(name), part)
        finally:
            store.close()


def _request(path: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []})
