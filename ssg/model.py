"""What a newsroom has: articles, authors, terms, pages and files, as frozen values.

These are what `content` reads and `newsroom` relates. What a template can see of them is in `views`. Mappings inside a
value are plain dicts that nobody changes after the value is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from ssg.digest import Computed, Digested, Value, digest
from ssg.frozen import frozen


class ArticleType(StrEnum):
    """What kind of journalism an article is."""

    NEWS = "news"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    FEATURE = "feature"
    INTERVIEW = "interview"
    REVIEW = "review"
    SPONSORED = "sponsored"


class NoteKind(StrEnum):
    """What a dated note under an article reports."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    RETRACTION = "retraction"


class Reviewed(StrEnum):
    """What kind of thing a review is of: those that search engines know reviews of."""

    BOOK = "book"
    COURSE = "course"
    EVENT = "event"
    FILM = "film"
    GAME = "game"
    MUSIC = "music"
    PLACE = "place"
    PRODUCT = "product"
    SERIES = "series"
    SOFTWARE = "software"


class Place(StrEnum):
    """A place on a front that an editor can give an article by hand."""

    LEAD = "lead"
    TOP = "top"
    SECTION = "section"


@frozen
class Pin(Value):
    """Where an editor put an article: it leads the front page (and its section's), is among the top stories, or leads
    its section's front. It stays there until a moment, or until it is taken out."""

    place: Place
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether the article still stands there."""
        return self.until is None or now < self.until


@frozen
class Link(Value):
    """A link as somebody wrote it: what it says and where it goes (a URL or a path to a content file)."""

    title: str
    url: str


@frozen
class ImageRef(Value):
    """A picture as somebody wrote it. `src` is a URL, a site path (`/images/x.jpg`) or a path beside the file."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    credit_url: str = ""
    focus: tuple[float, float] | None = None
    """The point that a crop must keep: percent from the left and from the top."""


@frozen
class Contributor(Value):
    """One name of a byline: a name or slug as written, and what the person did ("photographs") or nothing."""

    name: str
    role: str = ""


@frozen
class SeriesPart(Value):
    """An article's place in a series: its name as written and the part's number, 0 when it has none."""

    name: str
    part: int = 0


@frozen
class Note(Value):
    """A dated note: a correction, a clarification, an update, a retraction."""

    date: datetime
    text: str
    kind: NoteKind


@frozen
class Embargo(Value):
    """Until when an article may not be published, and what was agreed with whom: the note is for the newsroom."""

    until: datetime
    note: str = ""


@frozen
class Review(Value):
    """What a review is of: its name, its kind, where it is found. `rating` of `best` is 0 of 0 where it gives none."""

    name: str
    kind: Reviewed = Reviewed.PRODUCT
    url: str = ""
    rating: float = 0
    best: int = 0


@frozen
class Withdrawal(Value):
    """Since when an article is withdrawn, and the reason that readers are given: Markdown, or nothing."""

    date: datetime
    reason: str = ""


@frozen
class Target(Value):
    """A link target found in a Markdown text that only the site can resolve, and the line of the file it stands on.

    It is a candidate: the finding is a quick scan, which may also see what Markdown does not take for a link.
    """

    url: str
    line: int


class Passage(Digested):
    """A text that is read when it is first asked for; until then its digest stands for it.

    Most texts of a build were converted before, and only their digests are looked at. Two passages are equal when their
    digests are.
    """

    def __init__(self, digest: bytes, read: Callable[[], str]) -> None:
        self._digest = digest
        self._read = read

    @property
    def digest(self) -> bytes:
        """Return the digest of the text."""
        return self._digest

    @classmethod
    def of(cls, text: str) -> Passage:
        """Return a passage of a text that is there."""
        passage = cls(digest(text), lambda: text)
        passage.text = text
        return passage

    @cached_property
    def text(self) -> str:
        """Return the text. Raises ProblemError when its file has changed since."""
        text = self._read()
        # The way to it held all the files that it was found among.
        self._read = lambda: text
        return text

    def peek(self) -> str:
        """Return the text without keeping one that was not read yet. Raises ProblemError as `text` does."""
        known: str | None = self.__dict__.get("text")
        return self._read() if known is None else known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passage) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Passage({self.digest.hex()})"


@frozen
class Text(Value):
    """A Markdown text: the file it is from, the file's line it begins on, its source, and what the scan of it found."""

    path: str
    line: int
    passage: Passage
    targets: tuple[Target, ...] = ()
    shortcodes: tuple[str, ...] = ()
    """Names of the shortcodes it uses, sorted, each once."""
    words: int = 0

    @property
    def source(self) -> str:
        """Return the Markdown."""
        return self.passage.text


_NO_TEXT = Text("", 0, Passage.of(""))

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a draft that has none yet: it sorts last, and a preview of drafts does not take it for scheduled."""


@frozen
class Article(Value):
    """An article as it stands in its file: names of authors, tags, section and series are as written."""

    path: str
    """The source file, relative to the site's root: `content/articles/networks/a-story.md`."""
    slug: str
    id: str
    """Unique, stable and independent of the slug where the writer gave one; otherwise the slug."""
    title: str
    date: datetime
    """Aware and in the site's time zone, as are all dates here."""
    text: Text
    standfirst: str = ""
    updated: datetime | None = None
    authors: tuple[Contributor, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    series: SeriesPart | None = None
    kicker: str = ""
    dateline: str = ""
    front: Pin | None = None
    type: ArticleType = ArticleType.NEWS
    image: ImageRef | None = None
    draft: bool = False
    expires: datetime | None = None
    embargo: Embargo | None = None
    withdrawn: Withdrawal | None = None
    aliases: tuple[str, ...] = ()
    canonical: str = ""
    noindex: bool = False
    language: str = ""
    layout: str = ""
    corrections: tuple[Note, ...] = ()
    updates: tuple[Note, ...] = ()
    related: tuple[str, ...] = ()
    no_related: bool = False
    sponsor: str = ""
    review: Review | None = None
    key_points: tuple[str, ...] = ()
    editors_note: str = ""
    checks_off: tuple[str, ...] = ()
    """Rules of `ssg check` that do not hold for this article, by their ids."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @Computed
    def heading(self) -> bytes:
        """Return the digest of everything but the text: of all that other pages show of it, beside its reading time."""
        return digest(replace(self, text=_NO_TEXT))

    @property
    def kind(self) -> ArticleType:
        """Return what it is published as: what has a sponsor is sponsored, whatever its type says.

        Whoever asks what may lead, be news or be suggested, and whoever prints a label, asks this.
        """
        return ArticleType.SPONSORED if self.sponsor else self.type

    @property
    def paid(self) -> bool:
        """Tell whether somebody paid for it."""
        return bool(self.sponsor) or self.type is ArticleType.SPONSORED

    @property
    def retracted(self) -> bool:
        """Tell whether one of its notes takes it back."""
        return any(note.kind is NoteKind.RETRACTION for notes in (self.corrections, self.updates) for note in notes)

    @property
    def changed(self) -> datetime:
        """Return when it last changed: it was published or updated, or a note was added."""
        if not (self.updated or self.corrections or self.updates):
            # Most never did.
            return self.date
        moments = [self.date]
        if self.updated:
            moments.append(self.updated)
        moments += [note.date for note in (*self.corrections, *self.updates)]
        return max(moments)


@frozen
class Author(Value):
    """A person (or a desk) that writes, from `content/authors/<slug>.md`; the text is the bio."""

    path: str
    slug: str
    name: str
    text: Text
    title: str = ""
    email: str = ""
    links: tuple[Link, ...] = ()
    image: ImageRef | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Vocabulary(StrEnum):
    """The three ways of filing articles, named as their folders under `content/`."""

    SECTIONS = "sections"
    TAGS = "tags"
    SERIES = "series"


@frozen
class Term(Value):
    """A section, tag or series: its name, and what an optional `content/<vocabulary>/<slug>.md` says of it."""

    vocabulary: Vocabulary
    slug: str
    title: str
    description: str = ""
    image: ImageRef | None = None
    text: Text | None = None
    path: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@frozen
class PlainPage(Value):
    """A page that is no article: about, masthead, corrections policy. `url` is its path URL."""

    path: str
    url: str
    title: str
    text: Text
    description: str = ""
    draft: bool = False
    layout: str = ""
    aliases: tuple[str, ...] = ()
    noindex: bool = False
    image: ImageRef | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@frozen
class StaticFile(Value):
    """A file that is copied as it is: its source, its path URL, and the size in pixels where it is a picture.

    A file of an article's bundle has the article's path as `owner`; its `url` is then relative to the article's.
    """

    path: str
    url: str
    content: bytes
    """The digest of the file's bytes."""
    width: int = 0
    height: int = 0
    owner: str = ""
    format: str = ""
    """Of a picture, by its bytes: `jpeg`, `png`, `gif`, `webp`, `avif`, `svg`, `bmp` or `tiff`."""
    moves: bool = False
    """Whether it is a picture that moves."""
    fault: str = ""
    """Why it cannot be shown as a picture, if it cannot."""


@frozen
class Content(Value):
    """Everything that was read from `content/`, each part sorted by path."""

    articles: tuple[Article, ...] = ()
    authors: tuple[Author, ...] = ()
    terms: tuple[Term, ...] = ()
    pages: tuple[PlainPage, ...] = ()
    files: tuple[StaticFile, ...] = ()
    unread: frozenset[str] = frozenset()
    """Paths of files that have errors: what names them is not at fault as well."""


class Withheld(StrEnum):
    """Why an article is in no output."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    EMBARGOED = "embargoed"
