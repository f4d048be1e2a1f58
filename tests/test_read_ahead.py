"""Reading with several processes comes to the same as reading with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ssg.building import ahead
from ssg.building.edit import prepare
from ssg.building.kept import Kept
from ssg.building.options import Options
from ssg.content.contents import Contents, Known
from ssg.content.index import Index
from ssg.content.reading import read
from ssg.content.records import RecordError, Records
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.model import Content, Passage
from ssg.newsroom.publishing import Edition
from ssg.newsroom.related.memory import Memory
from ssg.newsroom.relating import relate
from ssg.newsroom.site import Suggestions
from ssg.output.executors import WorkerKilledError
from ssg.problems import Problem, ProblemError
from tests.conftest import MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain


def read_with(root: Path, jobs: int, known: Known | None = None) -> tuple[Content, tuple[Problem, ...], Index]:
    snapshot = scan(root)
    settings = read_settings(snapshot)
    index = Index(snapshot, Contents(snapshot), settings.zone, known)
    with ahead.reading_ahead(snapshot, settings, index, jobs) as begun:
        begun.finish()
    return *read(snapshot, settings, index), index


@pytest.fixture(autouse=True)
def _any_number_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "ENOUGH", 1)


def test_content_and_what_is_kept_of_it_are_the_same(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    content, problems, index = read_with(root, 2)
    alone, problems_alone, index_alone = read_with(root, 1)
    assert content == alone
    assert [item.text.source for item in content.articles] == [item.text.source for item in alone.articles]
    assert problems == problems_alone
    assert index.records == index_alone.records


def test_articles_whose_records_cannot_be_read_are_read_from_their_files(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(GOLDEN_SITE).root
    alone = read_with(root, 1)

    def broken(_records: object, _record: bytes, _path: str) -> None:
        raise RecordError("this is no record")

    monkeypatch.setattr(Records, "from_bytes", broken)
    assert read_with(root, 2)[:2] == alone[:2]


def test_terms_are_those_that_relating_counts(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"ja": "東京の新しい電波塔について。", "de": "Die Türme und der Turm", "en": f"A tower’s {'mast ' * 300}"}
    files = {f"content/articles/{tag}.md": article(tag, body=body, language=tag) for tag, body in more.items()}
    root = site(GOLDEN_SITE | files).root
    looked_at: list[Passage] = []
    peek = Passage.peek

    def noted(passage: Passage) -> str:
        looked_at.append(passage)
        return peek(passage)

    # What workers look at is noted in them, and is lost with them.
    monkeypatch.setattr(Passage, "peek", noted)
    found = related(root, 2)
    assert not looked_at
    assert found == related(root, 1)
    assert looked_at


def test_terms_are_held_no_longer_than_until_they_are_taken(site: MakeSite) -> None:
    root = site(GOLDEN_SITE).root
    snapshot = scan(root)
    settings = read_settings(snapshot)
    index = Index(snapshot, Contents(snapshot), settings.zone)
    with ahead.reading_ahead(snapshot, settings, index, 2) as begun:
        counted = begun.finish()
    assert len(counted) > 5
    site_of = relate(read(snapshot, settings, index)[0], settings, Edition(NOW), {}, Memory(counted=counted))[0]
    published = {story.article.digest for story in site_of.stories}
    assert not counted.keys() & published


def related(root: Path, jobs: int) -> tuple[Suggestions, dict[str, bytes]]:
    """Return what articles suggest, and what is kept of that."""
    snapshot = scan(root)
    kept = Kept(snapshot, Contents(snapshot), None)
    site = prepare(root, Options(NOW, jobs=jobs), kept=kept).site
    return site.suggestions, {name: b"".join(pieces) for name, pieces in site.memory.parts()}


def test_problems_are_the_same_and_in_the_same_order(site: MakeSite) -> None:
    wrong = {f"content/articles/{number}.md": article(f"A{number}", titel="x") for number in range(40)}
    files = {**wrong, "content/articles/7.md": article("A7"), "content/articles/same.md": article("A", id="7")}
    root = site(plain(files)).write({"content/articles/8.md": b"\xff\xfe"}).root
    (content, problems, _), (alone, problems_alone, _) = read_with(root, 2), read_with(root, 1)
    assert content == alone
    assert problems == problems_alone
    assert len(problems) == 40


def test_only_articles_that_no_earlier_build_read_are_read_ahead(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(plain({f"content/articles/{number}.md": article(f"A{number}") for number in range(3)}))
    known = read_with(made.root, 2)[2].records
    made.write({"content/articles/0.md": article("Another"), "content/articles/new.md": article("New")})
    monkeypatch.setattr(ahead, "Processes", Killed)
    with pytest.raises(ProblemError, match=r"while it read content/articles/new\.md"):
        read_with(made.root, 2, known)


def test_a_killed_worker_is_named_by_the_article(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "Processes", Killed)
    root = site(plain({"content/articles/a.md": article("A"), "content/articles/b.md": article("B")})).root
    with pytest.raises(ProblemError) as raised:
        read_with(root, 2)
    assert str(raised.value.problems[0]) == (
        "a worker process was killed while it read content/articles/b.md; is there enough memory? try --jobs 1"
    )


class Killed:
    def __init__(self, *_: object) -> None:
        pass

    def begin(self, _work: object, paths: Sequence[str]) -> None:
        self._last = len(paths) - 1

    def results(self) -> Iterator[None]:
        if self._last >= 0:
            raise WorkerKilledError([self._last])
        yield None

    def close(self) -> None:
        pass
