"""What the tests of archives share: an archive written from text, moved into a site, and the site built."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from ssg.build import build
from ssg.building.options import Options
from ssg.importers.archives.detecting import detect, open_archive
from ssg.importers.archives.importing import ArchiveOptions, import_archive
from ssg.importers.archives.report import REPORT_FILE, ArchiveReport
from tests.conftest import Files, MakeSite, WrittenSite
from tests.photographs import photograph
from tests.plain_theme import PLAIN_THEME

PNG = photograph(4, 3, "PNG")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SITE = 'title = "The Meridian"\nurl = "https://meridian.example"\ntheme = "plain"\n'

SHORTCODES = {
    "layouts/shortcodes/figure.html": """\
        <figure><img src="{{ call.arguments.src }}"> {{ call.arguments.alt|default("") }}
        {{ call.arguments.caption|default("") }} {{ call.arguments.credit|default("") }} {{ call.inner }}</figure>
        """,
    "layouts/shortcodes/pullquote.html": """\
        <blockquote>{{ call.inner }} {{ call.arguments.cite|default("") }}</blockquote>
        """,
}


def new_site(site: MakeSite, files: Files | None = None, name: str = "site") -> WrittenSite:
    """Return a site with a theme that shows the bodies of articles and little else."""
    return site({**PLAIN_THEME, **SHORTCODES, "site.toml": SITE, **(files or {})}, name)


def move(there: WrittenSite, archive: Path, options: ArchiveOptions | None = None) -> ArchiveReport:
    """Import an archive, found out by itself, into a site."""
    opened = open_archive(archive, detect(archive))
    return import_archive(there.root, opened, options or ArchiveOptions(), NOW)


def built(there: WrittenSite) -> WrittenSite:
    """Build a site and return its output."""
    build(there.root, Options(NOW, jobs=1, store=False))
    return WrittenSite(there.root / "public")


def notes(there: WrittenSite) -> list[tuple[str, str, str]]:
    """Return the notes of the last report: kind and what, detail, and `path:line`."""
    report: dict[str, Any] = json.loads(there.text(REPORT_FILE))
    return [(f"{n['kind']}: {n['what']}", n["detail"], f"{n['path']}:{n['line']}") for n in report["notes"]]


def body(there: WrittenSite, path: str) -> str:
    """Return the body of a Markdown file of a site."""
    return there.text(path).partition("\n---\n")[2].strip()


def head(there: WrittenSite, path: str) -> str:
    """Return the front matter of a Markdown file of a site."""
    return there.text(path).partition("\n---\n")[0].removeprefix("---\n")


def words_of_html(html: str) -> Sequence[str]:
    """Return the words that a reader sees on a page, in order."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.findall(r"[^\W_]+", unescape(re.sub(r"<[^>]*>", " ", shown)))
