"""The pages of articles, and the plain pages beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ssg.model import ArticleType, PlainPage
from ssg.newsroom.site import Story
from ssg.pages.draft import Draft
from ssg.pages.presenting import ATOM_FILE, JSON_FILE, RSS_FILE, Presenter
from ssg.problems import Problem, did_you_mean
from ssg.theme.theme import Theme
from ssg.views import ArticlePage, Ref, SeriesBox, SeriesEntry, TextPage, WithdrawnPage

SERIES_SHOWN = 12
"""Parts of a series that an article shows at the most: all of a usual one."""


def article_drafts(presenter: Presenter, theme: Theme) -> Iterator[Draft]:
    """Yield the page of every published article."""
    neighbours = _neighbours(presenter)
    for story in presenter.site.stories:
        article = story.article
        page = article_page(presenter, story, *neighbours[article.path])
        bodies = (page.body, *(profile.bio for profile in page.profiles if profile.bio))
        yield Draft(story.url, article_template(story, theme, presenter), page, article.path, bodies)


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
        return chosen_layout(article.layout, article.path, theme, presenter)
    by_type = f"article-{article.type}.html"
    return by_type if article.type is not ArticleType.NEWS and by_type in theme.templates else "article.html"


def chosen_layout(layout: str, path: str, theme: Theme, presenter: Presenter) -> str:
    """Return the template that `layout:` names; an unknown one is a problem."""
    template = f"{layout}.html"
    if template not in theme.templates:
        known = [name.removesuffix(".html") for name in theme.templates if "/" not in name and ":" not in name]
        hint = did_you_mean(layout, known) or f"add layouts/{template}"
        presenter.problems.append(Problem(f'there is no layout "{layout}"', hint, path, at=("layout",)))
    return template


def article_page(presenter: Presenter, story: Story, newer: Story | None, older: Story | None) -> ArticlePage:
    """Return all that the page of an article shows."""
    article = story.article
    section = presenter.term(story.section) if story.section else None
    common = presenter.common(
        story.url,
        article.title,
        *((section,) if section else ()),
        language=article.language,
        noindex=article.noindex,
        picture=presenter.picture(article.image, article.path),
    )
    if article.canonical:
        common["canonical"] = article.canonical
    return ArticlePage(
        **common,
        description=article.standfirst or presenter.description(article.text),
        feeds=feeds_of(section.url, section.title) if section else (),
        extra=article.extra,
        id=article.id,
        date=article.date,
        updated=article.updated,
        body=presenter.body(article.text, article.language),
        kicker=article.kicker,
        standfirst=article.standfirst,
        type=article.type,
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
        series=_series_box(presenter, story),
        profiles=tuple(presenter.profile(credit.author) for credit in story.credits),
        related=tuple(presenter.card(other) for other in presenter.site.related.get(article.path, ())),
        newer=presenter.ref(newer) if newer else None,
        older=presenter.ref(older) if older else None,
    )


def _neighbours(presenter: Presenter) -> Mapping[str, tuple[Story | None, Story | None]]:
    """Return the next newer and older article of the same section, by path."""
    found: dict[str, tuple[Story | None, Story | None]] = {}
    unfiled = tuple(story for story in presenter.site.stories if not story.section)
    for group in (*presenter.site.by_section.values(), unfiled):
        for index, story in enumerate(group):
            newer = group[index - 1] if index else None
            older = group[index + 1] if index + 1 < len(group) else None
            found[story.article.path] = (newer, older)
    return found


def _series_box(presenter: Presenter, story: Story) -> SeriesBox | None:
    if story.series is None:
        return None
    ref = presenter.term(story.series)
    parts = presenter.site.by_series[story.series.slug]
    if len(parts) > SERIES_SHOWN:
        # A column is a series without end: its articles show their neighbourhood, so that one more changes a few.
        first = max(0, min(parts.index(story) - SERIES_SHOWN // 2, len(parts) - SERIES_SHOWN))
        parts = parts[first : first + SERIES_SHOWN]
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


def feeds_of(listing: str, title: str) -> tuple[Ref, ...]:
    """Return the feeds of the listing at a page URL, named after its subject: RSS, Atom and JSON Feed."""
    return tuple(Ref(listing + name, title) for name in (RSS_FILE, ATOM_FILE, JSON_FILE))


def text_page_drafts(presenter: Presenter, theme: Theme) -> Iterator[Draft]:
    """Yield the plain pages: about, masthead, policies."""
    for page in presenter.site.pages:
        template = chosen_layout(page.layout, page.path, theme, presenter) if page.layout else "page.html"
        view = _text_page(presenter, page)
        yield Draft(page.url, template, view, page.path, (view.body,))


def _text_page(presenter: Presenter, page: PlainPage) -> TextPage:
    picture = presenter.picture(page.image, page.path)
    return TextPage(
        **presenter.common(page.url, page.title, noindex=page.noindex, picture=picture),
        description=page.description or presenter.description(page.text),
        extra=page.extra,
        body=presenter.body(page.text),
    )
