"""Rules about what stands above a text: headline, standfirst, dates, what it is filed under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ssg.checks.front_matter import has_key
from ssg.checks.rule import ARTICLE, Example, Finding, Level, Rule, written
from ssg.checks.subject import Subject
from ssg.content.scanning import plain_text
from ssg.model import Article, ArticleType
from ssg.newsroom.publishing import under_embargo
from ssg.problems import Problem
from ssg.urls import title_of

_TWIN = "content/articles/news/twin.md"


def _headline_missing(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        # Only a draft can be without one; reading made it from the slug, which it may have been made from itself.
        made = article.draft and article.title == title_of(article.slug)
        if made and not has_key(subject.snapshot, article.path, "title"):
            message = "this draft has no headline of its own"
            yield Finding(Problem(message, "add title", article.path, at=("title",)))


def _headline_long(subject: Subject) -> Iterator[Finding]:
    most = subject.settings.checks.headline_length
    for article in subject.articles:
        if len(article.title) > most:
            message = f"the headline has {len(article.title)} characters; search results cut it at about {most}"
            yield Finding(Problem(message, "shorten it", article.path, at=("title",)))


def _headline_duplicate(subject: Subject) -> Iterator[Finding]:
    first: dict[str, Article] = {}
    for article in subject.articles:
        other = first.setdefault(" ".join(article.title.casefold().split()), article)
        if other is not article:
            message = f"{other.path} has the same headline"
            hint = "search results and feeds could not tell them apart"
            yield Finding(Problem(message, hint, article.path, at=("title",)))


def _standfirst_missing(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if not article.standfirst:
            message = "there is no standfirst"
            hint = "add one sentence: cards, feeds and search results show it"
            yield Finding(Problem(message, hint, article.path))


def _section_missing(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if not article.section:
            hint = "add section, or move the file to a folder below content/articles/"
            yield Finding(Problem("the article is in no section", hint, article.path))


def _author_missing(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if not article.authors:
            yield Finding(Problem("the article has no author", "add author", article.path))


def _author_unused(subject: Subject) -> Iterator[Finding]:
    credited = {credit.author.slug for story in subject.site.stories for credit in story.credits}
    for author in subject.site.authors:
        if author.slug not in credited:
            message = f"{author.name} has written no article"
            yield Finding(Problem(message, "check how the byline is spelt, or delete the file", author.path))


def _scheduled(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if article.date > subject.now and not article.draft and article.embargo is None:
            message = f"the article is published by itself on {article.date:%Y-%m-%d %H:%M}"
            hint = "say why it waits: embargo: {until, note}"
            yield Finding(Problem(message, hint, article.path, at=("date",)))


def _embargo_after_date(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        due_first = article.embargo is not None and article.date < article.embargo.until
        if due_first and under_embargo(article, subject.now) and (article.draft or article.date > subject.now):
            until = f"{article.embargo.until:%Y-%m-%d %H:%M}" if article.embargo else ""
            message = f"the article is due before its embargo ends, on {until}"
            yield Finding(Problem(message, "set date to then or later", article.path, at=("date",)))


def _updated_before_date(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if article.updated and article.updated < article.date:
            message = "the article was updated before it was published"
            yield Finding(Problem(message, "check date and updated", article.path, at=("updated",)))


def _sponsor_missing(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if article.type is ArticleType.SPONSORED and not article.sponsor:
            hint = "readers must see who paid: add sponsor"
            yield Finding(Problem("the article is sponsored by nobody", hint, article.path, at=("type",)))


def _sponsor_unlabelled(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        if article.sponsor and article.type is not ArticleType.SPONSORED:
            message = f'"{article.sponsor}" paid for the article, and it is not labelled'
            yield Finding(Problem(message, "set type: sponsored", article.path, at=("sponsor",)))


def _correction_empty(subject: Subject) -> Iterator[Finding]:
    for article in subject.articles:
        for key, notes in (("corrections", article.corrections), ("updates", article.updates)):
            for number, note in enumerate(notes):
                if len(plain_text(note.text).split()) < 3:
                    message = f'the {note.kind} says only "{note.text.strip()}"'
                    hint = "say what was wrong and what is right"
                    yield Finding(Problem(message, hint, article.path, at=(key, number, "text")))


def _body_duplicate(subject: Subject) -> Iterator[Finding]:
    same: dict[str, list[Article]] = defaultdict(list)
    for article in subject.articles:
        if article.text.words >= 20:
            same[" ".join(plain_text(article.text.source).casefold().split())].append(article)
    for first, *others in same.values():
        for article in others:
            message = f"{first.path} has the same text"
            yield Finding(Problem(message, "delete one of the two, and keep its address as an alias", article.path))


_LONG_TEXT = "The harbour master read the forecast twice, closed the gate, hung up the sign and went home to tea. " * 2

HEADLINES: tuple[Rule, ...] = (
    Rule(
        "headline-missing",
        Level.WARNING,
        "A draft without a headline",
        "Reading makes one from the name of the file, and that is not what anybody wants to publish.",
        _headline_missing,
        Example(written("title: ~\ndraft: true")),
        Example(written("draft: true")),
    ),
    Rule(
        "headline-long",
        Level.WARNING,
        "A headline that is too long",
        "Search results cut headlines at about 110 characters, and cards become towers.",
        _headline_long,
        Example(written(f"title: The ferry {'stays and ' * 12}stays")),
        Example(written()),
        settings=("headline_length",),
    ),
    Rule(
        "headline-duplicate",
        Level.WARNING,
        "Two articles with one headline",
        "Nobody can tell them apart in a search result, a feed or a list of related articles.",
        _headline_duplicate,
        Example({**written(), _TWIN: written("title: The Ferry stays in port")[ARTICLE]}),
        Example({**written(), _TWIN: written("title: The ferry sails again")[ARTICLE]}),
    ),
    Rule(
        "standfirst-missing",
        Level.WARNING,
        "An article without a standfirst",
        "Cards, feeds, social cards and search results show the sentence under the headline.",
        _standfirst_missing,
        Example(written("standfirst: ~")),
        Example(written()),
    ),
    Rule(
        "section-missing",
        Level.WARNING,
        "An article in no section",
        "It is on no section's front and in no section's feed.",
        _section_missing,
        Example({"content/articles/ferry.md": written()[ARTICLE]}),
        Example(written()),
    ),
    Rule(
        "author-missing",
        Level.WARNING,
        "An article without an author",
        "Readers and search engines want to know who says it; a desk can be an author too.",
        _author_missing,
        Example(written("author: ~")),
        Example(written()),
    ),
    Rule(
        "author-unused",
        Level.WARNING,
        "An author without an article",
        "The page of a person who wrote nothing is empty; more often the name is spelt in two ways.",
        _author_unused,
        Example({**written(), "content/authors/jo-hal.md": "---\nname: Jo Hal\n---\n"}),
        Example(written()),
    ),
    Rule(
        "date-scheduled",
        Level.WARNING,
        "A date in the future without an embargo",
        "The article publishes itself then, whether or not anybody remembers why it waits.",
        _scheduled,
        Example(written("date: 2026-09-01")),
        Example(written("date: 2026-09-01\nembargo: {until: 2026-09-01, note: Agreed with the port}")),
    ),
    Rule(
        "embargo-after-date",
        Level.ERROR,
        "An article that is due before its embargo ends",
        "The build on its date would be refused: better to know it now.",
        _embargo_after_date,
        Example(written("date: 2026-09-01\nembargo: {until: 2026-09-02}")),
        Example(written("date: 2026-09-02\nembargo: {until: 2026-09-02}")),
    ),
    Rule(
        "updated-before-date",
        Level.ERROR,
        "An article that was updated before it was published",
        "One of the two dates is wrong, and search engines are told both.",
        _updated_before_date,
        Example(written("updated: 2026-05-03")),
        Example(written("updated: 2026-05-05")),
    ),
    Rule(
        "sponsor-missing",
        Level.ERROR,
        "A sponsored article without a sponsor",
        "Readers have a right to know who paid, and in many places the law says so.",
        _sponsor_missing,
        Example(written("type: sponsored")),
        Example(written("type: sponsored\nsponsor: The ferry company")),
    ),
    Rule(
        "sponsor-unlabelled",
        Level.ERROR,
        "An article with a sponsor that is not labelled as sponsored",
        "It would stand among the news, and be suggested under it.",
        _sponsor_unlabelled,
        Example(written("sponsor: The ferry company")),
        Example(written("type: sponsored\nsponsor: The ferry company")),
    ),
    Rule(
        "correction-empty",
        Level.WARNING,
        "A correction that says nothing",
        "A correction that does not say what was wrong corrects nothing.",
        _correction_empty,
        Example(written("corrections: [{date: 2026-05-05, text: Fixed.}]")),
        Example(written("corrections: [{date: 2026-05-05, text: The ferry has two decks and not three.}]")),
    ),
    Rule(
        "body-duplicate",
        Level.WARNING,
        "Two articles with one text",
        "Search engines show one of them, and not the one that you would choose.",
        _body_duplicate,
        Example({**written(body=_LONG_TEXT), _TWIN: written("title: Twin", _LONG_TEXT)[ARTICLE]}),
        Example({**written(body=_LONG_TEXT), _TWIN: written("title: Twin")[ARTICLE]}),
    ),
)
