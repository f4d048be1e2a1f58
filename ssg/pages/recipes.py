"""Recipes: digests of all that a page is made from, found without making it.

They are the other side of what drafts an article, a listing or a feed: it gets an article with its names resolved,
the settings, the words of the theme and the answers of the linker, and no site to look around in. Each of these is in
the recipe. What a page shows of other articles is there by their recipes: a feed by those of all they say, any other by
those of their cards, in which a text is nothing but the time that it takes to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from hashlib import blake2b

from ssg.digest import DIGEST_SIZE, digest
from ssg.engine import engine
from ssg.model import Article, Author, ImageRef, Link, PlainPage, Term, Text
from ssg.newsroom.links import Answers, Linker, may_be_moved
from ssg.newsroom.site import Credit, Filed, Story
from ssg.pages.memo import Memo
from ssg.pages.minutes import minutes_of
from ssg.pages.pictures import image_engine
from ssg.settings import Settings
from ssg.theme.card_design import CardDesign
from ssg.theme.words import Words

NONE = bytes(DIGEST_SIZE)
"""Stands for what is not there among recipes of one length."""


class Recipes:
    """Makes the recipes of one plan. Those of articles, authors and terms are made once."""

    def __init__(  # all that pages are made from beside articles
        self,
        settings: Settings,
        words: Words,
        linker: Linker,
        numbers: Mapping[str, int],
        design: CardDesign | None = None,
        *,
        named: Iterable[Author | Term] = (),
        unread: frozenset[str] = frozenset(),
        memo: Memo | None = None,
    ) -> None:
        """`named` are all authors and terms of the site, and `unread` the files that could not be read: without these
        `memo` is of no use, which may know recipes."""
        # Where sections stand in the navigation is on every page anyway.
        self._always = digest((engine(), image_engine(), settings, words, numbers, design))
        self._linker = linker
        self._per_minute = settings.words_per_minute
        self._numbered: tuple[Sequence[Story], Sequence[bytes], Sequence[bytes]] = ((), (), ())
        self._authors: dict[str, bytes] = {}
        self._terms: dict[tuple[str, str], bytes] = {}
        self._credits: dict[tuple[str, str], bytes] = {}
        self._before: Mapping[bytes, bytes] = {}
        self._moved: Set[str] = frozenset()
        self._now: dict[bytes, bytes] = {}
        if memo:
            # The same article among the same names and addresses has the same links, byline and tags.
            recipes = [self.author(one) if isinstance(one, Author) else self.term(one) for one in named]
            names = digest((self._always, tuple(recipes), unread))
            self._before, self._moved, self._now = memo.recipes(names, linker.addresses)

    def page(self, kind: str, *parts: object) -> bytes:
        """Return the recipe of a page of some kind, by all else that it is made from."""
        return digest((self._always, kind, parts))

    def story(self, story: Story) -> bytes:
        """Return the recipe of all that any page shows of an article, but for what stands around it."""
        return self._both(story)[:DIGEST_SIZE]

    def card(self, story: Story) -> bytes:
        """Return the recipe of what pages show of an article that do not have its text."""
        return self._both(story)[DIGEST_SIZE:]

    def _both(self, story: Story) -> bytes:
        article = story.article.digest
        known = self._now.get(article)
        if known is None:
            known = self._now[article] = self._remembered(story) or self._make(story)
        return known

    def _remembered(self, story: Story) -> bytes | None:
        article = story.article
        known = self._before.get(article.digest)
        if known and self._moved and any(may_be_moved(target, self._moved) for target in _targets_of(article)):
            return None
        return known

    def numbered(self, stories: Sequence[Story]) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """Return the recipes of all articles of a site, and those of their cards, by number. They are found when they
        are first asked for."""
        if self._numbered[0] is not stories:
            articles = [story.article.digest for story in stories]
            before = map(self._remembered, stories) if self._moved else map(self._before.get, articles)
            found = [known or self._make(story) for known, story in zip(before, stories, strict=True)]
            self._now.update(zip(articles, found, strict=True))
            self._numbered = (stories, [both[:DIGEST_SIZE] for both in found], [both[DIGEST_SIZE:] for both in found])
        return self._numbered[1:]

    def cards(self, stories: Iterable[Story]) -> bytes:
        """Return the recipes of the cards of some articles, in their order, as one."""
        if isinstance(stories, Filed):
            _, recipes = self.numbered(stories.among)
            return b"".join([recipes[number] for number in stories.numbers])
        return b"".join([*map(self.card, stories)])

    def article(
        self, around: Iterable[bytes], related: Sequence[bytes], parts: Sequence[Story], *, template: str
    ) -> bytes:
        """Return the recipe of an article's page: of the recipes of the article and of the cards around it, each at its
        place, and of those that it suggests; of the parts of its series, and of the template."""
        listed = self.cards(parts) if parts else b""
        lengths = b"%d %d " % (len(related), len(parts))
        everything = (self._always, b"article", *around, lengths, *related, listed, template.encode())
        return blake2b(b"".join(everything), digest_size=DIGEST_SIZE).digest()

    def listing(self, kind: str, front: str, place: str, stories: Sequence[Story], *subject: bytes) -> bytes:
        """Return the recipe of a page of a listing, by its kind, its front page, its place among the others, what it
        shows, and digests of what else it says of its subject."""
        head = f"listing\0{kind}\0{front}\0{place}\0{len(stories)}\0"
        parts = (self._always, head.encode(), self.cards(stories), *subject)
        return blake2b(b"".join(parts), digest_size=DIGEST_SIZE).digest()

    def _make(self, story: Story) -> bytes:
        """Return the recipe of an article, and after it that of its card."""
        article = story.article
        answers = self._answers(article.path, _targets_of(article))
        # There is one for each article in every build: put together by hand, it takes a third of the time.
        parts = [
            self.term(story.section) if story.section else NONE,
            self.term(story.series) if story.series else NONE,
            _digest_of(answers) if answers else NONE,
            b"%d %d " % (len(story.tags), len(story.credits)),
            *map(self.term, story.tags),
            *[self._credit(credit) for credit in story.credits],
            story.url.encode(),
        ]
        named = b"".join(parts)
        minutes = b"%d " % minutes_of(article.text.words, self._per_minute)
        recipes = (article.digest + named, article.heading + minutes + named)
        return b"".join([blake2b(recipe, digest_size=DIGEST_SIZE).digest() for recipe in recipes])

    def _credit(self, credit: Credit) -> bytes:
        key = (credit.author.slug, credit.role)
        known = self._credits.get(key)
        if known is None:
            known = self._credits[key] = digest((self.author(credit.author), credit.role))
        return known

    def author(self, author: Author) -> bytes:
        """Return the recipe of a person's profile."""
        if author.slug not in self._authors:
            answers = self._answers(author.path, _targets(author.text, author.image, author.links))
            self._authors[author.slug] = digest((author.digest, answers))
        return self._authors[author.slug]

    def term(self, term: Term) -> bytes:
        """Return the recipe of what is said of a term."""
        name = (term.vocabulary, term.slug)
        known = self._terms.get(name)
        if known is None:
            answers = self._answers(term.path, _targets(term.text, term.image)) if term.path else ()
            known = self._terms[name] = digest((term.digest, answers))
        return known

    def plain_page(self, page: PlainPage) -> bytes:
        """Return the recipe of a page that is no article."""
        return self.page("page", page.digest, self._answers(page.path, _targets(page.text, page.image)))

    def _answers(self, path: str, targets: Sequence[str]) -> Answers:
        """Return where everything leads that the file at `path` links to."""
        return self._linker.answers(path, targets) if targets else ()


def _targets_of(article: Article) -> list[str]:
    reviewed = (Link("", article.review.url),) if article.review and article.review.url else ()
    return _targets(article.text, article.image, reviewed)


def _targets(text: Text | None, image: ImageRef | None, links: Iterable[Link] = ()) -> list[str]:
    """Return everything that a file links to."""
    targets = [target.url for target in text.targets] if text else []
    if image:
        targets += (image.src, image.credit_url) if image.credit_url else (image.src,)
    targets += (link.url for link in links)
    return targets


def _digest_of(answers: Answers) -> bytes:
    """Return the digest of answers, each with the lengths of its parts before it."""
    parts: list[bytes] = []
    for target, url, fault, content in answers:
        written = f"{len(target)} {len(url)} {len(fault)} {len(content)} {target}{url}{fault}"
        parts += (written.encode("utf-8", "surrogatepass"), content)
    return blake2b(b"".join(parts), digest_size=DIGEST_SIZE).digest()
