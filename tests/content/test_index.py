"""Only files with another content are parsed, and what was read before is what would be read now."""

from __future__ import annotations

import os
import sqlite3
import tracemalloc
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.content import contents, reading
from ssg.content.contents import Contents
from ssg.content.front_matter import FrontMatter, read_front_matter
from ssg.content.index import Index
from ssg.content.pictures import PictureFacts, look_at
from ssg.content.reading import read
from ssg.content.records import RecordError, Records
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.digest import FrozenDict, Value, digest
from ssg.model import Article, Author, Contributor, PlainPage, StaticFile, Term, Text
from ssg.output.store import STORE_FILE, STORE_FOLDER
from ssg.problems import ProblemError
from tests.conftest import MakeSite, WrittenSite
from tests.edits import ONE, edit
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain
from tests.samples import sample
from tests.trees import tree

ZONE = ZoneInfo("Europe/London")
KINDS = (Article, Author, Term, PlainPage, StaticFile)


def records(kind: type[Value]) -> Records[Value]:
    return Records(kind, ZONE, lambda path, wanted: f"{path} {wanted.hex()}")


@pytest.mark.parametrize("variant", [0, 1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_from_a_record_is_what_was_recorded(kind: type[Value], variant: int) -> None:
    item = sample(kind, variant)
    back = records(kind).from_bytes(records(kind).to_bytes(item), "a.md")
    assert back == item
    # Its digests are in the record too.
    for name in {"digest", "heading"} & {*dir(kind)}:
        assert vars(back).pop(name) == getattr(item, name)
        assert getattr(back, name) == getattr(item, name)


def test_what_is_as_usual_is_in_no_record_and_known_all_the_same() -> None:
    before = Article("content/articles/a.md", "a", "a", "A", datetime(2026, 3, 1, tzinfo=ZONE), sample(Text, 0))
    record = records(Article).to_bytes(before)
    assert b"kicker" not in record
    back = records(Article).from_bytes(record, "a.md")
    assert isinstance(back, Article)
    assert (back, back.kicker, back.noindex, back.corrections, back.extra) == (before, "", False, (), {})
    assert replace(back, kicker="Spectrum").digest == replace(before, kicker="Spectrum").digest


def test_articles_hold_what_they_have_in_common_once() -> None:
    reader = records(Article)
    record = reader.to_bytes(
        replace(sample(Article, 1), authors=(Contributor("Ana Alves", "words"),), tags=("Spectrum",))
    )
    one, other = reader.from_bytes(record, "a.md"), reader.from_bytes(record, "b.md")
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert one.authors is other.authors
    assert one.tags[0] is other.tags[0]


@pytest.mark.parametrize("field", [field.name for field in fields(Contributor)])
def test_bylines_that_differ_in_anything_are_held_apart(field: str) -> None:
    reader, one = records(Article), sample(Contributor, 0)
    other = replace(one, **{field: getattr(sample(Contributor, 1), field)})
    for contributor in (one, other):
        recorded = reader.to_bytes(replace(sample(Article, 1), authors=(contributor,)))
        back = reader.from_bytes(recorded, "a.md")
        assert isinstance(back, Article)
        assert back.authors == (contributor,)


def test_moments_are_in_the_zone_of_the_site_again() -> None:
    before = sample(Article, 1)
    back = records(Article).from_bytes(records(Article).to_bytes(before), "a.md")
    assert isinstance(back, Article)
    assert back.date.tzinfo is ZONE
    assert [note.date.tzinfo for note in back.corrections] == [ZONE]


def test_a_table_of_the_writers_own_comes_back_with_its_types() -> None:
    east = timezone(timedelta(hours=2))
    extra = FrozenDict(
        text="x", number=7, part=0.5, yes=True, none=None, day=date(2026, 3, 1), list=("a", ("b", 1)),
        moment=datetime(2026, 3, 1, tzinfo=east), table=FrozenDict(b=1, a=FrozenDict()), big=2**63,
    )  # fmt: skip
    before = sample(PlainPage, 1)
    vars(before)["extra"] = extra
    back = records(PlainPage).from_bytes(records(PlainPage).to_bytes(before), "a.md")
    assert isinstance(back, PlainPage)
    assert repr(back.extra) == repr(extra)
    assert digest(back.extra) == digest(extra)
    assert isinstance(back.extra["table"], FrozenDict)


def test_damaged_records_are_refused_and_nothing_else_happens() -> None:
    chance = Random(1)  # noqa: S311  # damage, not secrets
    good = records(Article).to_bytes(sample(Article, 1))
    refused = 0
    for _ in range(3000):
        damaged = bytearray(good)
        for _ in range(chance.randrange(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            records(Article).from_bytes(
                bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))]), "a"
            )
        except RecordError:
            refused += 1
    assert refused > 1000


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the paths of the files whose front matter is read, or whose picture is looked at."""
    paths: list[str] = []

    def note_reading(text: str, path: str) -> FrontMatter:
        paths.append(path)
        return read_front_matter(text, path)

    def note_looking(data: bytes, path: str) -> PictureFacts:
        paths.append(path)
        return look_at(data, path)

    monkeypatch.setattr(reading, "read_front_matter", note_reading)
    monkeypatch.setattr(reading, "look_at", note_looking)
    return paths


def rebuild(written: WrittenSite, parsed: list[str]) -> list[str]:
    """Build again and return what was parsed; the site must be that of a build from nothing."""
    parsed.clear()
    warm = tree(build(written.root, Options(NOW)).folder)
    found = list(parsed)
    assert warm == tree(build(written.root, Options(NOW, output="cold", store=False)).folder)
    return found


def test_only_what_has_changed_is_parsed(site: MakeSite, parsed: list[str]) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    assert len(parsed) == 20
    edit(written, ONE, "lies **cut**", "lies **torn**")
    assert rebuild(written, parsed) == [ONE]
    written.write({"content/articles/networks/new.md": article("New", "2026-05-01")})
    assert rebuild(written, parsed) == ["content/articles/networks/new.md"]
    written.delete("content/articles/networks/new.md")
    assert rebuild(written, parsed) == []
    edit(written, "site.toml", "page_size = 4", "page_size = 3")
    assert rebuild(written, parsed) == []


def test_other_times_save_no_reading_and_cost_no_parsing(site: MakeSite, parsed: list[str]) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    for path in (written.root / "content").rglob("*"):
        os.utime(path, (1, 1))
    edit(written, "site.toml", "page_size = 4", "page_size = 3")
    assert rebuild(written, parsed) == []


def test_another_zone_is_another_date(site: MakeSite, parsed: list[str]) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    edit(written, "site.toml", "Europe/London", "Asia/Tokyo")
    assert ONE in rebuild(written, parsed)


def test_a_file_with_an_error_is_read_until_it_has_none(site: MakeSite, parsed: list[str]) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    edit(written, ONE, "title:", "tittle:")
    for _ in range(2):
        with pytest.raises(ProblemError, match="tittle"):
            build(written.root, Options(NOW))
    edit(written, ONE, "tittle:", "title:")
    assert rebuild(written, parsed) == []


def test_a_file_beside_a_page_that_becomes_a_bundle_is_filed_anew(site: MakeSite, parsed: list[str]) -> None:
    written = site({**GOLDEN_SITE, "content/articles/networks/lone/photo.svg": b"<svg width='1' height='1'/>"})
    build(written.root, Options(NOW))
    written.write({"content/articles/networks/lone/index.md": article("Lone", "2026-05-01", "![x](photo.svg)")})
    assert "content/articles/networks/lone/index.md" in rebuild(written, parsed)


@pytest.mark.parametrize("damage", ["record = x'00'", "content = x'00'", "mark = NULL", "record = NULL"])
def test_damaged_rows_of_the_index_are_read_again(site: MakeSite, parsed: list[str], damage: str) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    connection = sqlite3.connect(written.root / STORE_FOLDER / STORE_FILE)
    with connection:
        connection.execute(f"UPDATE records SET {damage}")  # noqa: S608  # ours
    connection.close()
    edit(written, "site.toml", "page_size = 4", "page_size = 3")
    assert ONE in rebuild(written, parsed)


@pytest.mark.parametrize("with_index", [False, True])
def test_a_film_is_read_and_never_held_in_memory(site: MakeSite, with_index: bool) -> None:
    root = site(plain({})).root
    film = root / "content/film.mp4"
    film.parent.mkdir(exist_ok=True)
    film.write_bytes(bytes(range(256)) * 2**16)
    snapshot = scan(root)
    settings = read_settings(snapshot)
    index = Index(snapshot, Contents(snapshot), settings.zone) if with_index else None
    tracemalloc.start()
    content, _ = read(snapshot, settings, index)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert content.files[0].content == digest(film.read_bytes())
    assert most < film.stat().st_size / 4


def test_a_text_that_changes_while_the_site_is_built_is_an_error(site: MakeSite) -> None:
    written = site(GOLDEN_SITE)
    known: dict[str, tuple[bytes, bytes]] = {}
    for _ in range(2):
        snapshot = scan(written.root)
        index = Index(snapshot, Contents(snapshot), ZONE, known)
        content, _ = read(snapshot, read_settings(snapshot), index)
        known = index.records
    text = next(article.text for article in content.articles if article.path == ONE)
    edit(written, ONE, "lies **cut**", "lies **torn**")
    with pytest.raises(ProblemError, match=r"one\.md: this file was changed while the site was read; try again"):
        _ = text.source


def test_a_text_that_was_read_at_once_stays(site: MakeSite, parsed: list[str]) -> None:
    written = site(GOLDEN_SITE)
    snapshot = scan(written.root)
    first = Index(snapshot, Contents(snapshot), ZONE)
    read(snapshot, read_settings(snapshot), first)
    parsed.clear()
    index = Index(snapshot, Contents(snapshot), ZONE, first.records, texts=True)
    content, _ = read(snapshot, read_settings(snapshot), index)
    assert parsed == []
    edit(written, ONE, "lies **cut**", "lies **torn**")
    text = next(article.text for article in content.articles if article.path == ONE)
    assert "lies **cut**" in text.source


class TestStamps:
    """When a file is opened, and when its stamp is believed."""

    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        paths: list[str] = []
        read_bytes = Contents.data

        def note(contents: Contents, path: str) -> bytes:
            paths.append(path)
            return read_bytes(contents, path)

        monkeypatch.setattr(Contents, "data", note)
        return paths

    def test_a_file_that_was_left_alone_is_not_opened(self, tmp_path: Path, opened: list[str]) -> None:
        known = self.looked_at(tmp_path, old=True)
        opened.clear()
        again = Contents(scan(tmp_path), known)
        assert (again.content("content/a.txt"), opened) == (digest(b"one"), [])

    def test_a_file_that_was_young_is_opened(self, tmp_path: Path, opened: list[str]) -> None:
        known = self.looked_at(tmp_path, old=False)
        (tmp_path / "content/a.txt").write_bytes(b"two")
        opened.clear()
        again = Contents(scan(tmp_path), known)
        assert (again.content("content/a.txt"), opened) == (digest(b"two"), ["content/a.txt"])

    def test_an_edit_of_the_same_size_with_its_time_set_back_is_seen(self, tmp_path: Path) -> None:
        known = self.looked_at(tmp_path, old=True)
        file = tmp_path / "content/a.txt"
        before = file.stat()
        file.write_bytes(b"two")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert Contents(scan(tmp_path), known).content("content/a.txt") == digest(b"two")

    def test_the_digest_of_all_files_is_that_of_what_was_read_last(self, tmp_path: Path) -> None:
        """A file may change while a site is built, and back again before the next build."""
        known = self.looked_at(tmp_path, old=True)
        found = Contents(scan(tmp_path), known)
        before = found.digest
        file = tmp_path / "content/a.txt"
        file.write_bytes(b"two")
        found.data("content/a.txt")
        assert found.digest != before
        assert found.digest == Contents(scan(tmp_path)).digest
        file.write_bytes(b"one")
        assert Contents(scan(tmp_path)).digest == before

    @staticmethod
    def looked_at(root: Path, old: bool) -> dict[str, contents.Stamp]:
        """Return the stamps of a site of one file, looked at when it was old enough or too young to be believed."""
        (root / "content").mkdir()
        (root / "content/a.txt").write_bytes(b"one")
        first = Contents(scan(root))
        first.content("content/a.txt")
        later = contents.YOUNG if old else 0
        return {path: (*stamp[:4], stamp[4] + later, stamp[5]) for path, stamp in first.stamps.items()}
