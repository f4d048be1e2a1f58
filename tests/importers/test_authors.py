"""Authors' files that are there already: what somebody wrote in them stays, and what a text adds is reported."""

from __future__ import annotations

import pytest

from ssg.importers.article import Passage, Person
from ssg.importers.authors import enter
from ssg.importers.importing import ImportOptions
from ssg.importers.writing import Outcome
from tests.conftest import MakeSite
from tests.importers.specimen import ABOUT, AUTHOR, BIO, BODY, DATE, STANDFIRST, page
from tests.importers.test_importing import PERSON, content_of, messages, outcomes, run

FIRST = page("The first cable is laid at last", STANDFIRST, f"By {AUTHOR}", DATE, BODY[:3])
SECOND = page("The second cable is laid at last", STANDFIRST, f"By {AUTHOR}", DATE, BODY[3:6], ABOUT, AUTHOR, BIO)
OTHER_BIO = "Tove lives on a boat and has no wish to leave it before the next spring."
THIRD = SECOND.replace(BIO.encode(), OTHER_BIO.encode()).replace(b"second", b"third").replace(b"Indeed", b"Yes")
HAND_MADE = f"---\n# Ours.\nname:   {AUTHOR}\ntitle: Editor\nemail: tove@odd-harbour.example\n---\n\nMy own words.\n"
LEFT_OUT = f"{PERSON} has another biography of {AUTHOR}: that of this text was left out"
COPY = "copy from it what the file should say"
FORCE = ImportOptions("news", propose="none", force=True)


def test_a_biography_of_a_later_run_is_added(site: MakeSite) -> None:
    there = site({})
    run(there, FIRST)
    assert there.text(PERSON) == f"---\nname: {AUTHOR}\n---\n"
    (result,) = run(there, SECOND)
    assert outcomes(result)[PERSON] is Outcome.COMPLETED
    assert there.text(PERSON) == f"---\nname: {AUTHOR}\n---\n\n{BIO}\n"
    assert messages(result) == []


def test_another_biography_is_a_cut_and_a_warning(site: MakeSite) -> None:
    there = site({PERSON: HAND_MADE})
    (result,) = run(there, SECOND.replace(f"By {AUTHOR}".encode(), f"By {AUTHOR}, Reporter".encode()))
    assert outcomes(result)[PERSON] is Outcome.KEPT
    assert there.text(PERSON) == HAND_MADE
    assert messages(result) == [f"1.txt:19: {LEFT_OUT}; {COPY}"]
    assert result.article
    cuts = {cut.what: cut.text for cut in result.article.cuts}
    assert cuts[f"biography, not that of {PERSON}"] == BIO
    assert cuts[f"title of {AUTHOR}, not that of {PERSON}"] == "Reporter"


def test_the_second_of_two_biographies_of_one_run_is_not_lost_in_silence(site: MakeSite) -> None:
    there = site({})
    first, second = run(there, SECOND, THIRD)
    assert messages(first) == []
    assert messages(second) == [f"2.txt:19: {LEFT_OUT}; {COPY}"]
    assert content_of(there).authors[0].text.source == BIO


def test_force_replaces_the_biography_only_and_says_so(site: MakeSite) -> None:
    there = site({PERSON: HAND_MADE})
    (result,) = run(there, SECOND, options=FORCE)
    assert outcomes(result)[PERSON] is Outcome.REPLACED
    assert there.text(PERSON) == HAND_MADE.replace("My own words.", BIO)
    assert messages(result) == [f"1.txt: the biography in {PERSON} was replaced"]
    assert [problem.excerpt for problem in result.problems] == ["My own words."]


def test_a_dry_run_prints_what_would_be_written(site: MakeSite) -> None:
    there = site({PERSON: HAND_MADE})
    (result,) = run(there, SECOND, options=ImportOptions("news", propose="none", force=True, dry_run=True))
    assert result.documents[1][0].text == HAND_MADE.replace("My own words.", BIO)
    assert outcomes(result)[PERSON] is Outcome.PRINTED
    assert there.text(PERSON) == HAND_MADE
    (result,) = run(there, SECOND, options=ImportOptions("news", propose="none", dry_run=True))
    assert outcomes(result)[PERSON] is Outcome.KEPT


PERSON_OF_TEXT = Person(AUTHOR, bio=(Passage("One.", 1), Passage("Two.", 2)))


@pytest.mark.parametrize(
    ("there", "after"),
    [
        (b"---\nname: A\n---", b"---\nname: A\n---\n\nOne.\n\nTwo.\n"),
        (b"---\nname: A\n---\n\n \n\n", b"---\nname: A\n---\n\nOne.\n\nTwo.\n"),
        (b"\xef\xbb\xbf---\r\nname: A\r\n---\r\n", b"\xef\xbb\xbf---\r\nname: A\r\n---\r\n\r\nOne.\r\n\r\nTwo.\r\n"),
        (b'+++\nname = "A"\n+++\n', b'+++\nname = "A"\n+++\n\nOne.\n\nTwo.\n'),
        (b'{"name": "A"}', b'{"name": "A"}\n\nOne.\n\nTwo.\n'),
        (b"---\r\nname: A\r\n---\r\n\r\nOld.\r\n", b"---\r\nname: A\r\n---\r\n\r\nOne.\r\n\r\nTwo.\r\n"),
        (b"---\nname: A\n---\nOld.", b"---\nname: A\n---\n\nOne.\n\nTwo.\n"),
    ],
)
def test_the_front_matter_is_untouched_in_every_format(there: bytes, after: bytes) -> None:
    assert enter(there, "a.md", PERSON_OF_TEXT, force=True).document.text.encode() == after


@pytest.mark.parametrize("there", [b"no front matter", b"---\nname: A\n", b"\xff\xfe", b'{"name": "A"} text'])
def test_a_file_that_cannot_be_taken_apart_is_kept(there: bytes) -> None:
    assert enter(there, "a.md", PERSON_OF_TEXT, force=True).outcome is Outcome.KEPT
