"""The plan: every page that will exist, each with all that it can depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from ssg.digest import DIGEST_SIZE, Marked, Value, digest
from ssg.frozen import frozen
from ssg.urls import output_path
from ssg.views import Body, Card, SiteView

# Formats that are written by code and not by a template: nobody themes a sitemap.
RSS, ATOM, JSON_FEED, SITEMAP, TEXT = "rss", "atom", "json-feed", "sitemap", "text"
FORMATS = frozenset({RSS, ATOM, JSON_FEED, SITEMAP, TEXT})


@frozen
class View(Value):
    """All that a template can see. `site` is None and `lists` are few where the template's closure does not ask."""

    page: Marked
    site: SiteView | None = None
    lists: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)


@frozen
class Shown:
    """What a page shows: all that its template can see, and the texts in it."""

    view: View
    bodies: tuple[Body, ...] = ()

    def __call__(self) -> Shown:
        """Return itself: it stands where a page expects what will make it."""
        return self


@frozen
class Page:
    """One output file: where it is, the template (or format) that makes it, what that can see, and the key of it all.

    Two pages with the same key have the same bytes. Most pages of a build were made before, and only their keys are
    looked at: so what a page shows is made when it is first asked for.
    """

    url: str
    """The path URL."""
    template: str
    language: str
    key: bytes
    source: str
    """What the page is made from, in words for people: a content file, or `the tag "5G"`."""
    show: Callable[[], Shown] = field(compare=False, repr=False)
    plain_texts: bytes | None = field(default=None, compare=False, repr=False)
    """The digests of its texts, one after the other, where that is known and none of them has a shortcode."""

    @cached_property
    def shown(self) -> Shown:
        """Return what the page shows. Made once."""
        return self.show()

    @property
    def view(self) -> View:
        """Return all that the template can see."""
        return self.shown.view

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return the texts that the page shows."""
        return self.shown.bodies

    @property
    def texts(self) -> Sequence[bytes]:
        """Return the digests of the texts that the page shows, which may be known before they are made."""
        known = self.plain_texts
        if known is None:
            return [body.digest for body in self.bodies]
        return [known[begin : begin + DIGEST_SIZE] for begin in range(0, len(known), DIGEST_SIZE)]

    def __reduce__(self) -> tuple[type[Page], tuple[object, ...]]:
        # A worker gets what is shown, and not what would make it.
        return Page, (self.url, self.template, self.language, self.key, self.source, self.shown)

    @property
    def path(self) -> str:
        """Return the output file, relative to the output folder."""
        return output_path(self.url)


@frozen
class CopiedFile:
    """A file that is written as it is. `data` is None for a file of the site, which the writer reads from `source`.

    A picture of the site, whose format is then said, is written without what its camera noted.
    """

    url: str
    source: str
    content: bytes
    """The digest of its bytes."""
    data: bytes | None = None
    format: str = ""
    key: bytes = b""
    """What its bytes depend on, where that is more than those of its source."""

    @property
    def path(self) -> str:
        """Return the output file, relative to the output folder."""
        return output_path(self.url)


@frozen
class Crop(Value):
    """A part of a picture of a given shape: its size in pixels, and the point that it keeps, in percent."""

    ratio: str
    width: int
    height: int
    focus: tuple[float, float]

    @property
    def name(self) -> str:
        """Return what tells it from other crops of the picture, as the end of a URL."""
        across, down = self.focus
        kept = "" if self.focus == MIDDLE else f"-{across:g}-{down:g}"
        return f"{self.ratio}-{self.width}{kept}.jpg"


MIDDLE = (50.0, 50.0)


@frozen
class Artwork(Value):
    """Pictures that are made together, from one source. `outputs` are their path URLs and the keys of their bytes."""

    source: str
    """The content file that they are made from; empty where they are made from none."""

    @property
    def outputs(self) -> Mapping[str, bytes]:
        """Return the key of each picture's bytes by its path URL."""
        raise NotImplementedError

    @property
    def notes(self) -> Mapping[str, bytes]:
        """Return the key of what is found out on the way and not published, by a name like a path URL."""
        return {}


@frozen
class Reproduction(Artwork):
    """The renditions and crops of one picture of the site, named by what makes them: the key is in the name."""

    content: bytes
    """The digest of its bytes."""
    base: str
    """The beginning of their path URLs."""
    key: bytes
    """What their keys are made from."""
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    crops: tuple[Crop, ...]
    width: int
    height: int
    needed: int
    """How wide the picture must be decoded at the least for any copy of it that could be wanted."""

    @property
    def outputs(self) -> Mapping[str, bytes]:
        names = [f"{width}.{ending}" for width in self.widths for ending in self.formats]
        names += [crop.name for crop in self.crops]
        return {self.base + name: digest((self.key, name)) for name in names}

    @property
    def notes(self) -> Mapping[str, bytes]:
        return {self.base + TONE: self.tone_key}

    @property
    def tone_key(self) -> bytes:
        """Return the key of the picture's tone."""
        return digest((self.key, TONE))


TONE = "tone"
"""What the tone of a picture is called among what is made of it."""


@frozen
class Plan:
    """Every output of a build, by path URL, in a stable order."""

    pages: Mapping[str, Page]
    files: Mapping[str, CopiedFile]
    draw: Callable[[], Mapping[str, Artwork]] = field(compare=False, repr=False)

    @cached_property
    def artwork(self) -> Mapping[str, Artwork]:
        """Return the pictures that are made, by what they are made from. Computed once, when it is asked for."""
        return self.draw()

    @cached_property
    def pictures(self) -> Mapping[str, Artwork]:
        """Return what makes each of those pictures, by path URL. Computed once, and only when it is asked for."""
        return {url: artwork for artwork in self.artwork.values() for url in artwork.outputs}
