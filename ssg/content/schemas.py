"""What may stand in front matter: the schemas of articles, authors, terms and pages, each key declared once.

The records make plain dicts with the names of the model's fields; `reading` adds what the file's place and body say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from ssg.digest import FrozenDict
from ssg.frozen import frozen
from ssg.model import (
    ArticleType,
    Contributor,
    Embargo,
    ImageRef,
    Link,
    Note,
    NoteKind,
    Pin,
    Review,
    Reviewed,
    SeriesPart,
    Withdrawal,
)
from ssg.model import Place as FrontPlace
from ssg.schema import (
    REQUIRED,
    Anything,
    Breaks,
    Choice,
    Fault,
    Field,
    Flag,
    ListOf,
    Moment,
    Number,
    Place,
    Record,
    TableOf,
    Text,
    TextOr,
)
from ssg.settings import check_language, check_link
from ssg.urls import slug_problem, slugify

FrontMatterRecord = Record[dict[str, Any]]

_EXTRA_HINT = "put a key of your own under extra"


def _check_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        return "write a whole address, with https://"
    return check_link(text)


def _check_credit(text: str) -> str:
    if text.startswith("/") and not text.startswith("//"):
        return check_link(text)
    return _check_address(text) and "write a whole address, with https://, or a path from the site's root: /about/"


def _check_source(text: str) -> str:
    # The name of a file beside the article may have spaces; an address may not.
    return "" if "://" not in text and "\n" not in text and urlsplit(text).scheme == "" else _check_address(text)


@lru_cache(maxsize=16_384)
def _check_term(text: str) -> str:
    slug = slugify(text)
    return slug_problem(slug) if slug else "it needs a letter or a digit, to make an address from"


def _check_tag(text: str) -> str:
    return "write several tags as a list: [one, two]" if "," in text else _check_term(text)


def _check_id(text: str) -> str:
    # It may stand in permalinks, and it does in the ids of feeds.
    return slug_problem(text, "an id")


def _check_layout(text: str) -> str:
    return "" if re.fullmatch(r"[\w-]+", text) else "write the name of a template in layouts/ without its ending"


# Sentences may be broken to fit an editor; longer texts are Markdown.
_SENTENCE = Text(breaks=Breaks.FOLDED)
_MARKDOWN = Text(breaks=Breaks.KEPT)
_LINK = Text("an address or a path", check_link)
_TERM = Text("a name", _check_term)
_TAG = Text("a name", _check_tag)


@frozen
class Focus:
    """The point of a picture that a crop must keep: percent from the left and from the top."""

    label: str = "two numbers from 0 to 100, [percent from the left, percent from the top]"

    def read(self, raw: object, at: Place, faults: list[Fault]) -> tuple[float, float] | None:
        if isinstance(raw, list) and len(raw) == 2:
            match raw:
                case [int() | float() as left, int() | float() as top] if 0 <= left <= 100 and 0 <= top <= 100:
                    return (float(left), float(top))
        faults.append(Fault(at, f'"focus" must be {self.label}'))
        return None

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "number", "minimum": 0, "maximum": 100},
            "minItems": 2,
            "maxItems": 2,
        }


_IMAGE = Record(
    ImageRef,
    (
        Field(
            "src",
            Text("a picture", _check_source),
            "a path beside the file, a site path or an address",
            REQUIRED,
        ),
        Field("alt", _SENTENCE, "what the picture shows, for those who do not see it", "", ("alt_text",)),
        Field("caption", _SENTENCE, "the line under the picture", ""),
        Field("credit", _SENTENCE, "who made the picture", ""),
        Field("credit_url", Text("an address or a path", _check_credit), "where the maker is found", ""),
        Field("focus", Focus(), "the point that a crop must keep, in percent from left and top: [50, 30]"),
    ),
    "a table with src and more",
)
_LINKS = Record(
    Link,
    (
        Field("title", Text(), "what the link says", REQUIRED),
        Field("url", _LINK, "where it leads", REQUIRED),
    ),
    "a table with title and url",
)
IMAGE = Field(
    "image",
    TextOr(_IMAGE, ImageRef, _IMAGE.fields[0].kind),
    "the main picture: a path, or a table with {src, alt, caption, credit, credit_url, focus}",
)
LAYOUT = Field(
    "layout", Text("the name of a template", _check_layout), "the template to use instead of the usual one", ""
)
ALIASES = Field("aliases", ListOf(Text()), "old addresses that lead here", (), ("redirect_from",))
NOINDEX = Field("noindex", Flag(), "whether search engines are asked to leave the page out", False)
DRAFT = Field("draft", Flag(), "true keeps it out of everything that is published", False, filled=True)
EXTRA = Field("extra", TableOf(Anything()), "keys of your own, for templates of yours", FrozenDict())


# The same people write most articles: each is one value, whose digest is made once.
_writer = lru_cache(maxsize=4096)(Contributor)


def _contributor(author: str, role: str) -> Contributor:
    return Contributor(author, role)


_CONTRIBUTOR = Record(
    _contributor,
    (
        Field("author", Text(), "a name or the name of a file in content/authors/", REQUIRED, ("name",)),
        Field("role", Text(), "what the person did, where it is not the writing", ""),
    ),
    "a table with author and role",
)
_SERIES = Record(
    SeriesPart,
    (
        Field("name", _TERM, "the name of the series", REQUIRED),
        Field("part", Number(1, 10_000), "the number of the part", 0),
    ),
    "a table with name and part",
)


def _pin(place: str, until: datetime | None = None) -> Pin:
    return Pin(FrontPlace(place), until)


_PLACES = Choice(tuple(FrontPlace))


def _front(zone: tzinfo) -> TextOr:
    pin = Record(
        _pin,
        (
            Field("place", _PLACES, "where it stands", REQUIRED),
            Field("until", Moment(zone), "when it goes back among the others"),
        ),
        "a table with place and until",
    )
    return TextOr(pin, _pin, _PLACES)


def _note(date: datetime, text: str, kind: str) -> Note:
    return Note(date, text, NoteKind(kind))


def _notes(zone: tzinfo, kind: NoteKind) -> ListOf:
    return ListOf(
        Record(
            _note,
            (
                Field("date", Moment(zone), "when it was added", REQUIRED),
                Field("text", _MARKDOWN, "what it says", REQUIRED),
                Field("kind", Choice(tuple(NoteKind)), "what it reports", kind.value),
            ),
            "a table with date, text and kind",
        )
    )


def _check_rating(text: str) -> str:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d)?) ?/ ?(\d{1,3})", text)
    if not match:
        return "write how many of how many: 4/5 or 7.5/10"
    return "" if float(match[1]) <= int(match[2]) and int(match[2]) else "it is more than there is to get"


def _review(name: str, kind: str, url: str, rating: str) -> Review:
    given, _, best = rating.replace(" ", "").partition("/")
    return Review(name, Reviewed(kind), url, float(given or 0), int(best or 0))


_REVIEW = Record(
    _review,
    (
        Field("name", Text(), "what it is called", REQUIRED),
        Field("kind", Choice(tuple(Reviewed)), "what it is", Reviewed.PRODUCT.value),
        Field("url", _LINK, "where it is found", ""),
        Field(
            "rating",
            Text("a rating such as 4/5", _check_rating),
            "what it gets, where there are marks",
            "",
        ),
    ),
    "a table with name, kind, url and rating",
)


def _embargo(zone: tzinfo) -> Record[Embargo]:
    return Record(
        Embargo,
        (
            Field("until", Moment(zone), "when it ends", REQUIRED),
            Field("note", _SENTENCE, "what was agreed, and with whom; it is never published", ""),
        ),
        "a table with until and note",
    )


def _withdrawal(zone: tzinfo) -> Record[Withdrawal]:
    return Record(
        Withdrawal,
        (
            Field("date", Moment(zone), "since when", REQUIRED),
            Field("reason", _MARKDOWN, "what readers are told", ""),
        ),
        "a table with date and reason",
    )


@lru_cache(maxsize=8)
def article_schema(zone: tzinfo) -> FrontMatterRecord:
    """Return the front matter of an article; dates without a zone are in `zone`."""
    return Record(
        dict,
        (
            Field("title", Text(), "the headline; only a draft can do without", "", ("headline",)),
            Field(
                "standfirst",
                _SENTENCE,
                "the sentence under the headline",
                "",
                ("summary", "description", "excerpt", "dek"),
            ),
            Field(
                "date", Moment(zone), "when it is published; only a draft, or a file named by its date, can do without"
            ),
            Field("updated", Moment(zone), "when it was last changed in substance", None, ("modified", "lastmod")),
            Field(
                "authors",
                ListOf(TextOr(_CONTRIBUTOR, _writer)),
                "who wrote it, in the order of the byline: names, slugs of content/authors/, or {author, role}",
                (),
                ("author", "byline"),
            ),
            Field("tags", ListOf(_TAG), "what it is about; tags that differ in case or accents only are one", ()),
            Field("section", _TERM, "the section; the first folder below content/articles/ when absent", ""),
            Field("series", TextOr(_SERIES, SeriesPart, _TERM), "the series it belongs to: a name, or {name, part}"),
            Field("kicker", Text(), "the label above the headline", ""),
            Field("dateline", Text(), "the place that it is reported from, in front of the text", ""),
            Field("type", Choice(tuple(ArticleType)), "the kind of journalism", ArticleType.NEWS.value),
            Field(
                "front",
                _front(zone),
                "pins it to a front: lead (of the front page and its section), top (among the top stories), section "
                "(leads its section), or {place, until}",
            ),
            IMAGE,
            DRAFT,
            Field("expires", Moment(zone), "when it disappears from everything", filled=True),
            Field(
                "embargo",
                _embargo(zone),
                "until when nobody may publish it: {until, note}; a build that would is refused",
                filled=True,
            ),
            Field(
                "withdrawn",
                _withdrawal(zone),
                "its page says that it was withdrawn, and nothing else shows it any more: {date, reason}",
                filled=True,
            ),
            Field(
                "slug", Text("a slug", slug_problem), "its part of the address; from the file's name when absent", ""
            ),
            Field(
                "id",
                Text("an id", _check_id),
                "a name that stays when file and address change; the slug when absent",
                "",
            ),
            ALIASES,
            Field("canonical", Text("an address", _check_address), "where it was published first", ""),
            NOINDEX,
            Field(
                "language",
                Text("a language tag", check_language),
                "its language, where it is not the site's",
                "",
                ("lang",),
            ),
            LAYOUT,
            Field("corrections", _notes(zone, NoteKind.CORRECTION), "what was wrong: {date, text, kind}", ()),
            Field("updates", _notes(zone, NoteKind.UPDATE), "what was added later: {date, text, kind}", ()),
            Field(
                "related",
                ListOf(Text()),
                "articles to suggest first under You May Also Like: slugs, ids, paths or headlines",
                (),
            ),
            Field("no_related", Flag(), "true for no suggestions at all", False),
            Field("sponsor", Text(), "who paid for it", ""),
            Field("review", _REVIEW, "what a review is of, and what it thinks of it: {name, kind, url, rating}"),
            Field("key_points", ListOf(_SENTENCE), "the article in a few points", ()),
            Field("editors_note", _MARKDOWN, "a note by the editors above the article", ""),
            Field("checks_off", ListOf(Text()), "rules of `ssg check` that do not hold for it, by their ids", ()),
            replace(
                EXTRA,
                doc=f"{EXTRA.doc}; `translation_of` is the id of the article that this one is a translation of",
            ),
        ),
        elsewhere=_EXTRA_HINT,
    )


AUTHOR: FrontMatterRecord = Record(
    dict,
    (
        Field("name", Text(), "the name as it stands in bylines", REQUIRED),
        Field("title", Text(), "what the person is: Technology Editor", "", ("role",)),
        Field("email", Text(), "an e-mail address to publish", ""),
        Field("links", ListOf(_LINKS), "where else to find the person: {title, url}", ()),
        IMAGE,
        EXTRA,
    ),
    elsewhere=_EXTRA_HINT,
)

TERM: FrontMatterRecord = Record(
    dict,
    (
        Field("title", Text(), "the name as it is printed; made from the file's name when absent", "", ("name",)),
        Field("description", _SENTENCE, "one sentence about it, for search engines and feeds", "", ("summary",)),
        IMAGE,
        EXTRA,
    ),
    elsewhere=_EXTRA_HINT,
)

PAGE: FrontMatterRecord = Record(
    dict,
    (
        Field("title", Text(), "the title", REQUIRED),
        Field("description", _SENTENCE, "one sentence about it, for search engines", "", ("summary",)),
        DRAFT,
        LAYOUT,
        ALIASES,
        NOINDEX,
        IMAGE,
        EXTRA,
    ),
    elsewhere=_EXTRA_HINT,
)
