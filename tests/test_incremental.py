"""A warm build is a cold build, byte for byte, whatever was edited in between."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.building.report import Report
from ssg.pages.page import Shown
from tests.conftest import MakeSite
from tests.edits import EDITS
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article
from tests.trees import tree


@pytest.mark.parametrize("seed", range(12))
def test_warm_builds_equal_a_cold_one_after_any_edits(site: MakeSite, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # edits, not secrets
    written = site(GOLDEN_SITE, "warm")
    now = NOW
    build(written.root, Options(now))
    for name in chance.sample(sorted(EDITS), 6):
        EDITS[name](written)
        now += timedelta(days=chance.choice((0, 0, 40, 400)))
        warm = build(written.root, Options(now))
        cold = build(written.root, Options(now, output="cold", store=False))
        assert tree(warm.folder) == tree(cold.folder), name
        assert keys(warm) == keys(cold), name


def keys(report: Report) -> dict[str, bytes]:
    return {url: page.key for url, page in report.edit.plan.pages.items()}


def test_a_second_build_drafts_no_article_and_no_listing(site: MakeSite) -> None:
    pages = rebuilt(site, "file added").edit.plan.pages
    drafted = {url for url, page in pages.items() if "shown" in vars(page) or isinstance(page.show, Shown)}
    templates = {pages[url].template for url in drafted}
    assert templates.isdisjoint({"article.html", "home.html", "section.html", "tag.html", "page.html", "rss", "atom"})
    assert len(drafted) < len(pages) / 3


def rebuilt(site: MakeSite, name: str) -> Report:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    EDITS[name](written)
    return build(written.root, Options(NOW))


def made(report: Report) -> set[str]:
    """Return the pages that were rendered, feeds and sitemaps left out."""
    return {url for url in report.production.seconds if not url.endswith((".xml", ".json", ".txt"))}


def test_an_edited_body_renders_one_page_and_converts_one_text(site: MakeSite) -> None:
    report = rebuilt(site, "body")
    assert made(report) == {"/networks/one/"}
    assert report.production.converted == 1


def test_an_edited_template_converts_no_text(site: MakeSite) -> None:
    report = rebuilt(site, "template")
    assert report.production.converted == 0
    assert report.production.rendered > 20


def test_an_edited_standfirst_renders_its_page_and_those_that_show_its_card(site: MakeSite) -> None:
    report = rebuilt(site, "standfirst")
    card = "/networks/one/"
    shows = {
        page.url
        for page in report.edit.plan.pages.values()
        if any(
            shown.url == card
            for shown in (*getattr(page.view.page, "cards", ()), *getattr(page.view.page, "related", ()))
        )
    }
    assert made(report) == {card, *shows}
    assert len(shows) >= 6


def test_a_file_beside_the_articles_renders_nothing(site: MakeSite) -> None:
    report = rebuilt(site, "file added")
    assert (report.production.rendered, report.written.written) == (0, 1)


def test_one_more_article_changes_no_full_listing_page(site: MakeSite) -> None:
    written = site({**GOLDEN_SITE, **{f"content/articles/n{n:02}.md": article(f"N{n}") for n in range(40)}})
    build(written.root, Options(NOW))
    written.write({"content/articles/newest.md": article("Newest", "2026-05-30", "Words of its own.")})
    report = build(written.root, Options(NOW))
    numbered = {url for url in made(report) if "/page/" in url}
    # The first page below the front links to the new one above it, once in a page's length.
    assert len(numbered) <= 2
