"""What a template can see: frozen views, each holding the smallest thing that serves.

`Article > Card > Ref`: an article page holds cards of other articles, a card holds references, and cards hold no cards.
So a changed standfirst renders the pages that show it and no others. Every URL in a view is ready to print: it starts
with the site's base path, or with scheme and host where the field says *absolute*. Dates are aware and in the site's
time zone.

These are what pages are made of; `page_views` has the pages. A template gets `page`, one of those, `site`, `lists` and
`theme`. `docs/views.md` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import Any

from ssg.digest import Digested, Value, digest
from ssg.frozen import frozen
from ssg.problems import Problem, ProblemError


@frozen
class Ref(Value):
    """A link: where it goes and what it says."""

    url: str
    title: str


@frozen
class Section(Ref):
    """A link to a section's front. `number` is its place in the navigation, from 1: a theme may give it a colour."""

    number: int = 0


@frozen
class Count(Value):
    """A link to a listing and how many articles it has."""

    url: str
    title: str
    count: int


class Tone(Digested):
    """The colour of a picture, which stands in its place until it is there; it prints itself, or nothing.

    To know it, somebody has to look at the picture. So it is found when it is first asked for, and until then the
    digest of all that it depends on stands for it.
    """

    def __init__(self, depends_on: bytes, find: Callable[[], str]) -> None:
        self._digest = depends_on
        self._find = find

    @property
    def digest(self) -> bytes:
        """Return the digest of all that the colour depends on."""
        return self._digest

    @cached_property
    def _text(self) -> str:
        return self._find()

    def __str__(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tone) and self._digest == other.digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def __repr__(self) -> str:
        return f"Tone({self._digest.hex()})"

    def __reduce__(self) -> tuple[Callable[[bytes, str], Tone], tuple[bytes, str]]:
        # Another process gets the colour, and not what would find it.
        return _known_tone, (self._digest, self._text)


def _known_tone(depends_on: bytes, text: str) -> Tone:
    return Tone(depends_on, lambda: text)


NO_TONE = _known_tone(digest("no tone"), "")
"""The tone of a picture that none is looked for."""


MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
"""Media types of renditions, by their endings."""


@frozen
class Source(Value):
    """The renditions of a picture in one format, as `<source>` names them."""

    type: str
    srcset: str


@frozen
class Renditions(Value):
    """Smaller copies of a picture of ours, each in several formats.

    `base` is the page URL that theirs have in common, `widths` are in pixels, narrowest first, and `formats` are their
    endings, lightest first; the last one is the picture's own.
    """

    base: str
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    tone: Tone = NO_TONE
    """The colour that is most of the picture, such as `r6 g5 b2`: red, green and blue from 0 to 7. Empty for a picture
    that one can see through."""

    def url(self, width: int, ending: str) -> str:
        """Return the page URL of one of them."""
        return f"{self.base}{width}.{ending}"

    def srcset_in(self, ending: str) -> str:
        """Return all of a format, as `srcset` names them."""
        return ", ".join(f"{self.url(width, ending)} {width}w" for width in self.widths)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return those in formats that a browser may not know, best first."""
        return tuple(Source(MEDIA_TYPES[ending], self.srcset_in(ending)) for ending in self.formats[:-1])

    @property
    def srcset(self) -> str:
        """Return those in the picture's own format, which every browser knows."""
        return self.srcset_in(self.formats[-1])

    @property
    def src(self) -> str:
        """Return the one for what knows of no others: the widest up to 1,200 pixels, in the picture's own format."""
        return self.url(
            max((width for width in self.widths if width <= 1200), default=self.widths[0]), self.formats[-1]
        )


@frozen
class Picture(Value):
    """A picture with everything that is printed with it. `width` and `height` are pixels, 0 when unknown.

    `src` is the picture itself; `renditions` are its smaller copies, None where it has none.
    """

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    credit_url: str = ""
    focus: tuple[float, float] | None = None
    width: int = 0
    height: int = 0
    renditions: Renditions | None = None


@frozen
class SharedImage(Value):
    """A picture that stands for a page elsewhere: in a post, a message, a search result. `url` is absolute.

    `width` and `height` are pixels, 0 when unknown.
    """

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""


@frozen
class IconLink(Value):
    """An icon of the site, or its web manifest, as `<link>` names it: `type` and `sizes` are empty where not needed."""

    rel: str
    href: str
    type: str = ""
    sizes: str = ""


@frozen
class Byline(Value):
    """One name of a byline, in the order of the front matter. `url` is empty where the person has no page."""

    name: str
    url: str = ""
    role: str = ""
    image: Picture | None = None


def wrote_and_helped(bylines: Sequence[Byline]) -> tuple[tuple[Byline, ...], tuple[Byline, ...]]:
    """Return who wrote an article and who contributed to it, each in their order.

    A role says what somebody did besides writing, such as photographs; where all have one, the first is the author.
    """
    authors = tuple(byline for byline in bylines if not byline.role) or tuple(bylines[:1])
    return authors, tuple(byline for byline in bylines if byline not in authors)


@frozen
class Body(Value):
    """A Markdown text with its links resolved. A template prints it with the `html` filter; the fields are for that."""

    path: str = field(compare=False)
    line: int = field(compare=False)
    """Where the text is from, for problems. It changes no byte, so it is no part of the digest."""
    source: str
    links: tuple[tuple[str, str], ...] = ()
    """Targets as written and the URL each goes to, sorted."""
    sizes: tuple[tuple[str, int, int], ...] = ()
    """URL, width and height in pixels of each picture of ours that the text shows, sorted."""
    broken: tuple[tuple[str, str], ...] = ()
    """Targets as written that lead nowhere, and why; an error only if Markdown takes them for links."""
    shortcodes: tuple[str, ...] = ()
    language: str = "en"
    """Decides quotation marks and the words of shortcodes."""
    renditions: tuple[tuple[str, Renditions], ...] = ()
    """URL and renditions of each of those pictures that has some."""
    paid: bool = False
    """Whether somebody paid for the text: its links to other sites say so to search engines."""

    def __html__(self) -> str:
        """Say how a text is printed."""
        raise TypeError("a text is printed with the html filter: {{ page.body|html }}")


@frozen
class Shortcode(Value):
    """A shortcode as its template sees it, under the name `call`.

    `arguments` have their links resolved; `positional` are those without a name. `inner` is HTML, and `paired` tells
    whether there was a closing tag. `width` and `height` are the pixels of the picture in `src`, 0 when unknown, and
    `renditions` its smaller copies, None where it has none. `required_inner` is `inner`, or an error in the text where
    nothing stands between the tags or the closing one is missing.
    """

    name: str
    arguments: Mapping[str, str]
    positional: tuple[str, ...]
    inner: str
    paired: bool
    width: int = 0
    height: int = 0
    renditions: Renditions | None = None

    @property
    def required_inner(self) -> str:
        """Return what is between the tags. Raises ProblemError, without a place, where there is nothing."""
        if not self.paired:
            message, hint = f'the shortcode "{self.name}" is not closed', f"end its text with {{{{< /{self.name} >}}}}"
            raise ProblemError([Problem(message, hint)])
        if not self.inner.strip():
            raise ProblemError([Problem(f'the shortcode "{self.name}" has no text', "write it between the two tags")])
        return self.inner


@frozen
class Card(Value):
    """What a listing shows of an article."""

    url: str
    title: str
    date: datetime
    standfirst: str = ""
    kicker: str = ""
    type: str = "news"
    section: Section | None = None
    bylines: tuple[Byline, ...] = ()
    updated: datetime | None = None
    image: Picture | None = None
    minutes: int = 1
    sponsor: str = ""
    retracted: bool = False
    """Whether a note under the article takes it back."""
    language: str = ""
    """The article's own language where it is not the site's; otherwise empty."""


@frozen
class Profile(Value):
    """A person as shown under an article, in the list of authors and on the own page. `title` is the job."""

    name: str
    slug: str
    url: str
    title: str = ""
    email: str = ""
    image: Picture | None = None
    links: tuple[Ref, ...] = ()
    feed: str = ""
    bio: Body | None = None
    articles: int = 0
    """How many articles are published; 0 where the view does not need it (it would change too often)."""
    extra: Mapping[str, Any] = field(default_factory=dict)


@frozen
class NoteView(Value):
    """A correction, clarification, update or retraction; `kind` is one of these words."""

    date: datetime
    text: str
    kind: str


@frozen
class SeriesEntry(Value):
    """One part of a series as the series box shows it; `number` is 0 where parts are not numbered."""

    title: str
    url: str
    number: int
    current: bool


@frozen
class SeriesBox(Value):
    """The series that an article belongs to, with its parts in reading order."""

    title: str
    url: str
    entries: tuple[SeriesEntry, ...]


@frozen
class Organisation(Value):
    """Who publishes the site. URLs are absolute; empty where not configured.

    `contact`, `masthead`, `mission`, the policies and `ownership` are pages that say so.
    """

    name: str
    url: str = ""
    logo: str = ""
    email: str = ""
    telephone: str = ""
    contact: str = ""
    founded: str = ""
    same_as: tuple[str, ...] = ()
    masthead: str = ""
    mission: str = ""
    ethics_policy: str = ""
    corrections_policy: str = ""
    fact_checking_policy: str = ""
    unnamed_sources_policy: str = ""
    diversity_policy: str = ""
    feedback_policy: str = ""
    ownership: str = ""


@frozen
class SiteView(Value):
    """What every template can see of the site. It is small, so that it changes rarely; there is no list of articles."""

    title: str
    url: str
    """The absolute address of the home page."""
    home: str
    """The home page's URL as a link."""
    language: str
    description: str
    tagline: str
    sections: tuple[Section, ...]
    menus: Mapping[str, tuple[Ref, ...]]
    organisation: Organisation
    pages: Mapping[str, str]
    """URLs of what every site has: `authors`, `tags`, `corrections`, `archive`, `rss`, `atom`, `json`, and
    `search` where it is on."""
    icons: tuple[IconLink, ...] = ()
    """Icons and the web manifest, in the order of the page's head."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """What options of type `picture` name, by the names of the options; those that are set."""
    extra: Mapping[str, Any] = field(default_factory=dict)


@frozen
class Pagination(Value):
    """Where a listing page stands: `newer` and `older` are None at the ends; `number` is 0 on the front page."""

    number: int = 0
    newer: Ref | None = None
    older: Ref | None = None
