"""What the theme makes of sites unlike the demonstration."""

from __future__ import annotations

import re
from pathlib import Path

from ssg.build import build
from ssg.building.options import Options
from tests.conftest import SITE_TOML, MakeSite
from tests.newsrooms import NOW, article


def shown(folder: Path, url: str) -> str:
    return (folder / url / "index.html").read_text()


def test_feeds_are_told_apart_by_the_end_of_their_address(site: MakeSite) -> None:
    settings = f'{SITE_TOML}\n[feeds]\ntags = ["rss", "atom", "json"]\n'
    files = {"site.toml": settings, "content/articles/a.md": article("A", tags="[Atomic]")}
    folder = build(site(files).root, Options(NOW)).folder
    links = re.findall(r'type="application/(\S+)" title="[^"]*" href="(\S+)"', shown(folder, "tags/atomic"))
    assert links == [
        ("rss+xml", "/tags/atomic/feed.xml"),
        ("atom+xml", "/tags/atomic/atom.xml"),
        ("feed+json", "/tags/atomic/feed.json"),
    ]


def test_no_article_is_lost_between_the_front_and_the_older_pages(site: MakeSite) -> None:
    files = {
        f"content/articles/story-{day:02}.md": article(
            f"Story {day}", date=f"2026-02-{day:02}", tags="[old]" if day < 16 else "[new]"
        )
        for day in range(1, 25)
    }
    lists = 'page_size = 10\n\n[lists.recent]\ntag = "old"\nlimit = 15\n'
    folder = build(site({"site.toml": SITE_TOML + lists, **files}).root, Options(NOW)).folder
    pages = "".join(page.read_text() for page in [folder / "index.html", *folder.glob("page/*/index.html")])
    assert [path for path in files if f'href="/{Path(path).stem}/"' not in pages] == []
    front = re.search(r'class="front-recent".*?</section>', shown(folder, ""), re.DOTALL)
    assert front
    # First what the older pages do not have, then what the site asks for.
    days = [int(day) for day in re.findall(r'href="/story-(\d+)/"', front[0])]
    assert days == list(range(18, 0, -1))
