"""Texts into a site: files, authors, tags, related articles, and what happens the second time."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ssg.cli.main import main
from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.importers.article import Given
from ssg.importers.importing import Imported, ImportOptions, import_texts
from ssg.importers.writing import Outcome
from ssg.model import ArticleType, Content, Contributor
from ssg.problems import ProblemError
from tests.conftest import MakeSite, WrittenSite
from tests.importers.specimen import AUTHOR, BIO, BODY, DATE, HEADLINE, SPECIMEN, STANDFIRST, TIME, page

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ARTICLE = "content/articles/news/no-surprise-as-skarn-picks-ostrava-for-its-second-cable.md"
PERSON = "content/authors/tove-lindqvall.md"
OPTIONS = ImportOptions(section="news", propose="none")
OTHER = page("Ostrava to lay the northern cable", STANDFIRST, "By Ode Meer", DATE, TIME, BODY[:3])


def run(site: WrittenSite, *texts: bytes, options: ImportOptions = OPTIONS) -> tuple[Imported, ...]:
    sources = [(f"{number}.txt", lambda text=text: text) for number, text in enumerate(texts, 1)]
    return import_texts(site.root, sources, options, NOW)


def content_of(site: WrittenSite) -> Content:
    snapshot = scan(site.root)
    content, problems = read(snapshot, read_settings(snapshot))
    assert problems == ()
    return content


def messages(result: Imported) -> list[str]:
    return [str(problem) for problem in result.problems]


def outcomes(result: Imported) -> dict[str, Outcome]:
    return {document.path: outcome for document, outcome in result.documents}


def test_the_specimen_becomes_an_article_and_an_author(site: MakeSite) -> None:
    there = site({})
    (result,) = run(there, SPECIMEN)
    assert outcomes(result) == {ARTICLE: Outcome.WRITTEN, PERSON: Outcome.WRITTEN}
    assert there.text(ARTICLE).startswith(
        f"---\ntitle: {HEADLINE}\nstandfirst: {STANDFIRST}\ndate: 2026-03-09\nauthors:\n  - {AUTHOR}\nid: "
    )
    assert there.text(PERSON) == f"---\nname: {AUTHOR}\n---\n\n{BIO}\n"
    content = content_of(there)
    (article,), (author,) = content.articles, content.authors
    assert (article.title, article.standfirst, article.section) == (HEADLINE, STANDFIRST, "news")
    assert article.date.date() == date(2026, 3, 9)
    assert article.authors == (Contributor(AUTHOR),)
    assert article.text.source == "\n\n".join(BODY)
    assert (author.name, author.text.source) == (AUTHOR, BIO)


def test_the_second_import_changes_nothing(site: MakeSite) -> None:
    there = site({})
    run(there, SPECIMEN)
    before = there.text(ARTICLE)
    (result,) = run(there, SPECIMEN)
    assert not result.failed
    assert set(outcomes(result).values()) == {Outcome.UNCHANGED}
    assert there.text(ARTICLE) == before


def test_nothing_is_overwritten_without_force(site: MakeSite) -> None:
    there = site({ARTICLE: "edited", PERSON: f"---\nname: {AUTHOR}\n---\n\nMy own words.\n"})
    (result,) = run(there, SPECIMEN)
    assert result.failed
    assert (
        messages(result)[-1] == f"{ARTICLE}: this file is there already, with another text; use --force to overwrite it"
    )
    assert there.text(ARTICLE) == "edited"
    (result,) = run(there, SPECIMEN, options=ImportOptions("news", propose="none", force=True))
    assert outcomes(result) == {ARTICLE: Outcome.OVERWRITTEN, PERSON: Outcome.REPLACED}
    assert there.text(PERSON).endswith(f"{BIO}\n")


def test_an_author_who_is_there_is_kept_under_the_name_of_the_site(site: MakeSite) -> None:
    own = "---\nname: TOVE Lindqvall\ntitle: Editor\n---\n\nMy own words.\n"
    there = site({"content/authors/tl.md": own})
    (result,) = run(there, SPECIMEN)
    assert outcomes(result) == {ARTICLE: Outcome.WRITTEN, "content/authors/tl.md": Outcome.KEPT}
    assert there.text("content/authors/tl.md") == own
    assert content_of(there).articles[0].authors == (Contributor("TOVE Lindqvall"),)


def test_force_does_not_take_a_biography_away(site: MakeSite) -> None:
    there = site({"content/authors/ode-meer.md": "---\nname: Ode Meer\n---\n\nMy own words.\n"})
    (result,) = run(there, OTHER, options=ImportOptions("news", propose="none", force=True))
    assert outcomes(result)["content/authors/ode-meer.md"] is Outcome.KEPT


def test_a_bad_text_does_not_keep_the_others_out(site: MakeSite) -> None:
    there = site({})
    results = run(there, b"", SPECIMEN, b"\x89PNG")
    assert [result.failed for result in results] == [True, False, True]
    assert [article.title for article in content_of(there).articles] == [HEADLINE]


def test_suggested_articles_of_the_site_are_related(site: MakeSite) -> None:
    there = site({})
    tail = b"\n\nOstrava to lay the northern cable\n\nNobody wrote this yet"
    result, other = run(there, SPECIMEN + tail, OTHER)
    assert not result.failed
    assert not other.failed
    assert result.related == ("Ostrava to lay the northern cable",)
    assert result.unmatched == ("Nobody wrote this yet",)
    related = {article.slug: article.related for article in content_of(there).articles}
    assert related[Path(ARTICLE).stem] == ("ostrava-to-lay-the-northern-cable",)


def test_a_draft_is_not_related(site: MakeSite) -> None:
    draft = "---\ntitle: Ostrava to lay the northern cable\ndraft: true\n---\n\nText.\n"
    (result,) = run(site({"content/articles/news/a.md": draft}), SPECIMEN + b"\n\nOstrava to lay the northern cable")
    assert (result.related, result.unmatched) == ((), ("Ostrava to lay the northern cable",))


def test_a_text_whose_article_was_moved_is_found_where_it_is(site: MakeSite) -> None:
    there = site({})
    run(there, SPECIMEN)
    moved = "content/articles/cables/skarn.md"
    there.write({moved: there.text(ARTICLE)})
    (there.root / ARTICLE).unlink()
    (there.root / PERSON).unlink()
    for force in (False, True):
        (result,) = run(there, SPECIMEN, options=ImportOptions("news", propose="none", force=force))
        assert (outcomes(result), messages(result)) == ({moved: Outcome.ELSEWHERE}, [])
        assert not (there.root / ARTICLE).exists()
        assert not (there.root / PERSON).exists()


def test_one_text_under_two_headlines_is_imported_once(site: MakeSite) -> None:
    there = site({})
    _, second = run(there, SPECIMEN, SPECIMEN.replace(HEADLINE.encode(), b"Another headline of the same text"))
    assert outcomes(second) == {ARTICLE: Outcome.ELSEWHERE}
    assert [article.title for article in content_of(there).articles] == [HEADLINE]


def test_two_texts_with_one_headline(site: MakeSite) -> None:
    there = site({})
    _, second = run(there, SPECIMEN, page(HEADLINE, f"By {AUTHOR}", DATE, BODY[:3]))
    assert messages(second)[-1].startswith(f"{ARTICLE}: two texts of this run make the same file; import one")


def test_tags_of_the_site_are_found_and_written(site: MakeSite) -> None:
    story = (
        "---\ntitle: A\ndate: 2026-01-01\ntags: [Landing stations, ferry-operators, US, Tides, Bran]\n---\n\nText.\n"
    )
    there = site({"content/articles/news/a.md": story, "content/tags/q-and-a.md": "---\ntitle: Q&A\n---\n"})
    (result,) = run(there, SPECIMEN, options=ImportOptions("news", tags=("Cables", "tides")))
    assert result.tags == ("Cables", "tides", "Ferry operators", "Landing stations", "Q&A")
    assert result.proposed == ("Ferry operators", "Landing stations", "Q&A")
    (article,) = [article for article in content_of(there).articles if article.title == HEADLINE]
    assert article.tags == result.tags
    assert result.proposals
    (result,) = run(there, OTHER, options=ImportOptions("news", propose="all"))
    assert len(result.tags) > 1
    assert result.proposals == ()


def test_key_phrases_need_an_extra(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yake", None)
    result, other = run(site({}), SPECIMEN, OTHER, options=ImportOptions("news"))
    expected = 'key phrases are not proposed as tags; they need an extra: pip install "standfirst[tags]"'
    assert messages(result) == [expected]
    assert not result.failed
    assert [message for message in messages(other) if "key phrases" in message] == []


def test_the_report_tells_proposed_tags_from_given_ones(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.importers.importing.key_phrases", lambda *_: (("deep name", "repair ships"), ()))
    there = site({"page.txt": SPECIMEN, "content/tags/q-and-a.md": "---\ntitle: Q&A\n---\n"})
    result = ssg(there, str(there.root / "page.txt"), "--section", "news", "--tag", "Cables", "--dry-run")
    assert [line for line in result.stderr.splitlines() if "tags" in line] == [
        "  tags: Cables",
        "  tags proposed and written: Q&A",
        "  tags proposed, not written: deep name, repair ships",
    ]


def test_what_is_given_goes_before_what_the_text_says(site: MakeSite) -> None:
    there = site({})
    given = Given("A title", ("Ode Meer", AUTHOR), date(2020, 1, 2), draft=True)
    run(there, SPECIMEN, options=ImportOptions("Sea & Shore", given, propose="none"))
    (article,) = content_of(there).articles
    assert (article.title, article.section, article.draft) == ("A title", "Sea & Shore", True)
    assert article.path == "content/articles/sea-and-shore/a-title.md"
    assert article.authors == (Contributor("Ode Meer"), Contributor(AUTHOR))
    assert article.date.date() == date(2020, 1, 2)


@pytest.mark.parametrize(
    ("title", "slug"), [("Index", "index-article"), ("Con", "con-article"), ("???", "article"), ("word " * 40, None)]
)
def test_headlines_that_make_no_good_file_name(site: MakeSite, title: str, slug: str | None) -> None:
    there = site({})
    (result,) = run(there, SPECIMEN, options=ImportOptions("news", Given(title.strip()), propose="none"))
    assert not result.failed
    (article,) = content_of(there).articles
    assert article.title == title.strip()
    assert article.slug == (slug or "-".join(["word"] * 16))


def test_a_site_is_needed(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"this folder has no site\.toml"):
        import_texts(tmp_path, [("a.txt", lambda: SPECIMEN)], OPTIONS, NOW)


def test_a_sponsored_article_is_of_that_type(site: MakeSite) -> None:
    there = site({})
    run(there, OTHER.replace(b"By Ode Meer", b"Sponsored by Acme"))
    (article,) = content_of(there).articles
    assert (article.type, article.sponsor, article.kicker) == (ArticleType.SPONSORED, "Acme", "")


def test_a_path_is_no_section(site: MakeSite) -> None:
    with pytest.raises(ProblemError) as caught:
        run(site({}), SPECIMEN, options=ImportOptions("../x"))
    assert str(caught.value) == '"../x" is no name of a section: it is a path; write a word or a few'


def ssg(site: WrittenSite, *arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["import", "--site", str(site.root), *arguments], input=stdin)


def test_the_command_reads_standard_input_and_prints_with_dry_run(site: MakeSite) -> None:
    there = site({})
    result = ssg(there, "-", "--dry-run", stdin=SPECIMEN)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"---\ntitle: {HEADLINE}\n")
    assert f"name: {AUTHOR}" in result.stdout
    assert 'warning: standard input: no section was given: the article goes to "news"; use --section' in result.stderr
    assert not (there.root / "content").exists()


def test_the_command_says_where_a_text_is_already(site: MakeSite) -> None:
    there = site({"page.txt": SPECIMEN})
    run(there, SPECIMEN)
    result = ssg(there, str(there.root / "page.txt"), "--section", "cables")
    assert result.exit_code == 0
    assert f"{ARTICLE}: has this text already, nothing written\n" in result.stderr


def test_the_command_reports_cuts_and_fails_for_one_bad_file(site: MakeSite) -> None:
    there = site({"page.txt": SPECIMEN, "empty.txt": b""})
    result = ssg(there, str(there.root / "empty.txt"), str(there.root / "page.txt"), str(there.root / "none.txt"))
    assert result.exit_code == 1
    assert f"{ARTICLE}: written" in result.stderr
    assert "cut from line 7, reading time: 2 Min Read" in result.stderr
    assert "empty.txt: the file is empty" in result.stderr
    assert "none.txt: this cannot be read: No such file or directory" in result.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["a", "--date", "soon"], ["a", "b", "--title", "x"], ["a", "--tags", "some"]]
)
def test_wrong_usage(site: MakeSite, arguments: list[str]) -> None:
    assert ssg(site({}), *arguments).exit_code == 2


def test_a_folder_is_no_text(site: MakeSite) -> None:
    there = site({})
    result = ssg(there, str(there.root))
    assert result.exit_code == 1
    assert "this folder is no site of a generator that we know" in result.stderr
    result = ssg(there, "--from", "text", str(there.root))
    assert result.exit_code == 1
    assert "this cannot be read: Is a directory" in result.stderr


def test_a_file_where_a_folder_should_be(site: MakeSite) -> None:
    there = site({"page.txt": SPECIMEN, "content/articles": "x"})
    result = ssg(there, str(there.root / "page.txt"), "--section", "news")
    assert result.exit_code == 1
    assert "this cannot be written: Not a directory" in result.stderr or "File exists" in result.stderr
