"""The pages of articles, and the plain pages beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ssg.model import Article, ArticleType, PlainPage
from ssg.newsroom.lists import OwnLists
from ssg.newsroom.site import Story, Suggestions
from ssg.page_views import PAGE_VIEWS, ArticlePage, PageView, TextPage, Verdict, WithdrawnPage
from ssg.pages.draft import Draft, Sketch
from ssg.pages.pictures import LARGE_IN_POSTS, is_as_large
from ssg.pages.presenting import Presenter, StoryPresenter
from ssg.pages.recipes import NONE
from ssg.problems import Problem, did_you_mean
from ssg.theme.closure import EVERYTHING
from ssg.theme.theme import Theme
from ssg.views import SeriesBox, SeriesEntry, SharedImage

SERIES_SHOWN = 12
"""Parts of a series that an article shows at the most: all of a usual one."""

_NOBODY = -1
"""The number of no article: the last of a list."""


class Around(NamedTuple):
    """The articles around another on its page: its neighbours in time, those that it suggests, those of its series."""

    newer: Story | None = None
    older: Story | None = None
    related: tuple[Story, ...] = ()
    parts: Sequence[Story] = ()


def article_drafts(presenter: Presenter, theme: Theme) -> Iterator[Sketch]:
    """Yield the page of every published article."""
    site, recipes, own = presenter.site, presenter.recipes, OwnLists(presenter.site)
    stories, suggestions = site.stories, site.suggestions
    newer, older = _neighbours(stories)
    # By number, the last for those that have no neighbour: for each article a dozen of them are looked up.
    neighbours: Sequence[Story | None] = (*stories, None)
    known, of_cards = recipes.numbered(stories)
    cards = [*of_cards, NONE]
    suggested = [*map(recipes.card, suggestions.ordered)]
    names: dict[str, tuple[str, ...]] = {}
    for number, story in enumerate(stories):
        article = story.article
        parts = _parts_shown(presenter, story, number)
        template = article_template(story, theme, presenter)
        around = (known[number], cards[newer[number]], cards[older[number]])
        related = [suggested[other] for other in suggestions.numbers(article.path)]
        recipe = recipes.article(around, related, parts, template=template)
        if template not in names:
            mentioned = theme.closure(template).lists if template in theme.templates else frozenset()
            names[template] = own.names(mentioned, EVERYTHING in mentioned)
        lists = {name: own.of(story, name) for name in names[template]}
        beside = (neighbours[newer[number]], neighbours[older[number]])
        near = partial(_around, suggestions, article.path, *beside, parts)
        draft = partial(_article_draft, presenter, story, near, template, lists)
        yield Sketch(story.url, template, article.path, recipe, draft, lists)


def _around(
    suggestions: Suggestions, path: str, newer: Story | None, older: Story | None, parts: Sequence[Story]
) -> Around:
    return Around(newer, older, suggestions.stories(path), parts)


def _article_draft(
    presenter: StoryPresenter,
    story: Story,
    around: Callable[[], Around],
    template: str,
    lists: Mapping[str, tuple[Story, ...]],
) -> Draft:
    page = article_page(presenter, story, around())
    bodies = (page.body, *(profile.bio for profile in page.profiles if profile.bio))
    return Draft(story.url, template, page, story.article.path, bodies, lists)


def withdrawn_drafts(presenter: Presenter) -> Iterator[Draft]:
    """Yield the notice that stands where each withdrawn article was."""
    title = presenter.words.translate("withdrawn_title")
    for story in presenter.site.withdrawn:
        notice = story.article.withdrawn
        if notice:
            page = WithdrawnPage(
                **presenter.common(story.url, title, noindex=True), date=notice.date, reason=notice.reason
            )
            yield Draft(story.url, "withdrawn.html", page, story.article.path)


def article_template(story: Story, theme: Theme, presenter: Presenter) -> str:
    """Return the template of an article: its layout, else that of its type, else the common one."""
    article = story.article
    if article.layout:
        return chosen_layout(article.layout, article.path, ArticlePage, theme, presenter)
    kind = article.kind
    by_type = "" if kind is ArticleType.NEWS else f"article-{kind}.html"
    return by_type if by_type in theme.templates else "article.html"


def chosen_layout(layout: str, path: str, view: type[PageView], theme: Theme, presenter: Presenter) -> str:
    """Return the template that `layout:` names; one that is unknown, or shows no text of this kind, is a problem."""
    template = f"{layout}.html"
    if template not in theme.templates or not _shows_text(template, view, theme):
        known = [name for name in theme.templates if "/" not in name and ":" not in name]
        fit = sorted(name.removesuffix(".html") for name in known if _shows_text(name, view, theme))
        hint = did_you_mean(layout, fit) or f"add layouts/{template}"
        message = f'there is no layout "{layout}"'
        if template in theme.templates:
            what = "an article" if view is ArticlePage else "a page"
            message, hint = f'the layout "{layout}" does not show {what}', f"layouts that do: {', '.join(fit)}"
        presenter.problems.append(Problem(message, hint, path, at=("layout",)))
    return template


def _shows_text(template: str, view: type[PageView], theme: Theme) -> bool:
    """Tell whether a template can show the text of an article or a page; a site's own one is taken to know why not."""
    if template in PAGE_VIEWS:
        return PAGE_VIEWS[template] is view
    if theme.templates[template].path.startswith("layouts/"):
        return True
    reached = theme.closure(template).templates & theme.analyses.keys()
    mentioned = (mention for name in reached for mention in theme.analyses[name].mentions)
    return any(mention.owner == "page" and mention.name in {"body", EVERYTHING} for mention in mentioned)


def article_page(presenter: StoryPresenter, story: Story, around: Around) -> ArticlePage:
    """Return all that the page of an article shows."""
    article = story.article
    section = presenter.section(story.section) if story.section else None
    common = presenter.common(
        story.url,
        article.title,
        *((section,) if section else ()),
        language=article.language,
        noindex=article.noindex,
        picture=presenter.picture(article.image, article.path),
    )
    shown: SharedImage | None = common.get("social_image")
    if shown is None or not is_as_large(shown.width, shown.height, LARGE_IN_POSTS):
        common["social_image"] = presenter.card_image(story) or shown
    if article.canonical:
        common["canonical"] = article.canonical
    return ArticlePage(
        **common,
        description=article.standfirst or presenter.description(article.text),
        feeds=presenter.feeds("sections", section.url, section.title) if section else (),
        extra=article.extra,
        id=article.id,
        date=article.date,
        updated=article.updated,
        modified=article.changed if article.changed > article.date else None,
        body=presenter.body(article.text, article.language, paid=article.paid),
        kicker=article.kicker,
        dateline=article.dateline,
        standfirst=article.standfirst,
        type=article.kind,
        section=section,
        bylines=presenter.bylines(story.credits),
        minutes=presenter.minutes(story),
        words=article.text.words,
        tags=tuple(presenter.term(tag) for tag in story.tags),
        corrections=tuple(presenter.note(note) for note in article.corrections),
        updates=tuple(presenter.note(note) for note in article.updates),
        editors_note=article.editors_note,
        key_points=article.key_points,
        sponsor=article.sponsor,
        review=_verdict(presenter, article),
        series=_series_box(presenter, story, around.parts),
        profiles=tuple(presenter.profile(credit.author) for credit in story.credits),
        related=tuple(presenter.card(other) for other in around.related),
        newer=presenter.ref(around.newer) if around.newer else None,
        older=presenter.ref(around.older) if around.older else None,
    )


def _verdict(presenter: StoryPresenter, article: Article) -> Verdict | None:
    review = article.review
    if review is None:
        return None
    url = presenter.link(review.url, article.path, ("review", "url")) if review.url else ""
    return Verdict(review.name, review.kind, url, review.rating, review.best)


def _neighbours(stories: Sequence[Story]) -> tuple[list[int], list[int]]:
    """Return for each story, newest first, the number of the next newer one of the same section that nobody paid for,
    and of the next older one; `_NOBODY` where there is none."""
    sections = [story.section.slug if story.section else "" for story in stories]
    paid = [story.article.paid for story in stories]
    numbers = range(len(stories))
    return _last_before(numbers, sections, paid), _last_before(reversed(numbers), sections, paid)


def _last_before(numbers: Iterable[int], sections: Sequence[str], paid: Sequence[bool]) -> list[int]:
    """Return for each number the last one before it, in their order, of the same section that nobody paid for."""
    found = [_NOBODY] * len(sections)
    last: dict[str, int] = {}
    for number in numbers:
        section = sections[number]
        found[number] = last.get(section, _NOBODY)
        if not paid[number]:
            last[section] = number
    return found


def _parts_shown(presenter: Presenter, story: Story, number: int) -> Sequence[Story]:
    """Return the parts of an article's series that its page lists. `number` is that of the article."""
    if story.series is None:
        return ()
    parts = presenter.site.by_series[story.series.slug]
    if len(parts) > SERIES_SHOWN:
        # A column is a series without end: its articles show their neighbourhood, so that one more changes a few.
        place = parts.numbers.index(number)
        first = max(0, min(place - SERIES_SHOWN // 2, len(parts) - SERIES_SHOWN))
        parts = parts[first : first + SERIES_SHOWN]
    return parts


def _series_box(presenter: StoryPresenter, story: Story, parts: Sequence[Story]) -> SeriesBox | None:
    if story.series is None or not parts:
        return None
    ref = presenter.term(story.series)
    entries = tuple(
        SeriesEntry(
            part.article.title,
            presenter.url(part.url),
            part.article.series.part if part.article.series else 0,
            part is story,
        )
        for part in parts
    )
    return SeriesBox(ref.title, ref.url, entries)


def text_page_drafts(presenter: Presenter, theme: Theme) -> Iterator[Sketch]:
    """Yield the plain pages: about, masthead, policies."""
    for page in presenter.site.pages:
        template = chosen_layout(page.layout, page.path, TextPage, theme, presenter) if page.layout else "page.html"
        recipe = presenter.recipes.plain_page(page)
        yield Sketch(page.url, template, page.path, recipe, partial(_text_page, presenter, page, template))


def _text_page(presenter: StoryPresenter, page: PlainPage, template: str) -> Draft:
    picture = presenter.picture(page.image, page.path)
    view = TextPage(
        **presenter.common(page.url, page.title, noindex=page.noindex, picture=picture),
        description=page.description or presenter.description(page.text),
        extra=page.extra,
        body=presenter.body(page.text),
    )
    return Draft(page.url, template, view, page.path, (view.body,))
