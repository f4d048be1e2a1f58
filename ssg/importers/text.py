"""Raw text to an article: the plain text of a page, as somebody copied it from a browser.

    lines -> blocks -> labelled blocks -> zones -> header, body, biographies -> ImportedArticle

Every block ends in the article or in a cut, and every guess in a warning: nothing is lost without a word about it.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from ssg.importers.article import Given, ImportedArticle, Notes, Passage, Person
from ssg.importers.biographies import names_of, read_biographies
from ssg.importers.blocks import alike, read_blocks
from ssg.importers.body import read_body
from ssg.importers.copies import refuse_two_articles, without_copies
from ssg.importers.header import read_header
from ssg.importers.key_points import take_key_points
from ssg.importers.labels import label_blocks
from ssg.importers.signs import without_signs
from ssg.importers.source import read_lines
from ssg.importers.zones import divide, refuse_listing
from ssg.problems import Problem, ProblemError

_TITLE_WORDS = 12


def read_article(data: bytes, source: str, given: Given | None = None) -> tuple[ImportedArticle, tuple[Problem, ...]]:
    """Return the article in the text of a page and the warnings about what was guessed.

    `source` names the file in reports; what is `given` goes before what the text says. Raises ProblemError for what is
    not one article: an empty or binary file, a list of articles, two articles, a headline without text.
    """
    lines, problems = read_lines(data, source)
    notes = Notes(source, list(problems))
    blocks = without_signs(without_copies(read_blocks(lines, notes), notes), notes)
    items, key_points, sure = take_key_points(label_blocks(blocks), notes)
    refuse_two_articles(items, source)
    zones = divide(items, notes)
    refuse_listing(zones.main, source)
    header = read_header(zones.main, names_of(zones.about), notes)
    body, related = read_body(header.rest, notes)
    if not body:
        message = (
            "there is no text of an article after the headline" if header.headline else "there is no article in it"
        )
        raise ProblemError([Problem(message, "give the whole text of the page", source)])
    article = ImportedArticle(
        title=header.headline.text if header.headline else "",
        standfirst=header.standfirst.text if header.standfirst else "",
        kicker=header.kicker.text if header.kicker else "",
        date=header.published,
        updated=header.updated,
        authors=_people(header.authors, read_biographies(zones.about, header.authors, notes), notes),
        key_points=key_points,
        body=body,
        sponsor=header.sponsor,
        suggestions=(*related, *zones.suggestions),
        draft=not (header.sure and sure),
    )
    article = _complete(_with(given or Given(), article, notes), notes)
    return replace(article, cuts=tuple(sorted(notes.cuts, key=lambda cut: cut.line))), tuple(notes.problems)


def _people(authors: tuple[Person, ...], described: tuple[Person, ...], notes: Notes) -> tuple[Person, ...]:
    """Return the authors with what "About the Author(s)" says of them, the byline's order first."""
    if not authors and described:
        notes.warn("no byline was found: the people under About the Author were taken for the authors")
    by_name = {alike(person.name).casefold(): person for person in described}
    complete: list[Person] = []
    for author in authors:
        found = by_name.pop(alike(author.name).casefold(), Person(author.name))
        complete.append(
            Person(author.name, author.title or found.title, author.publication or found.publication, found.bio)
        )
        for what, kept, other in (
            ("title", author.title, found.title),
            ("publication", author.publication, found.publication),
        ):
            if kept and other and kept != other:
                notes.warn(f'{author.name} has two {what}s: "{kept}" was kept')
                notes.cut(f"second {what}", other, 0)
    for person in by_name.values():
        if authors:
            notes.warn(f"{person.name} is described as an author but is not in the byline: added to the authors")
        complete.append(person)
    return tuple(complete)


def _with(given: Given, article: ImportedArticle, notes: Notes) -> ImportedArticle:
    """Return the article with what somebody says of it put over what its text says. What that replaces is cut."""
    if given.title and article.title and article.title != given.title:
        notes.cut("headline, replaced", article.title, 0)
    known = {author.name: author for author in article.authors}
    authors = tuple(known.pop(name, Person(name)) for name in given.authors)
    if authors:
        for author in known.values():
            bio = " ".join(passage.text for passage in author.bio)
            notes.cut("author, replaced", f"{author.name} {author.title} {author.publication} {bio}".strip(), 0)
    return replace(
        article,
        title=given.title or article.title,
        authors=authors or article.authors,
        date=given.date or article.date,
        draft=given.draft or article.draft,
    )


def _complete(article: ImportedArticle, notes: Notes) -> ImportedArticle:
    """Return the article with a title in any case, and warn about what it lacks."""
    if not article.title:
        words = (article.standfirst or article.body[0].text).split()
        title = " ".join(words[:_TITLE_WORDS]).rstrip(".,;:") + ("…" if len(words) > _TITLE_WORDS else "")
        notes.warn("no headline was found: the first words stand in for it", hint="write one, or use --title")
        article = replace(article, title=title, draft=True)
    if article.date is None:
        notes.warn("no date was found", hint="set it with --date")
        article = replace(article, draft=True)
    if not article.authors:
        notes.warn("no author was found", hint="set one with --author")
    if not article.standfirst:
        notes.warn("no standfirst was found", hint="write one: it stands under the headline and in listings")
    elif _nearly(article.standfirst, article.body[0]):
        line = article.body[0].line
        notes.warn("the first paragraph is nearly the standfirst, and both were kept", line)
    return article


def _nearly(standfirst: str, passage: Passage) -> bool:
    matcher = SequenceMatcher(None, alike(standfirst), alike(passage.text), autojunk=False)
    # The quick ratio spares the slow one for paragraphs of any length that cannot be near.
    return matcher.real_quick_ratio() > 0.8 and matcher.ratio() > 0.8
