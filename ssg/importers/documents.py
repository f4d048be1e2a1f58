"""An imported article to Markdown files: the article's, and one for each of its authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zoneinfo import ZoneInfo

from ssg.content.composing import compose, file_slug
from ssg.content.schemas import AUTHOR, article_schema
from ssg.importers.article import ImportedArticle, Person
from ssg.importers.escaping import to_markdown
from ssg.importers.writing import Document
from ssg.model import ArticleType
from ssg.urls import slugify


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an article belongs in its site: section, byline as the site spells it, tags, related articles."""

    section: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def article_id(article: ImportedArticle) -> str:
    """Return an id made from what the article says, so that a second import of the same text finds the first."""
    # Overrides from the command line change neither standfirst nor body.
    parts = (article.standfirst, *(passage.text for passage in article.body))
    return blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()


def article_slug(article: ImportedArticle) -> str:
    """Return the slug of an article."""
    return file_slug(article.title, "article")


def article_path(article: ImportedArticle, section: str) -> str:
    """Return the file of an article in a section, relative to the site's root."""
    return f"content/articles/{file_slug(section, 'section')}/{article_slug(article)}.md"


def article_document(article: ImportedArticle, filing: Filing) -> Document:
    """Return the Markdown file of an article. Its values are those of the front matter schema, in that order."""
    publications = tuple(dict.fromkeys(person.publication for person in article.authors if person.publication))
    values = {
        "title": article.title,
        "standfirst": article.standfirst,
        "date": article.date,
        "updated": article.updated,
        "authors": filing.authors,
        "tags": filing.tags,
        # The folder says it already, unless the name is more than a slug.
        "section": "" if slugify(filing.section) == filing.section else filing.section,
        "kicker": article.kicker,
        "type": ArticleType.SPONSORED.value if article.sponsor else "",
        "draft": article.draft,
        "id": article_id(article),
        "related": filing.related,
        "sponsor": article.sponsor,
        "key_points": article.key_points,
        "extra": {"publication": publications[0] if len(publications) == 1 else list(publications)}
        if publications
        else {},
    }
    text = compose(article_schema(ZoneInfo("UTC")), values, to_markdown(article.body))
    return Document(article_path(article, filing.section), text)


def author_path(name: str) -> str:
    """Return the file of an author, relative to the site's root."""
    return f"content/authors/{file_slug(name, 'author')}.md"


def author_document(person: Person) -> Document:
    """Return the Markdown file of an author, with the biography as its body."""
    return Document(
        author_path(person.name),
        compose(AUTHOR, {"name": person.name, "title": person.title}, to_markdown(person.bio)),
    )


def merge_people(people: Sequence[Person]) -> dict[str, Person]:
    """Return one person for each path, with the first title and the first biography that any article gives."""
    merged: dict[str, Person] = {}
    for person in people:
        path = author_path(person.name)
        other = merged.setdefault(path, person)
        merged[path] = Person(
            other.name, other.title or person.title, other.publication or person.publication, other.bio or person.bio
        )
    return merged
