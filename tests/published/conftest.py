"""The demonstration newsroom, built once for all tests of what visitors, crawlers and hosts get to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pytest
from lxml import etree, html

from ssg.build import build
from ssg.building.edit import Edit
from ssg.building.options import Options
from tests.demonstration import keep_pictures
from tests.machine import REPOSITORY
from tests.published.host import Host, serve

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
"""After every article of the demonstration that is to be shown, and before the one that is scheduled."""


@dataclass(frozen=True)
class Published:
    """The demonstration as it was built into `folder`, and the edit it was built from."""

    folder: Path
    edit: Edit

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """Return every HTML page by its path in the folder, parsed."""
        return {path: html.document_fromstring(data) for path, data in self.sources.items()}

    @cached_property
    def sources(self) -> dict[str, bytes]:
        """Return the bytes of every HTML page by its path in the folder."""
        found = sorted(self.folder.rglob("*.html"))
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def urls(self, *templates: str) -> list[str]:
        """Return the URLs of all pages that some templates made, in the order of the plan."""
        return [url for url, page in self.edit.plan.pages.items() if page.template in templates]

    def page(self, url: str) -> html.HtmlElement:
        """Return the parsed page at a URL."""
        return self.pages[f"{url.lstrip('/')}index.html" if url.endswith("/") else url.lstrip("/")]


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML that is ours, reading nothing else for it."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("published") / "public"
    with pytest.MonkeyPatch.context() as patch:
        # Everything is made anew but for the pictures.
        keep_pictures(patch)
        report = build(REPOSITORY, Options(NOW, output=str(folder), jobs=0, store=False))
    return Published(folder, report.edit)


@pytest.fixture
def kept_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the pictures of the demonstration from the store of the checkout, in builds that use no store."""
    keep_pictures(monkeypatch)


@pytest.fixture(scope="session")
def host(published: Published) -> Iterator[Host]:
    with serve(published.folder) as host:
        yield host
