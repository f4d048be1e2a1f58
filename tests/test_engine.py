"""What is outside a site: versions of libraries, read from the names of their folders."""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from ssg import engine
from ssg.engine import entry_points, version_of


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Nothing is installed but what lies in this folder."""
    for cached in (engine._installed, version_of, entry_points):  # it remembers what is installed
        cached.cache_clear()
    monkeypatch.setattr("sys.path", [str(tmp_path / "first"), str(tmp_path / "second")])
    yield tmp_path
    for cached in (engine._installed, version_of, entry_points):
        cached.cache_clear()


def _install(folder: Path, entries: str = "") -> None:
    folder.mkdir(parents=True)
    if entries:
        (folder / "entry_points.txt").write_text(entries)


def test_versions_are_those_of_the_metadata() -> None:
    names = [library.metadata["Name"] for library in metadata.distributions()]
    assert {name: version_of(name) for name in names} == {name: metadata.version(name) for name in names}
    assert len(names) > 20


def test_entry_points_are_those_of_the_metadata() -> None:
    for group in ("markdown.extensions", "console_scripts", "pytest11"):
        expected = metadata.entry_points(group=group)
        assert entry_points(group).keys() == set(expected.names)
        assert {name.split("-")[0] for names in entry_points(group).values() for name in names} >= {
            entry.dist.name.lower().replace("-", "_") for entry in expected if entry.dist
        }


def test_the_first_of_a_name_is_the_one_that_is_imported(libraries: Path) -> None:
    _install(libraries / "second/Some_Library-1.0.dist-info")
    _install(libraries / "first/some_library-2.0.dist-info")
    assert version_of("some-library") == version_of("Some.Library") == "2.0"


def test_a_version_that_no_folder_tells_is_asked_for(libraries: Path) -> None:
    _install(libraries / "first/library.egg-info")
    (libraries / "first/library.egg-info/PKG-INFO").write_text("Metadata-Version: 2.1\nName: library\nVersion: 3.1\n")
    assert version_of("library") == "3.1"
    with pytest.raises(metadata.PackageNotFoundError):
        version_of("another")


def test_who_offers_something(libraries: Path) -> None:
    _install(
        libraries / "first/one-1.dist-info", "[x]\na = b:c\n\n[markdown.extensions]\n# d = e\ncharts = one:charts\n"
    )
    _install(
        libraries / "second/two-2.dist-info", "[markdown.extensions]\ncharts = two\nmaps=two:maps [extra]\n[y]\nf=g\n"
    )
    assert entry_points("markdown.extensions") == {"charts": ("one-1", "two-2"), "maps": ("two-2",)}
    assert entry_points("z") == {}
