"""Declared lists of an article's own: more from this author, more on this tag."""

from __future__ import annotations

from pathlib import Path

from ssg.build import build
from ssg.building.options import Options
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared

LAYOUT = """\
{% extends "frame.html" %}
{% block main %}
{% for card in lists.more_from_author %}<a class="author">{{ card.title }}</a>{% endfor %}
{% for card in lists.more_on_tag %}<a class="tag">{{ card.title }}</a>{% endfor %}
{% for card in lists.news %}<a class="news">{{ card.title }}</a>{% endfor %}
{% for card in page.related %}<a class="related">{{ card.title }}</a>{% endfor %}
{% endblock %}
"""
LISTS = """\
[related]
count = 0
[lists.more_from_author]
same = "author"
without = ["opinion"]
limit = 2
[lists.more_on_tag]
same = "tag"
limit = 2
[lists.news]
limit = 1
"""


def files(**more: str) -> dict[str, str]:
    texts = {
        f"content/articles/{name}.md": article(name, f"2026-0{month}-01", author=who, tags=tags, **keys)
        for month, (name, who, tags, keys) in enumerate(
            (
                ("Oldest", "ana", "[cable]", {}),
                ("Second", "ana", "[cable, mast]", {}),
                ("Third", "bo", "[mast]", {}),
                ("Fourth", "ana", "[cable]", {}),
                ("Column", "ana", "[mast]", {"type": "opinion"}),
            ),
            1,
        )
    }
    people = {"content/authors/ana.md": author("Ana"), "content/authors/bo.md": author("Bo")}
    return plain({**texts, **people, "layouts/article.html": LAYOUT, **more}, LISTS)


def shown(root: Path, url: str, kind: str) -> list[str]:
    page = prepared(root).plan.pages[url]
    if kind == "related":
        return [card.title for card in page.view.page.related]  # type: ignore[attr-defined]
    return [card.title for card in page.view.lists[kind]]


def test_lists_of_the_same_author_and_tag_have_what_is_closest_in_time(site: MakeSite) -> None:
    root = site(files()).root
    assert shown(root, "/second/", "more_from_author") == ["Oldest", "Fourth"]
    assert shown(root, "/second/", "more_on_tag") == ["Oldest", "Fourth"]
    assert shown(root, "/third/", "more_from_author") == []
    assert shown(root, "/third/", "more_on_tag") == ["Second", "Column"]
    assert shown(root, "/oldest/", "news") == ["Column"]


def test_a_list_of_its_own_leaves_out_what_is_suggested_hidden_retracted_or_paid_for(site: MakeSite) -> None:
    made = files()
    made["content/articles/Third.md"] = article("Third", "2026-03-01", author="ana", noindex="true")
    made["content/articles/Fourth.md"] = article("Fourth", "2026-04-01", author="ana", type="sponsored", sponsor="Us")
    made["site.toml"] = made["site.toml"].replace("count = 0", "count = 1\nfill = false")
    made["content/articles/Second.md"] = article("Second", "2026-02-01", author="ana", related="[oldest]")
    root = site(made).root
    assert shown(root, "/second/", "related") == ["Oldest"]
    assert shown(root, "/second/", "more_from_author") == []


def test_a_new_article_changes_only_the_pages_whose_lists_it_is_in(site: MakeSite) -> None:
    added = {"content/articles/new.md": article("New", "2026-05-20", author="ana", tags="[cable]")}
    articles = ("/oldest/", "/second/", "/third/", "/fourth/", "/column/")
    # `lists.news` has the newest, which all pages of the layout show; without it the rest is what is meant here.
    without = files()
    without["layouts/article.html"] = LAYOUT.replace("lists.news", "lists.more_on_tag")
    before = prepared(site(without, "before").root).plan.pages
    after = prepared(site({**without, **added}, "after").root).plan.pages
    changed = [url for url in articles if before[url].key != after[url].key]
    assert changed == ["/fourth/", "/column/"]


def test_builds_with_lists_of_their_own_are_the_same_warm_and_cold(site: MakeSite) -> None:
    root = site(files()).root
    build(root, Options(NOW))
    (root / "content/articles/Oldest.md").write_text(article("Renamed", "2026-01-01", author="ana", slug="oldest"))
    report = build(root, Options(NOW))
    warm = {path: path.read_bytes() for path in report.folder.rglob("*.html")}
    assert '<a class="author">Renamed</a>' in (report.folder / "second/index.html").read_text()
    cold = build(root, Options(NOW, store=False, output="cold"))
    assert warm == {
        report.folder / path.relative_to(cold.folder): path.read_bytes() for path in cold.folder.rglob("*.html")
    }
    assert build(root, Options(NOW)).production.rendered == 0


def test_a_list_of_its_own_has_one_of_an_article_and_its_translations(site: MakeSite) -> None:
    made = files()
    made["content/articles/Fourth.md"] = article(
        "Fourth", "2026-04-01", author="ana", tags="[cable]", extra="{translation_of: oldest}"
    )
    root = site(made).root
    assert shown(root, "/second/", "more_from_author") == ["Oldest"]
    assert shown(root, "/fourth/", "more_from_author") == ["Second"]
