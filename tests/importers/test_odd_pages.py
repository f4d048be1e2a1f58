"""The parser on pages that have more than an article's own parts, or write them in an unusual way."""

from __future__ import annotations

import pytest

from tests.importers.specimen import (
    ABOUT,
    AUTHOR,
    BIO,
    BODY,
    DATE,
    HEADLINE,
    SPECIMEN,
    STANDFIRST,
    SUGGESTIONS,
    TIME,
    page,
)
from tests.importers.test_text import HEAD, REST, TAIL, TOP, bios, bodies, parsed, refusal

JUNIOR = "Dr. Seán O'Brien-Lee, Jr."


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (JUNIOR, [(JUNIOR, "", "")]),
        (f"By {JUNIOR}", [(JUNIOR, "", "")]),
        (f"{JUNIOR}, Editor, The Odd Harbour", [(JUNIOR, "Editor", "The Odd Harbour")]),
        ("By Ode Meer, PhD, and Tove Lindqvall III", [("Ode Meer, PhD", "", ""), ("Tove Lindqvall III", "", "")]),
        ("Ode Meer, MBE, PhD, Research Fellow", [("Ode Meer, MBE, PhD", "Research Fellow", "")]),
    ],
)
def test_what_follows_a_name_belongs_to_it(line: str, people: list[tuple[str, str, str]]) -> None:
    article, _ = parsed(page(HEAD, line, REST))
    assert [(person.name, person.title, person.publication) for person in article.authors] == people
    assert article.title == HEADLINE


def test_a_biography_of_somebody_with_a_suffix() -> None:
    article, _ = parsed(page(HEAD, f"By {JUNIOR}", REST, ABOUT, JUNIOR, BIO))
    assert bios(article) == {JUNIOR: [BIO]}


def test_without_a_date_a_byline_stands_beside_the_reading_time() -> None:
    _, warnings = parsed(page(HEAD, AUTHOR, TIME, BODY))
    assert warnings == ["5: taken for the byline because it stands beside the reading time", "0: no date was found"]


POINTS = ("The islands picked Ostrava again", "The mainland waits for its own cable", "Fees went up in spring")


@pytest.mark.parametrize("heading", ["At a Glance", "Key points:", "KEY TAKEAWAYS"])
def test_key_points(heading: str) -> None:
    points = [f"• {point}" for point in POINTS]
    for order in ((heading, points, TOP, BODY), (TOP, heading, points, BODY), (TOP, BODY, heading, points)):
        article, warnings = parsed(page(*order, TAIL))
        assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))
        assert article.key_points == POINTS
        assert not article.draft
        assert warnings == []


def test_a_headline_among_points_without_dots_is_a_draft() -> None:
    article, warnings = parsed(page("At a Glance", POINTS, TOP, BODY))
    assert article.draft
    assert warnings[0] == "1: the points below this line cannot be told from the text"
    assert "3: taken for the headline, though other lines could be it" in warnings
    article, _ = parsed(page("At a Glance", [f"{point}." for point in POINTS], TOP, BODY))
    assert (article.title, article.draft) == (HEADLINE, True)


SPONSORED = "taken for the sponsor: the article is marked as sponsored"


def test_a_sponsor_in_the_place_of_the_byline() -> None:
    line = "Sponsored by Acme Cables"
    for lines in ((HEADLINE, STANDFIRST, line, DATE, TIME), (line, HEADLINE, STANDFIRST, DATE, TIME, TIME, line)):
        article, warnings = parsed(page(lines, BODY))
        assert (article.title, article.standfirst, article.kicker) == (HEADLINE, STANDFIRST, "")
        assert (article.sponsor, article.authors, bodies(article)) == ("Acme Cables", (), list(BODY))
        assert SPONSORED in [warning.partition(": ")[2] for warning in warnings]
    article, warnings = parsed(page(HEADLINE, line, BODY))
    assert (article.sponsor, bodies(article)) == ("Acme Cables", list(BODY))
    assert f"3: {SPONSORED}" in warnings


def test_a_sponsor_inside_the_article_is_an_advertisement() -> None:
    article, warnings = parsed(page(TOP, BODY[:3], "Sponsored by Acme Cables", BODY[3:], TAIL))
    assert (article.sponsor, bodies(article)) == ("", list(BODY))
    assert warnings == ["19: left out as sponsor"]


def test_what_is_left_out_is_a_cut() -> None:
    about = ("Keep up with the latest news of the sea", "Read more about cables and ships")
    article, _ = parsed(page(TOP, BODY, "Read more about:", "Cables", ABOUT, AUTHOR, BIO, about))
    assert [(cut.what, cut.text) for cut in article.cuts if cut.line > 25] == [
        ("heading of what follows the article", "Read more about:"),
        ("tail", "Cables"),
        ("heading of the authors", ABOUT),
        ("line that names an author", AUTHOR),
        *(("page furniture", text) for text in about),
    ]


OTHER_TOP = ("A second cable for the islands at last", "By Ode Meer", "March 20, 2026", "3 Min Read")
OTHER_BODY = (
    "The second cable is longer than the first one, and it was laid in half the time, said the harbour master.",
    "Nobody on the islands had asked for it, which did not keep anybody from coming to the landing with a flag.",
)
OTHER_BIO = "Ode counts the ships that pass the northern lights each night."

TWO = {
    "whole pages": ((TOP, BODY, TAIL, OTHER_TOP, OTHER_BODY, ABOUT, "Ode Meer", OTHER_BIO), 41),
    "of one author": ((TOP, BODY, TAIL, OTHER_TOP, OTHER_BODY, TAIL), 41),
    "of one day": ((TOP, BODY, OTHER_TOP[0], DATE, TIME, OTHER_BODY), 31),
    "no reading times": ((HEAD, DATE, BODY, TAIL, OTHER_TOP[:3], OTHER_BODY, ABOUT, "Ode Meer", OTHER_BIO), 39),
}


@pytest.mark.parametrize("name", TWO)
def test_two_articles_are_refused(name: str) -> None:
    blocks, line = TWO[name]
    expected = f"page.txt:{line}: two articles in one file; give each article a file of its own"
    assert refusal(page(*blocks)) == expected


@pytest.mark.parametrize("times", [2, 3])
def test_a_page_that_was_pasted_again_is_kept_once(times: int) -> None:
    once = SPECIMEN.decode().count("\n\n") * 2 + 1
    article, warnings = parsed(b"\n\n".join([SPECIMEN] * times))
    assert warnings == [f"{once + 2}: from here on the same page stands again: one of them was kept"]
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))
    assert [cut.text for cut in article.cuts].count(BODY[0]) == times - 1


def test_one_article_that_has_some_things_twice() -> None:
    cards = ("One more cable", "March 1, 2026", TIME, "A teaser of one sentence says what the other story is about.")
    boxes = (ABOUT, AUTHOR, BIO, ABOUT, "Ode Meer", OTHER_BIO)
    for blocks in (
        (HEADLINE, DATE, TIME, STANDFIRST, DATE, TIME, STANDFIRST, BODY, TAIL),
        (TOP, BODY, TAIL, cards, cards[1:]),
        (HEAD, f"By {AUTHOR} and Ode Meer", DATE, TIME, BODY, boxes),
        (ABOUT, BIO, SUGGESTIONS, TOP, BODY, TAIL),
    ):
        article, _ = parsed(page(*blocks))
        assert bodies(article) == list(BODY)


SIGNS = "signs of Markdown were taken off this line"


@pytest.mark.parametrize(
    ("title", "standfirst", "byline", "when", "signs"),
    [
        (f"# {HEADLINE}", f"*{STANDFIRST}*", f"By **{AUTHOR}**", f"*{DATE}*", [1, 3, 5, 7]),
        (f"## **{HEADLINE}** ##", f"__{STANDFIRST}__", f"**By {AUTHOR}**", DATE, [1, 3, 5]),
        (HEADLINE.replace("second", "*second*"), STANDFIRST, f"*By* {AUTHOR}", f"_{DATE}_", [1, 5, 7]),
    ],
)
def test_markdown_in_the_header(title: str, standfirst: str, byline: str, when: str, signs: list[int]) -> None:
    article, warnings = parsed(page(title, standfirst, byline, when, BODY, "## " + ABOUT, f"**{AUTHOR}**", BIO))
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))
    assert bios(article) == {AUTHOR: [BIO]}
    assert warnings == [f"{line}: {SIGNS}" for line in [*signs, 23, 25]]
    assert not article.draft


def test_a_name_in_bold_beside_the_date() -> None:
    article, warnings = parsed(page(f"# {HEADLINE}", f"*{STANDFIRST}*", f"**{AUTHOR}**", REST))
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))
    assert [person.name for person in article.authors] == [AUTHOR]
    assert warnings == [
        *(f"{line}: {SIGNS}" for line in (1, 3, 5)),
        "5: taken for the byline because it stands beside the date",
    ]


def test_signs_inside_running_text_stay() -> None:
    body = [*BODY[:3], f"*{BODY[3]}*", f"She said *no* to 5 * 3 * 2. {BODY[4]}"]
    article, warnings = parsed(page(TOP, body, TAIL))
    assert bodies(article) == body
    assert warnings == []


def test_noncharacters_are_taken_out() -> None:
    article, warnings = parsed(page(HEADLINE.replace("second", "sec\ufdd0ond"), STANDFIRST, f"By {AUTHOR}", REST))
    assert article.title == HEADLINE
    assert len(warnings) == 1
