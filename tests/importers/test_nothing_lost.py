"""Properties: no word of a page is lost, and what is written is read again as it was."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.content import schemas
from ssg.content.composing import compose
from ssg.content.decoding import decode
from ssg.content.front_matter import read_front_matter
from ssg.content.schemas import article_schema
from ssg.importers.article import ImportedArticle, Passage, PassageKind
from ssg.importers.escaping import to_markdown
from ssg.importers.text import read_article
from ssg.model import Contributor
from ssg.problems import ProblemError
from ssg.schema import Fault
from tests.importers.specimen import ABOUT, AUTHOR, BIO, BODY, DATE, HEADLINE, STANDFIRST, STANDFIRST_AGAIN, TIME

BLOCKS = (
    *(STANDFIRST, STANDFIRST_AGAIN, AUTHOR, DATE, TIME, HEADLINE, *BODY, ABOUT, BIO, "You May Also Like", "Comments"),
    *("Advertisement", "Image: a ship", "Related: Another thing", "Latest Videos", f"See more from {AUTHOR}", "• One"),
    *("By Ode Meer, Reporter, Grey Tides", f"{AUTHOR}, Ode Meer and 2 more", "Updated 10 March 2026", "A subheading"),
    *("Grey Tides Staff", "Ode Meer", "Undersea", f"By {AUTHOR} | {DATE} | {TIME}", "# not a heading", "1. not a list"),
    *("At a Glance", "• Two", "Sponsored by Acme", "Getty Images"),
)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def everything(article: ImportedArticle) -> str:
    people = [
        text for p in article.authors for text in (p.name, p.title, p.publication, *(passage.text for passage in p.bio))
    ]
    cuts = [cut.text for cut in article.cuts]
    return "\n".join((article.text, article.kicker, *article.key_points, *people, *cuts))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=2, max_size=25), st.sampled_from(["\n\n", "\n"]))
def test_no_word_of_a_page_is_lost(blocks: list[str], separator: str) -> None:
    text = separator.join(blocks)
    try:
        article, _ = read_article(text.encode(), "page.txt")
    except ProblemError:
        return
    missing = words(text) - words(everything(article))
    assert not missing, f"{dict(missing)} of {blocks}"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_an_article_or_are_refused(data: bytes) -> None:
    try:
        article, _ = read_article(data, "page.txt")
    except ProblemError:
        return
    assert article.title
    assert article.body


# What the importer can find in a text: no control characters, no noncharacters, and no blanks at the ends.
NONE = "\ufeff\ufffe\uffff" + "".join(map(chr, range(0xFDD0, 0xFDF0)))
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=NONE), max_size=60)
PLAIN = TEXTS.map(lambda text: " ".join(text.split()))
FILLED = PLAIN.filter(bool)


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
VALUES = st.fixed_dictionaries(
    {
        "title": FILLED,
        "standfirst": PLAIN,
        "kicker": PLAIN,
        "authors": st.lists(FILLED, max_size=3).map(tuple),
        "related": st.lists(FILLED, max_size=3).map(tuple),
        "date": DAYS | st.builds(datetime.combine, DAYS, st.times(), st.just(UTC)),
        "draft": st.booleans(),
        "extra": st.dictionaries(st.just("publication"), FILLED),
    }
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_front_matter_is_read_again_as_it_was(written: dict[str, Any]) -> None:
    schema, moment = article_schema(ZoneInfo("UTC")), written["date"]
    text = compose(schema, written, "Body.")
    front = read_front_matter(decode(text.encode(), "a.md"), "a.md")
    faults: list[Fault] = []
    values = schema.read(front.data, (), faults)
    assert faults == []
    assert values is not None
    aware = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    contributors = tuple(Contributor(author) for author in written["authors"])
    assert {key: values[key] for key in written} == {**written, "date": aware, "authors": contributors}
    assert front.body == "Body."


@given(FILLED, PLAIN)
def test_an_author_is_read_again_as_it_was(name: str, title: str) -> None:
    front = read_front_matter(compose(schemas.AUTHOR, {"name": name, "title": title}, ""), "a.md")
    assert {"name": name, **({"title": title} if title else {})} == dict(front.data)


HOSTILE = [
    *("# heading", "## heading ##", "1. one", "1) one", "> quote", "* star", "- dash", "+ plus", "--- dashes", "C#"),
    *(
        "_x_ and __y__ and *z*",
        "<tag> text",
        "<b>bold</b>",
        '{{< figure src="x" >}}',
        "{{ 7*7 }}",
        "{% raw %}",
        "`code`",
    ),
    *(": definition", "~~~ fence", "[a](b)", "[a][b]", "![a](b)", "[^1]: note", "[^1] note", "*[ISP]: provider"),
    *("text {: #id .class }", "AT&T &amp; R&D;", r"a \ b \* c \\", "| a | b |", "[TOC]", "!!! note", "[x]: http://x"),
    *("[the operator] declined", "5 < 6 > 4", "<http://a.b>", "a@b.c", "=== title", "snake_case_name", "2020. It was"),
    *("http://host/a_b_c?x=*y*", "\\# heading", "&#35; sign", "a `` b ` c", "x^2^ H~2~O ==mark==", "*", "_", "\\"),
]


def shown(passage: Passage) -> str:
    """Return what a reader sees of a passage between two paragraphs."""
    source = to_markdown([Passage("Before.", 1), passage, Passage("After.", 3)])
    converted = markdown.markdown(source, extensions=["extra", "sane_lists", "toc", "codehilite", "admonition"])
    lines = [html.unescape(line) for line in re.sub(r"<[^>]*>", "", converted).split("\n") if line.strip()]
    assert lines[0] == "Before."
    assert lines[-1] == "After."
    return "\n".join(lines[1:-1])


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", list(PassageKind))
def test_text_that_looks_like_markup_is_shown_as_it_is(text: str, kind: PassageKind) -> None:
    assert shown(Passage(text, 2, kind)) == text


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("ab1 .#>*_-+~`:|=!<>&;{}[]()\\^\"'/x"), min_size=1, max_size=30),
    st.sampled_from(list(PassageKind)),
)
def test_any_signs_are_shown_as_they_are(text: str, kind: PassageKind) -> None:
    text = " ".join(text.split())
    if re.search(r"\w", text):
        assert shown(Passage(text, 2, kind)) == text
