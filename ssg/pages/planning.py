"""Make the plan: every page of the site, each with its key, and no two for one output file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ssg.digest import Marked, digest
from ssg.engine import engine
from ssg.newsroom.site import Site
from ssg.page_views import PAGE_VIEWS, SearchPage
from ssg.pages.articles import article_drafts, text_page_drafts, withdrawn_drafts
from ssg.pages.artwork import artwork_of
from ssg.pages.draft import Draft, Sketch
from ssg.pages.feeds import feed_drafts
from ssg.pages.hosting import hosting_drafts
from ssg.pages.icons import icon_links, icon_problems, icon_set, manifest_drafts
from ssg.pages.keys import Keys, key_in, surroundings
from ssg.pages.listings import listing_drafts
from ssg.pages.memo import Gist, Memo, gist_of
from ssg.pages.option_pictures import option_pictures
from ssg.pages.page import FORMATS, CopiedFile, Page, Plan, Shown, View
from ssg.pages.pictures import FindTone, original_format
from ssg.pages.presenting import Presenter
from ssg.pages.sitemaps import sitemap_drafts
from ssg.pages.well_known import well_known_drafts
from ssg.problems import Problem, Severity, did_you_mean
from ssg.settings import SETTINGS_FILE, Settings
from ssg.theme.closure import EVERYTHING
from ssg.theme.theme import Theme
from ssg.urls import output_path
from ssg.views import Card, SiteView

_LONGEST_NAME = 255
"""Bytes of the name of a file, or of a folder, on the file systems that are in use."""


def plan(
    site: Site, theme: Theme, memo: Memo | None = None, find_tone: FindTone | None = None
) -> tuple[Plan, tuple[Problem, ...]]:
    """Return every page that will exist, and what is wrong: broken links, collisions, missing templates.

    The plan is complete even with problems, so that one run reports them all. `memo` holds what earlier plans came to:
    it saves time and changes nothing. `find_tone` looks at a picture when a page is made that shows it; without it
    pictures have no tones.
    """
    memo = memo or Memo()
    presenter = Presenter(site, theme.words(site.settings.language), theme.card, find_tone, memo)
    icons = icon_set(site, theme, presenter.linker)
    files = tuple(_files(site, theme))
    pictures, astray = option_pictures(presenter, theme)
    around = replace(presenter.site_view(), icons=icon_links(icons, site.settings.base), pictures=pictures)
    maker = _PageMaker(presenter, theme, memo, around)
    # What is related may still be being found out elsewhere: what does not need it comes first.
    presenter.recipes.numbered(site.stories)
    others = [*_other_drafts(presenter, theme), *manifest_drafts(presenter, icons)]
    other_pages = {draft.url: maker.page(draft) for draft in others if _can_render(draft, theme)}
    articles = [*article_drafts(presenter, theme)]
    pages = {draft.url: maker.page(draft) for draft in articles if _can_render(draft, theme)} | other_pages
    wrong = icon_problems(site, presenter.linker)
    missing = _missing_templates(theme, site.settings)
    unspoken = _unspoken_language(theme, site.settings)
    unused = _unused_lists(theme, site.settings)
    known = (*presenter.problems, *wrong, *astray, *missing, *unspoken, *unused)
    problems = (*known, *_collisions([*articles, *others], files, memo))
    shown = Plan(pages, {file.url: file for file in files}, partial(artwork_of, site, theme))
    return shown, tuple(dict.fromkeys(problems))


def _other_drafts(presenter: Presenter, theme: Theme) -> Iterator[Draft | Sketch]:
    yield from withdrawn_drafts(presenter)
    yield from text_page_drafts(presenter, theme)
    yield from listing_drafts(presenter)
    yield from feed_drafts(presenter, theme)
    yield from sitemap_drafts(presenter)
    yield from well_known_drafts(presenter)
    yield from hosting_drafts(presenter, theme)


def _unspoken_language(theme: Theme, settings: Settings) -> Iterator[Problem]:
    """Yield a warning where the words of the interface are in another language than the site."""
    language = theme.language_of_words(settings.language)
    if language.split("-")[0].lower() != settings.language.split("-")[0].lower():
        message = (
            f'the theme has no words in the language of the site, "{settings.language}": pages say "{language}" ones'
        )
        hint = f"add i18n/{settings.language.split('-')[0].lower()}.toml to a theme of the site's own (docs/themes.md)"
        yield Problem(message, hint, SETTINGS_FILE, at=("language",), severity=Severity.WARNING)


def _unused_lists(theme: Theme, settings: Settings) -> Iterator[Problem]:
    """Yield a warning for each list of the settings that no template uses, but one of nearly that name."""
    used = theme.mentioned("lists")
    for name in () if EVERYTHING in used else settings.lists:
        if name not in used and (hint := did_you_mean(name, used)):
            message = f'no template uses a list "{name}"'
            yield Problem(message, hint, SETTINGS_FILE, at=("lists", name), severity=Severity.WARNING)


def _can_render(draft: Draft | Sketch, theme: Theme) -> bool:
    return draft.template in FORMATS or draft.template in theme.templates


class _PageMaker:
    """Gives each draft the part of the site that its template asks for, and a key."""

    def __init__(self, presenter: Presenter, theme: Theme, memo: Memo, site_view: SiteView) -> None:
        self._presenter = presenter
        self._theme = theme
        self._memo = memo
        self._site_view = site_view
        self._language = presenter.settings.language
        self._lists: dict[str, tuple[Card, ...]] = {
            name: tuple(presenter.card(story) for story in stories) for name, stories in presenter.site.lists.items()
        }
        self._keys = Keys(theme, presenter.settings)
        # Thousands of pages have the same in common, and differ in the digest of their own view.
        self._settings: dict[tuple[str, bytes], tuple[str, bytes]] = {}
        self._surroundings: dict[str, bytes] = {}

    def page(self, draft: Draft | Sketch) -> Page:
        if isinstance(draft, Sketch):
            known = self._memo.find(draft.recipe)
            if known is not None:
                return self._page(draft, Gist.from_bytes(known), lambda: self._shown(draft.draft()))
            problems = len(self._presenter.problems)
            shown = self._shown(draft.draft())
            gist = gist_of(shown)
            # What is wrong must be said again the next time.
            if len(self._presenter.problems) == problems:
                self._memo.keep(draft.recipe, gist)
        else:
            shown = self._shown(draft)
            gist = gist_of(shown)
        return self._page(draft, gist, shown)

    def _page(self, draft: Draft | Sketch, gist: Gist, show: Callable[[], Shown]) -> Page:
        # Lists of its own are what a page has in common with no other.
        setting = None if draft.lists else self._settings.get((draft.template, gist.common))
        if setting is None:
            setting = self._setting(draft, gist)
            if not draft.lists:
                self._settings[draft.template, gist.common] = setting
        language, around = setting
        key = key_in(around, gist.view)
        return Page(draft.url, draft.template, language, key, draft.source, show, gist.plain_texts)

    def _setting(self, draft: Draft | Sketch, gist: Gist) -> tuple[str, bytes]:
        """Return the language of a page, and the part of its key that pages of one template and language share."""
        template = draft.template
        around = None if draft.lists else self._surroundings.get(template)
        if around is None:
            around = surroundings(View(Marked(), *self._seen_by(draft)))
            if not draft.lists:
                self._surroundings[template] = around
        language = gist.language or self._language
        return language, self._keys.setting(template, language, gist.shortcodes, around)

    def _shown(self, draft: Draft) -> Shown:
        return Shown(View(draft.view, *self._seen_by(draft)), draft.bodies)

    def _seen_by(self, draft: Draft | Sketch) -> tuple[SiteView | None, Mapping[str, tuple[Card, ...]]]:
        """Return what a page's template asks for beside the page."""
        if draft.template in FORMATS:
            return None, {}
        closure = self._theme.closure(draft.template)
        lists = closure.of(closure.lists, self._lists)
        for name, stories in draft.lists.items():
            lists[name] = tuple(self._presenter.card(story) for story in stories)
        return self._site_view if closure.site else None, lists


def _files(site: Site, theme: Theme) -> Iterator[CopiedFile]:
    for file in site.files:
        cleaned = original_format(file)
        key = digest((engine(), cleaned, file.content)) if cleaned else b""
        yield CopiedFile(file.url, file.path, file.content, format=cleaned, key=key)
    for asset in theme.published:
        yield CopiedFile(asset.url, asset.path, asset.content, theme.contents[asset.name])


def _missing_templates(theme: Theme, settings: Settings) -> Iterator[Problem]:
    for name, view in PAGE_VIEWS.items():
        if name not in theme.templates and (view is not SearchPage or settings.search.enabled):
            yield Problem(f'the theme "{theme.name}" has no template {name}', f"add layouts/{name}")


def _collisions(drafts: Iterable[Draft | Sketch], files: Iterable[CopiedFile], memo: Memo) -> tuple[Problem, ...]:
    """Return the problems of all outputs with their names, which most plans have in common with the last one."""
    outputs = [(draft.url, draft.source) for draft in drafts] + [(file.url, file.source) for file in files]
    # No address has a zero byte.
    urls = "\0".join([url for url, _ in outputs]).encode("utf-8", "surrogatepass")
    names = digest((engine(), urls))
    if memo.are_apart(names):
        return ()
    problems = tuple(_collisions_among(outputs))
    if not problems:
        memo.keep_apart(names)
    return problems


def _collisions_among(outputs: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Yield a problem for each output file that two pages want, or that one wants for a folder, or that cannot be.
    `outputs` are the path URLs of all, and what each is made from.

    Names are compared as the least exact file system does: without case, and with accents composed.
    """
    paths = [output_path(url) for url, _ in outputs]
    for path, (_, source) in zip(paths, outputs, strict=True):
        if len(path if path.isascii() else path.encode()) > _LONGEST_NAME and (problem := _too_long(path, source)):
            yield problem
    names = [path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold() for path in paths]
    # Most sites have none of the other kinds, which is seen from all names together.
    different = set(names)
    if len(different) == len(names) and different.isdisjoint(_folders_of(different)):
        return
    taken: dict[str, str] = {}
    for folded, (url, source) in zip(names, outputs, strict=True):
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


def _too_long(path: str, source: str) -> Problem | None:
    """Return what is wrong where a file or folder of an output path has a name that no file system takes."""
    longest = max(len(part.encode()) for part in path.split("/"))
    if longest <= _LONGEST_NAME:
        return None
    message = f"would be written to a name of {longest} bytes, and files have names of {_LONGEST_NAME} at most"
    hint = "give it a shorter slug or name"
    if source.startswith("content/"):
        return Problem(message, hint, source)
    return Problem(f"{source} {message}", hint)


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder that one of the paths lies in, at any depth."""
    found: set[str] = set()
    folders = {path.rpartition("/")[0] for path in paths}
    while folders:
        found |= folders
        folders = {folder.rpartition("/")[0] for folder in folders} - found
    return found


def _collision(first: str, second: str, url: str) -> Problem:
    problem = Problem(f"{first} and {second} would both be written to {url}", "give one of them another slug or name")
    return replace(problem, path=second) if second.startswith("content/") else problem
