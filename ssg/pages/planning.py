"""Make the plan: every page of the site, each with its key, and no two for one output file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ssg.newsroom.site import Site
from ssg.pages.articles import article_drafts, text_page_drafts, withdrawn_drafts
from ssg.pages.draft import Draft
from ssg.pages.feeds import feed_drafts
from ssg.pages.hosting import hosting_drafts
from ssg.pages.keys import Keys
from ssg.pages.listings import listing_drafts
from ssg.pages.page import FORMATS, CopiedFile, Page, Plan, View
from ssg.pages.presenting import Presenter
from ssg.pages.sitemaps import sitemap_drafts
from ssg.problems import Problem
from ssg.theme.theme import Theme
from ssg.views import PAGE_VIEWS, Card


def plan(site: Site, theme: Theme) -> tuple[Plan, tuple[Problem, ...]]:
    """Return every page that will exist, and what is wrong: broken links, collisions, missing templates.

    The plan is complete even with problems, so that one run reports them all.
    """
    presenter = Presenter(site, theme.words(site.settings.language))
    drafts = list(_drafts(presenter, theme))
    files = tuple(_files(site, theme))
    maker = _PageMaker(presenter, theme)
    pages = {draft.url: maker.page(draft) for draft in drafts if _can_render(draft, theme)}
    problems = (*presenter.problems, *_missing_templates(theme), *_collisions(drafts, files))
    return Plan(pages, {file.url: file for file in files}), tuple(dict.fromkeys(problems))


def _drafts(presenter: Presenter, theme: Theme) -> Iterator[Draft]:
    yield from article_drafts(presenter, theme)
    yield from withdrawn_drafts(presenter)
    yield from text_page_drafts(presenter, theme)
    yield from listing_drafts(presenter)
    yield from feed_drafts(presenter)
    yield from sitemap_drafts(presenter)
    yield from hosting_drafts(presenter, theme)


def _can_render(draft: Draft, theme: Theme) -> bool:
    return draft.template in FORMATS or draft.template in theme.templates


class _PageMaker:
    """Gives each draft the part of the site that its template asks for, and a key."""

    def __init__(self, presenter: Presenter, theme: Theme) -> None:
        self._theme = theme
        self._site_view = presenter.site_view()
        self._language = presenter.settings.language
        self._lists: dict[str, tuple[Card, ...]] = {
            name: tuple(presenter.card(story) for story in stories) for name, stories in presenter.site.lists.items()
        }
        self._keys = Keys(theme, presenter.settings)

    def page(self, draft: Draft) -> Page:
        language = getattr(draft.view, "language", "") or self._language
        if draft.template in FORMATS:
            view = View(draft.view)
        else:
            closure = self._theme.closure(draft.template)
            lists = closure.of(closure.lists, self._lists)
            view = View(draft.view, self._site_view if closure.site else None, lists)
        key = self._keys.key(draft.template, view, draft.bodies, language)
        return Page(draft.url, draft.template, view, language, key, draft.source, draft.bodies)


def _files(site: Site, theme: Theme) -> Iterator[CopiedFile]:
    for file in site.files:
        yield CopiedFile(file.url, file.path, file.content)
    for name, asset in theme.assets.items():
        yield CopiedFile(asset.url, asset.path, asset.content, theme.contents[name])


def _missing_templates(theme: Theme) -> Iterator[Problem]:
    for name in PAGE_VIEWS:
        if name not in theme.templates:
            yield Problem(f'the theme "{theme.name}" has no template {name}', f"add layouts/{name}")


def _collisions(drafts: Iterable[Draft], files: Iterable[CopiedFile]) -> Iterator[Problem]:
    """Yield a problem for each output file that two pages want, or that one wants for a folder.

    Names are compared as the least exact file system does: without case, and with accents composed.
    """
    outputs = [(draft.url, draft.source) for draft in drafts] + [(file.url, file.source) for file in files]
    taken: dict[str, str] = {}
    for url, source in outputs:
        path = CopiedFile(url, source, b"").path
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in taken:
            yield _collision(taken[folded], source, url)
        else:
            taken[folded] = source
    for folded, source in taken.items():
        parts = folded.split("/")
        for length in range(1, len(parts)):
            folder = "/".join(parts[:length])
            if folder in taken:
                yield _collision(taken[folder], source, f"/{folder}")


def _collision(first: str, second: str, url: str) -> Problem:
    problem = Problem(f"{first} and {second} would both be written to {url}", "give one of them another slug or name")
    return replace(problem, path=second) if second.startswith("content/") else problem
