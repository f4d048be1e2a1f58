"""Names resolved: which author, section, tag or series a name in front matter means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set

from ssg.model import Article, Author, Term, Vocabulary
from ssg.newsroom.site import Credit
from ssg.problems import Problem, did_you_mean
from ssg.urls import slugify, title_of


class People:
    """The authors of a site, found by slug or by name."""

    def __init__(self, authors: Iterable[Author], unread: Set[str] = frozenset()) -> None:
        self._unread = unread
        self._by_slug = {author.slug: author for author in authors}
        self._by_name = {author.name.casefold(): author for author in self._by_slug.values()}
        self._bylines: dict[tuple[tuple[str, str], ...], tuple[Credit, ...]] = {}

    def find(self, name: str) -> Author | None:
        """Return the author of that slug or name, in any case, or None."""
        return self._by_slug.get(name) or self._by_name.get(name.casefold()) or self._by_slug.get(slugify(name))

    def slugs(self) -> tuple[str, ...]:
        """Return the slug of every author."""
        return tuple(self._by_slug)

    def credits(self, article: Article, problems: list[Problem]) -> tuple[Credit, ...]:
        """Return the byline of an article, in the order written. An unknown or repeated name is a problem.

        Articles with the same byline share one, which is at hand when the next of them is looked at.
        """
        # Of plain texts, which are quicker to hash than our values.
        written = tuple([(contributor.name, contributor.role) for contributor in article.authors])
        if (known := self._bylines.get(written)) is not None:
            return known
        found: list[Credit] = []
        faults = len(problems)
        for number, contributor in enumerate(article.authors):
            author = self.find(contributor.name)
            if author is None and f"content/authors/{slugify(contributor.name)}.md" in self._unread:
                continue
            if author is None:
                near = did_you_mean(contributor.name, [person.name for person in self._by_slug.values()])
                hint = f"add content/authors/{slugify(contributor.name) or 'name'}.md"
                if near:
                    hint = f"{near} Otherwise {hint}"
                elif "," in contributor.name:
                    hint = f"several authors are a list: [{contributor.name}]"
                message = f'unknown author "{contributor.name}"'
                problems.append(Problem(message, hint, article.path, at=("authors", number)))
            elif any(credit.author is author for credit in found):
                message = f'"{author.name}" is named twice in the byline'
                problems.append(Problem(message, "keep one", article.path, at=("authors", number)))
            else:
                found.append(Credit(author, contributor.role))
        byline = tuple(found)
        if len(problems) == faults:
            self._bylines[written] = byline
        return byline


class Terms:
    """The terms of one vocabulary: those with a file, and those that articles merely name. Names merge by slug."""

    def __init__(self, vocabulary: Vocabulary, described: Iterable[Term], names: Iterable[str]) -> None:
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for name, number in Counter(names).items():
            spellings[slugify(name)][name] = number
        self._by_slug = {term.slug: term for term in described if term.vocabulary is vocabulary}
        self._by_title = {slugify(term.title): term for term in self._by_slug.values()}
        self._found: dict[str, Term] = {}
        for slug, counted in spellings.items():
            if slug and slug not in self._by_slug and slug not in self._by_title:
                # The spelling used most wins; of equals the first in the alphabet, so that file order never matters.
                title = min(counted, key=lambda name: (-counted[name], name))
                self._by_slug[slug] = Term(vocabulary, slug, title_of(title) if title == slug else title)

    def find(self, name: str) -> Term | None:
        """Return the term of a name or slug, or None for a name without a single letter or digit."""
        if known := self._found.get(name):
            return known
        slug = slugify(name)
        found = self._by_slug.get(name) or self._by_slug.get(slug) or self._by_title.get(slug)
        if found:
            self._found[name] = found
        return found

    def resolve(self, name: str, article: Article, key: str, problems: list[Problem]) -> Term | None:
        """Return the term of a name in an article; a name that makes no slug is a problem."""
        term = self.find(name)
        if term is None:
            message = f'"{name}" has no letter or digit to make an address from'
            problems.append(Problem(message, "choose another name", article.path, at=(key,)))
        return term

    def all(self) -> Mapping[str, Term]:
        """Return every term by slug."""
        return self._by_slug
