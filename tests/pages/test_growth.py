"""One more article touches as many pages of a large site as of one half its size."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import MakeSite, WrittenSite
from tests.newsrooms import NOW, article, author, plain, prepared

PAGE = 10
NEWEST = datetime(2026, 5, 31, 20)  # noqa: DTZ001  # front matter has no zone
SETTINGS = f"page_size = {PAGE}\n[related]\ncount = 0\n"
"""Without suggestions, which depend on what texts say: tests/newsroom has what one more article does to them."""
TAGS, AUTHORS, SECTIONS = 5, 4, 2
"""Each divides the numbers of articles, so that listings are as far from their next numbered page in both sites."""


def one(number: int, of: int) -> tuple[str, str]:
    """Return path and text of an article: eight in a row are about one thing, and have words of their own."""
    topic = number // 8
    words = " ".join(f"word{topic}x{part}" for part in range(30))
    moment = NEWEST - timedelta(hours=6) * (of - number)
    keys = {"tags": f"[t{number % TAGS}]", "authors": f"[a{number % AUTHORS}]"}
    text = article(f"Story {number}", moment.isoformat(" ", "minutes"), f"{words} own{number}.", **keys)
    return f"content/articles/s{number % SECTIONS}/story-{number}.md", text


def touched(written: WrittenSite, articles: int) -> Counter[str]:
    """Return the templates of the pages that are other ones, or new, after one more article, with their numbers."""
    before = {page.key for page in prepared(written.root, NOW).plan.pages.values()}
    path, text = one(articles, articles)
    written.write({path: text})
    pages = prepared(written.root, NOW).plan.pages.values()
    return Counter(page.template for page in pages if page.key not in before)


def test_one_more_article_touches_as_many_pages_at_any_size(site: MakeSite) -> None:
    authors = {f"content/authors/a{number}.md": author(f"A{number}") for number in range(AUTHORS)}
    found = []
    for articles in (400, 800):
        files = dict(one(number, articles) for number in range(articles))
        written = site(plain({**files, **authors}, SETTINGS), f"of-{articles}")
        found.append(touched(written, articles))
    assert found[0] == found[1]
    # The article and the one before it; the fronts of what it is filed under, and the lists of all of them.
    assert found[0]["article.html"] == 2
    fronts = ("home.html", "section.html", "tag.html", "author.html", "month.html", "404.html")
    assert [found[0][template] for template in fronts] == [1] * 6
    assert [found[0][template] for template in ("authors.html", "tags.html", "archive.html")] == [1] * 3
    assert sum(found[0].values()) <= 30


def test_listings_are_numbered_from_the_oldest(site: MakeSite) -> None:
    written = site(plain(dict(one(number, 60) for number in range(60)) | {
        f"content/authors/a{number}.md": author(f"A{number}") for number in range(AUTHORS)
    }, SETTINGS))  # fmt: skip
    before = {url: page.key for url, page in prepared(written.root, NOW).plan.pages.items()}
    path, text = one(60, 60)
    written.write({path: text})
    after = {url: page.key for url, page in prepared(written.root, NOW).plan.pages.items()}
    numbered = {url for url in before if "/page/" in url}
    assert numbered
    assert {url for url in numbered if after.get(url) != before[url]} == set()
    assert Path(path).name == "story-60.md"
