"""Names resolved: authors, tags, sections, series, lists, links."""

from __future__ import annotations

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared


def errors(site: MakeSite, files: dict[str, str], settings: str = "") -> list[str]:
    with pytest.raises(ProblemError) as raised:
        prepared(site(plain(files, settings)).root)
    return [str(problem) for problem in raised.value.problems]


def test_bylines_of_the_same_people_keep_their_roles_apart(site: MakeSite) -> None:
    files = {
        "content/authors/ana-ruiz.md": author("Ana Ruiz"),
        "content/articles/a.md": article("A", authors="[{author: Ana Ruiz, role: words}]"),
        "content/articles/b.md": article("B", authors="[{author: Ana Ruiz, role: photographs}]"),
        "content/articles/c.md": article("C", authors="[{author: Ana Ruiz, role: words}]"),
    }
    stories = prepared(site(plain(files)).root).site.stories
    roles = {story.article.title: [credit.role for credit in story.credits] for story in stories}
    assert roles == {"A": ["words"], "B": ["photographs"], "C": ["words"]}


def test_a_byline_keeps_its_order_and_roles(site: MakeSite) -> None:
    edit = prepared(
        site(
            plain(
                {
                    "content/authors/ana-ruiz.md": author("Ana Ruiz"),
                    "content/authors/bo-lind.md": author("Bo Lind"),
                    "content/articles/a.md": article("A", authors="[bo-lind, {author: Ana Ruiz, role: photographs}]"),
                }
            )
        ).root
    )
    byline = edit.site.stories[0].credits
    assert [(credit.author.slug, credit.role) for credit in byline] == [("bo-lind", ""), ("ana-ruiz", "photographs")]
    assert {slug: len(stories) for slug, stories in edit.site.by_author.items()} == {"bo-lind": 1, "ana-ruiz": 1}


def test_an_unknown_author_is_named_with_the_nearest(site: MakeSite) -> None:
    files = {
        "content/authors/ana-ruiz.md": author("Ana Ruiz"),
        "content/articles/a.md": article("A", authors="[Ana Ruis, Zed]"),
    }
    assert errors(site, files) == [
        (
            'content/articles/a.md:4:11: unknown author "Ana Ruis"; '
            'did you mean "Ana Ruiz"? Otherwise add content/authors/ana-ruis.md'
        ),
        'content/articles/a.md:4:21: unknown author "Zed"; add content/authors/zed.md',
    ]


def test_every_article_with_the_same_wrong_byline_is_named(site: MakeSite) -> None:
    files = {
        "content/authors/ana-ruiz.md": author("Ana Ruiz"),
        "content/articles/a.md": article("A", authors="[Ana Ruiz, ana-ruiz]"),
        "content/articles/b.md": article("B", authors="[Ana Ruiz, ana-ruiz]"),
    }
    assert errors(site, files) == [
        'content/articles/a.md:4:21: "Ana Ruiz" is named twice in the byline; keep one',
        'content/articles/b.md:4:21: "Ana Ruiz" is named twice in the byline; keep one',
    ]


def test_the_author_of_a_withheld_article_is_checked_too(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("A", author="Zed", draft="true")}
    assert errors(site, files) == [
        'content/articles/a.md:4:9: unknown author "Zed"; add content/authors/zed.md',
    ]


def test_an_article_is_not_blamed_for_the_error_in_its_authors_file(site: MakeSite) -> None:
    files = {"content/authors/zed.md": "---\nnmae: Zed\n---\n", "content/articles/a.md": article("A", author="Zed")}
    found = errors(site, files)
    assert found
    assert all(message.startswith("content/authors/zed.md") for message in found)


def test_tags_merge_by_slug_under_the_spelling_used_most(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", tags="[5g, Open RAN]"),
        "content/articles/b.md": article("B", tags="[5G, open-ran]"),
        "content/articles/c.md": article("C", tags="[5G, Open Ran, Open RAN]"),
    }
    tags = prepared(site(plain(files)).root).site.tags
    assert [(tag.slug, tag.title) for tag in tags] == [("5g", "5G"), ("open-ran", "Open RAN")]


def test_a_tags_file_gives_its_name_and_text(site: MakeSite) -> None:
    files = {
        "content/tags/5g.md": "---\ntitle: Fifth generation\ndescription: All of it.\n---\nIntro.\n",
        "content/articles/a.md": article("A", tags="[5g]"),
        "content/articles/b.md": article("B", tags="[fifth generation]"),
    }
    site_ = prepared(site(plain(files)).root).site
    assert [(tag.slug, tag.title, len(site_.by_tag[tag.slug])) for tag in site_.tags] == [("5g", "Fifth generation", 2)]


def test_sections_come_in_the_order_of_the_settings(site: MakeSite) -> None:
    files = {f"content/articles/{name}/a.md": article(name) for name in ("business", "policy", "space", "devices")}
    files = {path: text.replace("---\nText", f"slug: {n}\n---\nText") for n, (path, text) in enumerate(files.items())}
    files = {path: text.replace("slug: ", "slug: s") for path, text in files.items()}
    sections = prepared(site(plain(files, 'sections = ["space", "Policy"]\n')).root).site.sections
    assert [section.title for section in sections] == ["Space", "Policy", "Business", "Devices"]


def test_series_are_in_reading_order_numbered_parts_first(site: MakeSite) -> None:
    files = {
        "content/articles/c.md": article("Two", "2026-01-01", series="{name: Cable, part: 2}"),
        "content/articles/a.md": article("Late", "2026-03-01", series="Cable"),
        "content/articles/b.md": article("One", "2026-02-01", series="{name: cable, part: 1}"),
        "content/articles/d.md": article("Early", "2026-01-01", series="Cable"),
    }
    parts = prepared(site(plain(files)).root).site.by_series["cable"]
    assert [story.article.title for story in parts] == ["One", "Two", "Early", "Late"]


def test_months_are_those_of_the_sites_time_zone(site: MakeSite) -> None:
    # London is an hour ahead of the world's time in summer.
    dates = {"a": "2025-06-30T23:30:00Z", "b": "2025-06-30T22:30:00Z", "c": "2025-01-31T23:30:00Z"}
    files = {f"content/articles/{name}.md": article(name, date) for name, date in dates.items()}
    months = prepared(site(plain(files)).root).site.months
    found = [(month.year, month.month, [story.article.title for story in month.stories]) for month in months]
    assert found == [(2025, 7, ["a"]), (2025, 6, ["b"]), (2025, 1, ["c"])]


def test_lists_select_and_sort(site: MakeSite) -> None:
    settings = """
[lists.views]
type = "opinion"
[lists.ana]
author = "Ana Ruiz"
sort = "title"
limit = 2
[lists.none]
section = "Elsewhere"
[lists.first]
sort = "oldest"
limit = 1
"""
    files = {
        "content/authors/ana-ruiz.md": author("Ana Ruiz"),
        "content/articles/a.md": article("Zebra", "2026-01-01", author="ana-ruiz", type="opinion"),
        "content/articles/b.md": article("Ant", "2026-02-01", author="ana-ruiz"),
        "content/articles/c.md": article("Bee", "2026-03-01", author="ana-ruiz"),
        "content/articles/d.md": article("Cow", "2026-04-01"),
    }
    lists = prepared(site(plain(files, settings)).root).site.lists
    titles = {name: [story.article.title for story in stories] for name, stories in lists.items()}
    assert titles == {"views": ["Zebra"], "ana": ["Ant", "Bee"], "none": [], "first": ["Zebra"]}


def test_a_list_of_an_unknown_author_is_an_error_in_site_toml(site: MakeSite) -> None:
    files = {"content/authors/ana-ruiz.md": author("Ana Ruiz")}
    assert errors(site, files, '[lists.hers]\nauthor = "ana-ruis"\n') == [
        'site.toml:6:10: list "hers" is of an unknown author, "ana-ruis"; did you mean "ana-ruiz"?'
    ]


def test_links_between_content_files_are_resolved(site: MakeSite) -> None:
    body = "[a](../authors/jo.md) [b](b.md#part) [c](/images/x.pdf) [d](pages/about.md) [e](https://e.example/f.md)"
    files = {
        "content/authors/jo.md": author("Jo"),
        "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
        "content/images/x.pdf": "x",
        "content/articles/a.md": article("A", body=body),
        "content/articles/b.md": article("B"),
    }
    edit = prepared(site(plain(files)).root, url="https://meridian.example/paper")
    page = edit.plan.pages["/a/"].view.page
    assert dict(page.body.links) == {  # type: ignore[attr-defined]
        "../authors/jo.md": "/paper/authors/jo/",
        "b.md#part": "/paper/b/#part",
        "/images/x.pdf": "/paper/images/x.pdf",
        "pages/about.md": "/paper/about/",
    }


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("bb.md", '"bb.md" leads to no content file; did you mean "b.md"?'),
        ("elsewhere/b.md", '"elsewhere/b.md" leads to no content file; did you mean "content/articles/b.md"?'),
        ("draft.md", '"draft.md" is not published: it is a draft'),
        ("later.md#x", '"later.md#x" is not published: it is scheduled for later'),
        ("/images/y.png", '"/images/y.png" is no file of this site; did you mean "x.png"?'),
    ],
)
def test_a_broken_link_is_an_error_with_its_line(site: MakeSite, target: str, message: str) -> None:
    files = {
        "content/images/x.png": "x",
        "content/articles/a.md": article("A", body=f"One.\n\nTwo [here]({target})."),
        "content/articles/b.md": article("B"),
        "content/articles/draft.md": article("C", draft="true"),
        "content/articles/later.md": article("D", "2030-01-01"),
    }
    root = site(plain(files)).root
    with pytest.raises(ProblemError) as raised:
        build(root, Options(NOW))
    assert [str(problem) for problem in raised.value.problems] == [f"content/articles/a.md:7:12: {message}"]
    assert not (root / "public").exists()


def test_a_section_of_the_settings_that_nothing_is_in_is_a_warning(site: MakeSite) -> None:
    files = {"content/articles/news/a.md": article("A")}
    edit = prepared(site(plain(files, 'sections = ["news", "nws", "Space"]\n')).root)
    assert [str(problem) for problem in edit.warnings] == [
        'site.toml:5:21: no article is in the section "nws"; did you mean "news"?',
        'site.toml:5:28: no article is in the section "Space"; add content/sections/space.md, or take it out',
    ]


def test_several_authors_in_one_text_are_told_to_be_a_list(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("A", author="Jo, Al")}
    assert errors(site, files) == [
        'content/articles/a.md:4:9: unknown author "Jo, Al"; several authors are a list: [Jo, Al]'
    ]
