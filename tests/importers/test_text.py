"""The parser: one article in many arrangements, each with exact expectations."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ssg.importers.article import ImportedArticle, PassageKind
from ssg.importers.text import read_article
from ssg.problems import ProblemError
from tests.importers.specimen import (
    ABOUT,
    AUTHOR,
    BIO,
    BODY,
    DATE,
    HEADLINE,
    SPECIMEN,
    STANDFIRST,
    STANDFIRST_AGAIN,
    SUGGESTIONS,
    TIME,
    page,
)

TAIL = (ABOUT, AUTHOR, BIO, SUGGESTIONS)
TOP = (STANDFIRST, AUTHOR, DATE, TIME, HEADLINE, STANDFIRST_AGAIN)
BESIDE = "taken for the byline because it stands beside the date"


def parsed(data: bytes) -> tuple[ImportedArticle, list[str]]:
    """Return the article and the warnings, each as `line: message`."""
    article, problems = read_article(data, "page.txt")
    return article, [f"{problem.line}: {problem.message}" for problem in problems]


def bodies(article: ImportedArticle) -> list[str]:
    return [passage.text for passage in article.body]


def bios(article: ImportedArticle) -> dict[str, list[str]]:
    return {person.name: [passage.text for passage in person.bio] for person in article.authors}


# Arrangements of one article. All say the same, so all must give the same, with the guesses that are named.
ARRANGEMENTS: dict[str, tuple[bytes, list[str]]] = {
    "the specimen": (SPECIMEN, []),
    "headline above": (page(HEADLINE, STANDFIRST, AUTHOR, DATE, TIME, STANDFIRST_AGAIN, BODY, TAIL), []),
    "headline and standfirst doubled": (page(HEADLINE, *TOP, BODY, TAIL), []),
    "headline doubled": (page(HEADLINE, STANDFIRST, AUTHOR, DATE, TIME, HEADLINE, BODY, TAIL), []),
    "standfirst once, above": (page(STANDFIRST, AUTHOR, DATE, TIME, HEADLINE, BODY, TAIL), []),
    "standfirst once, under the headline": (page(HEADLINE, STANDFIRST, AUTHOR, DATE, TIME, BODY, TAIL), []),
    "reading time first": (page(TIME, DATE, AUTHOR, HEADLINE, STANDFIRST, STANDFIRST_AGAIN, BODY, TAIL), []),
    "date after the headline": (page(STANDFIRST, AUTHOR, TIME, HEADLINE, DATE, STANDFIRST_AGAIN, BODY, TAIL), []),
    "explicit byline": (page(HEADLINE, STANDFIRST, f"By {AUTHOR}", DATE, TIME, BODY, TAIL), []),
    "byline, date and time on one line": (
        page(HEADLINE, STANDFIRST, f"By {AUTHOR} | {DATE} | {TIME}", BODY, TAIL),
        [],
    ),
    "dots between date and time": (page(HEADLINE, STANDFIRST, AUTHOR, f"{DATE} • {TIME}", BODY, TAIL), []),
    "no reading time": (page(HEADLINE, STANDFIRST, AUTHOR, DATE, BODY, TAIL), []),
    "author named twice": (page(HEADLINE, STANDFIRST, AUTHOR, DATE, TIME, AUTHOR, BODY, TAIL), []),
    "single line breaks": ("\n".join((*TOP, *BODY, *TAIL)).encode(), []),
    "Windows line breaks": (SPECIMEN.replace(b"\n", b"\r\n"), []),
    "old Macintosh line breaks": (SPECIMEN.replace(b"\n", b"\r"), []),
    "byte order mark": (b"\xef\xbb\xbf" + SPECIMEN, []),
    "non-breaking spaces and blanks at the ends": (
        SPECIMEN.decode().replace("15 years", "15\xa0years").replace("\n\n", " \n\t\n").encode(),
        [],
    ),
    "HTML tags and entities": (
        SPECIMEN.decode()
        .replace("Q&A", "Q&amp;A")
        .replace("Indeed, ", "<p>Indeed, ")
        .replace("ferry operators", "<strong>ferry</strong> operators")
        .replace("<p>Indeed", "<p class='x'>Indeed")
        .encode(),
        [],
    ),
    "advertisements and captions between paragraphs": (
        page(TOP, BODY[:2], "ADVERTISEMENT", "Image: A cable ship (Credit: Odd Harbour via Alamy)", BODY[2:], TAIL),
        ["17: left out as page furniture", "19: left out as caption"],
    ),
    "caption and buttons in the header": (
        page(HEADLINE, STANDFIRST, "Share", "Facebook", AUTHOR, DATE, TIME, "Alt text: a ship at sea", BODY, TAIL),
        ["15: left out as caption"],
    ),
    "tails after the suggestions": (
        page(
            TOP, BODY, TAIL, "Latest Videos", "A video", "Comments", "First! This is a comment of some length, said I."
        ),
        [],
    ),
    "newsletter box": (
        page(TOP, BODY[:3], "Sign up for our newsletter to get the tides straight to your inbox.", BODY[3:], TAIL),
        ["19: left out as page furniture"],
    ),
    "captions and furniture without a label of their own": (
        page(
            *(TOP, BODY[:1], "A ship at anchor. Image: Getty Images", "Getty Images", BODY[1:3]),
            *("Subscribe to get the latest", BODY[3:], "Read more about:", "Cables", ABOUT, AUTHOR, BIO),
            *("Keep up with the latest news of the sea by following Tove on every network there is.", SUGGESTIONS),
        ),
        ["15: left out as caption", "17: left out as caption", "23: left out as page furniture"],
    ),
    "suggestions before the author": (page(TOP, BODY, SUGGESTIONS, "About fees", ABOUT, AUTHOR, BIO), []),
    "link to the author's articles": (page(TOP, BODY, ABOUT, AUTHOR, BIO, f"See more from {AUTHOR}", SUGGESTIONS), []),
    "headline between the anchors": (page(TIME, HEADLINE, STANDFIRST, AUTHOR, DATE, BODY, TAIL), []),
    "title under the name": (page(TOP, BODY, ABOUT, AUTHOR, "Senior Editor, The Odd Harbour", BIO), []),
    "biography without a name": (page(TOP, BODY, ABOUT, BIO), ["3: " + BESIDE]),
}


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_the_same_article_however_it_is_arranged(name: str) -> None:
    data, expected = ARRANGEMENTS[name]
    article, warnings = parsed(data)
    assert warnings == expected
    assert article.title == HEADLINE
    assert article.standfirst == STANDFIRST
    assert article.date == date(2026, 3, 9)
    assert bodies(article) == list(BODY)
    assert bios(article) == {AUTHOR: [BIO]}
    assert not article.draft


HEAD = (HEADLINE, STANDFIRST)
REST = (DATE, TIME, *BODY)
NO_BIO = "About the Author"

BYLINES: dict[str, tuple[str, list[tuple[str, str, str]], list[str]]] = {
    "name": (AUTHOR, [(AUTHOR, "", "")], [BESIDE]),
    "by": (f"By {AUTHOR}", [(AUTHOR, "", "")], []),
    "written by": (f"Written by: {AUTHOR}", [(AUTHOR, "", "")], []),
    "title": (f"{AUTHOR}, Cable Correspondent", [(AUTHOR, "Cable Correspondent", "")], [BESIDE]),
    "title and publication": (
        f"{AUTHOR}, Contributing Editor, The Odd Harbour",
        [(AUTHOR, "Contributing Editor", "The Odd Harbour")],
        [BESIDE],
    ),
    "two": (f"{AUTHOR} and Ode van der Meer", [(AUTHOR, "", ""), ("Ode van der Meer", "", "")], [BESIDE]),
    "three": (
        f"By {AUTHOR}, Ode van der Meer, and Jun O'Hara-Smith",
        [(AUTHOR, "", ""), ("Ode van der Meer", "", ""), ("Jun O'Hara-Smith", "", "")],
        [],
    ),
    "and more": (
        f"{AUTHOR}, Ode Meer and 2 more",
        [(AUTHOR, "", ""), ("Ode Meer", "", "")],
        [BESIDE, "the byline counts 2 more without naming them"],
    ),
    "one and more": (
        f"{AUTHOR} + 1 other",
        [(AUTHOR, "", "")],
        [BESIDE, "the byline counts 1 more without naming them"],
    ),
    "doubtful": (
        f"{AUTHOR}, Grey Tides",
        [(AUTHOR, "Grey Tides", "")],
        [BESIDE, f'"Grey Tides" was taken for what {AUTHOR} does, not for a second author'],
    ),
    "staff": ("Grey Tides Staff", [("Grey Tides Staff", "", "")], [BESIDE]),
    "by staff": ("By Staff", [("Staff", "", "")], []),
    "capitals": ("TOVE LINDQVALL", [("TOVE LINDQVALL", "", "")], [BESIDE]),
}


@pytest.mark.parametrize("name", BYLINES)
def test_bylines(name: str) -> None:
    line, people, expected = BYLINES[name]
    article, warnings = parsed(page(HEAD, line, REST))
    assert [(person.name, person.title, person.publication) for person in article.authors] == people
    assert sorted(warning.partition(": ")[2] for warning in warnings) == sorted(expected)
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))


def test_no_byline() -> None:
    article, warnings = parsed(page(HEAD, REST))
    assert article.authors == ()
    assert warnings == ["0: no author was found"]
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))


def test_two_authors_on_two_lines() -> None:
    article, _ = parsed(page(HEAD, f"{AUTHOR}, Editor", "Ode Meer, Reporter", REST))
    assert [(person.name, person.title) for person in article.authors] == [(AUTHOR, "Editor"), ("Ode Meer", "Reporter")]


def test_a_short_headline_in_capitals_is_no_byline() -> None:
    article, warnings = parsed(page("Skarn Wins Again", AUTHOR, REST))
    assert article.title == "Skarn Wins Again"
    assert [person.name for person in article.authors] == [AUTHOR]
    assert f"3: {BESIDE}" in warnings


DATES: dict[str, tuple[str, date]] = {
    "American": ("August 24, 2020", date(2020, 8, 24)),
    "British": ("24 August 2020", date(2020, 8, 24)),
    "short": ("Aug 24, 2020", date(2020, 8, 24)),
    "short with dots": ("Sept. 3, 2020", date(2020, 9, 3)),
    "ordinal": ("24th of August, 2020", date(2020, 8, 24)),
    "ISO": ("2020-08-24", date(2020, 8, 24)),
    "German": ("24.08.2020", date(2020, 8, 24)),
    "slashes": ("24/08/2020", date(2020, 8, 24)),
    "American slashes": ("08/24/2020", date(2020, 8, 24)),
    "weekday": ("Monday, August 24, 2020", date(2020, 8, 24)),
    "short weekday": ("Mon 24 Aug 2020", date(2020, 8, 24)),
    "published": ("Published on 24 August 2020", date(2020, 8, 24)),
    "time": ("August 24, 2020 at 5:05 p.m.", datetime(2020, 8, 24, 17, 5)),  # noqa: DTZ001 - it has no zone
    "midnight": ("24 Aug 2020, 12:00 AM", datetime(2020, 8, 24)),  # noqa: DTZ001 - it has no zone
    "zone": ("24 August 2020 09:30 BST", datetime(2020, 8, 24, 9, 30, tzinfo=timezone(timedelta(hours=1)))),
    "zone of summer": ("Aug 24, 2020, 9:30 am ET", datetime(2020, 8, 24, 9, 30, tzinfo=timezone(timedelta(hours=-4)))),
    "ISO time": ("2020-08-24T09:30:00Z", datetime(2020, 8, 24, 9, 30, tzinfo=UTC)),
    "offset": ("2020-08-24 09:30 +05:30", datetime(2020, 8, 24, 9, 30, tzinfo=timezone(timedelta(hours=5.5)))),
}


@pytest.mark.parametrize("name", DATES)
def test_dates(name: str) -> None:
    line, moment = DATES[name]
    article, warnings = parsed(page(HEAD, f"By {AUTHOR}", line, BODY))
    assert article.date == moment
    assert type(article.date) is type(moment)
    assert warnings == []


@pytest.mark.parametrize(
    "line", ["February 30, 2020", "August 24", "24 Octember 2020", "2020-13-01", "March 3, 2020 25:00", "12:30"]
)
def test_what_is_no_date_stays_text(line: str) -> None:
    article, warnings = parsed(page(HEADLINE, f"By {AUTHOR}", BODY[:2], line, BODY[2:]))
    assert article.date is None
    assert article.draft
    assert line in bodies(article)
    assert "0: no date was found" in warnings


def test_a_date_of_doubtful_order_is_a_warning() -> None:
    article, warnings = parsed(page(HEAD, f"By {AUTHOR}", "03/04/2020", BODY))
    assert article.date == date(2020, 4, 3)
    assert warnings == ["7: the day was read before the month"]


def test_updated() -> None:
    for lines in (
        [DATE, "Updated: March 10, 2026"],
        ["Updated March 10, 2026", DATE],
        [f"{DATE} | Updated 2026-03-10"],
    ):
        article, warnings = parsed(page(HEAD, f"By {AUTHOR}", lines, BODY))
        assert (article.date, article.updated) == (date(2026, 3, 9), date(2026, 3, 10))
        assert warnings == []


def test_a_date_inside_the_article_is_text() -> None:
    article, _ = parsed(page(TOP, BODY[:3], "August 24, 2020", BODY[3:], TAIL))
    assert article.date == date(2026, 3, 9)
    assert bodies(article) == [*BODY[:3], "August 24, 2020", *BODY[3:]]


def test_no_headline() -> None:
    article, warnings = parsed(page(STANDFIRST, AUTHOR, DATE, TIME, STANDFIRST_AGAIN, BODY, TAIL))
    assert article.title == "Skarn could become Ostrava Subsea's biggest customer abroad, after its minister for…"
    assert (article.standfirst, bodies(article)) == (STANDFIRST, list(BODY))
    assert article.draft
    assert "0: no headline was found: the first words stand in for it" in warnings


def test_kicker() -> None:
    article, _ = parsed(page("Undersea", HEADLINE, STANDFIRST, f"By {AUTHOR}", DATE, BODY))
    assert (article.kicker, article.title, article.standfirst) == ("Undersea", HEADLINE, STANDFIRST)


def test_standfirst_without_a_full_stop() -> None:
    deck = "The minister for the sea says what everybody on the islands already knew"
    article, warnings = parsed(page(HEADLINE, deck, f"By {AUTHOR}", DATE, BODY))
    assert (article.title, article.standfirst) == (HEADLINE, deck)
    assert len(warnings) == 2
    assert article.draft
    article, _ = parsed(page(deck, AUTHOR, DATE, TIME, HEADLINE, deck, BODY, TAIL))
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, deck, list(BODY))


def test_a_first_paragraph_that_is_nearly_the_standfirst_stays() -> None:
    nearly = STANDFIRST.replace("closer", "much closer")
    article, warnings = parsed(page(STANDFIRST, AUTHOR, DATE, TIME, HEADLINE, nearly, BODY, TAIL))
    assert article.standfirst == STANDFIRST
    assert bodies(article) == [nearly, *BODY]
    assert warnings == ["11: the first paragraph is nearly the standfirst, and both were kept"]


def test_several_people_with_biographies_of_several_paragraphs() -> None:
    second = "She lives on a boat and has no wish to leave it before the next spring."
    about = ("About the Authors", f"{AUTHOR}, Editor, Odd Harbour", BIO, second, f"See more from {AUTHOR}")
    other = ("Ode Meer", "Reporter, The Meridian", "Ode counts the ships that pass the northern lights each night.")
    article, warnings = parsed(page(HEAD, f"By {AUTHOR} and Ode Meer", DATE, BODY, about, other, SUGGESTIONS))
    assert bios(article) == {AUTHOR: [BIO, second], "Ode Meer": [other[2]]}
    assert [(person.title, person.publication) for person in article.authors] == [
        ("Editor", "Odd Harbour"),
        ("Reporter", "The Meridian"),
    ]
    assert warnings == []


def test_biographies_without_names_go_to_whom_they_name() -> None:
    ode = "Ode counts the ships that pass the northern lights each night."
    article, _ = parsed(page(HEAD, f"By {AUTHOR} and Ode Meer", DATE, BODY, ABOUT, ode, BIO))
    assert bios(article) == {AUTHOR: [BIO], "Ode Meer": [ode]}


def test_suggestions_and_related_links() -> None:
    suggested = ("Ostrava to lay the northern cable", "What does a landing right cost?")
    inline = "Related: The Board and its fees"
    article, warnings = parsed(page(TOP, BODY[:3], inline, BODY[3:], TAIL, suggested, "Comments", "Nice piece"))
    assert [passage.text for passage in article.suggestions] == ["The Board and its fees", *suggested]
    assert bodies(article) == list(BODY)
    assert warnings == []


def test_running_text_below_the_heading_of_a_tail_is_not_cut_in_silence() -> None:
    article, warnings = parsed(page(TOP, BODY[:3], "Events", BODY[3:5]))
    assert bodies(article) == list(BODY[:3])
    assert "19: taken for the end of the article: 2 paragraphs below it were cut" in warnings
    assert [cut.text for cut in article.cuts if cut.what == "tail"] == list(BODY[3:5])


def test_subheadings_are_recognised_with_care() -> None:
    short = ("One cable", "Two ships", "Three harbours")
    article, warnings = parsed(
        page(TOP, BODY[:2], "A fleet of her own", BODY[2:4], short, BODY[4:], "not one, because it begins small", TAIL)
    )
    subheadings = [passage.text for passage in article.body if passage.kind is PassageKind.SUBHEADING]
    assert subheadings == ["A fleet of her own"]
    assert warnings == ["17: taken for a subheading"]
    assert len(article.body) == len(BODY) + 5


def test_lists() -> None:
    article, _ = parsed(page(TOP, BODY[0], "• One cable", "• Two ships", BODY[1], TAIL))
    kinds = [passage.kind for passage in article.body]
    assert kinds == [PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.ITEM, PassageKind.PARAGRAPH]
    assert bodies(article) == [BODY[0], "One cable", "Two ships", BODY[1]]


def test_wrapped_lines_are_joined() -> None:
    wrapped = "\n\n".join(textwrap.fill(block, 72) for block in (*TOP, *BODY, *TAIL))
    article, warnings = parsed(wrapped.encode())
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, STANDFIRST, list(BODY))
    assert bios(article) == {AUTHOR: [BIO]}
    assert len(warnings) == 1
    assert warnings[0].startswith("0: joined lines that were wrapped at about 7")


def test_old_layout() -> None:
    article, warnings = parsed(page(HEADLINE, BODY))
    assert (article.title, article.standfirst, bodies(article)) == (HEADLINE, "", list(BODY))
    assert article.draft
    assert warnings[0] == "1: no date line and no reading time: the first line was taken for the headline"


def test_old_layout_with_a_date_at_its_end() -> None:
    article, warnings = parsed(page(HEADLINE, BODY, DATE))
    assert article.date == date(2026, 3, 9)
    assert bodies(article) == list(BODY)
    assert "17: a date line inside the text was taken for the date" in warnings


@pytest.mark.parametrize(
    ("encoding", "label"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")], ids=["cp1252", "utf-16"]
)
def test_other_encodings_are_read_with_a_warning(encoding: str, label: str) -> None:
    text = SPECIMEN.decode().replace("′", "’")
    article, warnings = parsed(text.encode(encoding))
    assert bodies(article)[0] == BODY[0].replace("′", "’")
    assert [warning for warning in warnings if label in warning]


def refusal(data: bytes) -> str:
    with pytest.raises(ProblemError) as caught:
        read_article(data, "page.txt")
    return str(caught.value)


def listing(items: int, lines: Sequence[str]) -> bytes:
    return page(*[[line.replace("#", str(number)) for line in lines] for number in range(1, items + 1)])


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "page.txt: the file is empty; give the text of an article page"),
    "blank": (b" \n\t\n\xc2\xa0\n", "page.txt: the file is empty; give the text of an article page"),
    "picture": (b"\x89PNG\r\n\x1a\n", "page.txt: this is a picture, not text; save the text of the article as a plain"),
    "PDF": (b"%PDF-1.7 ...", "page.txt: this is a PDF document, not text; save the text of the article as a plain"),
    "binary": (bytes(range(256)), "page.txt: this is a binary file, not text; save the text of the article as a plain"),
    "HTML": (b"<!DOCTYPE html><title>x</title>", "page.txt:1: this is an HTML page, not the text of one; open it in a"),
    "headline alone": (
        HEADLINE.encode(),
        "page.txt: there is no text of an article after the headline; give the whole",
    ),
    "header alone": (page(TOP), "page.txt: there is no text of an article after the headline; give the whole"),
    "tail alone": (page(SUGGESTIONS, "One", "Two"), "page.txt: there is no article in it; give the whole"),
    "listing": (
        listing(5, ["The ships of harbour # sail at last", "August #, 2020", "A teaser of one sentence says a bit."]),
        "page.txt: this is a list of articles, not one article (5 headlines, 5 dates, no running text of an article)",
    ),
    "listing with times": (
        listing(4, ["The ships of harbour # sail at last", "By Tove Lindqvall", "# Min Read"]),
        "page.txt: this is a list of articles, not one article (4 headlines, no running text of an article)",
    ),
    "listing of headlines": (
        listing(8, ["The ships of harbour # sail at last"]),
        "page.txt: this is a list of articles, not one article (8 headlines, no running text of an article)",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_refused(name: str) -> None:
    data, message = REFUSED[name]
    assert refusal(data).startswith(message)
