"""Files to content: what each key, place and name of a file means."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.model import (
    UNDATED,
    Article,
    ArticleType,
    Content,
    Contributor,
    ImageRef,
    Link,
    Note,
    NoteKind,
    SeriesPart,
    Vocabulary,
)
from tests.conftest import MakeSite, WrittenSite

LONDON = ZoneInfo("Europe/London")


def content_of(made: WrittenSite) -> Content:
    snapshot = scan(made.root)
    content, problems = read(snapshot, read_settings(snapshot))
    assert problems == ()
    return content


def article_of(site: MakeSite, keys: str, path: str = "content/articles/a.md") -> Article:
    content = content_of(site({path: f"---\ntitle: A story\n{keys}\n---\nText.\n"}))
    return content.articles[0]


def test_whole_article(site: MakeSite) -> None:
    article = content_of(
        site(
            {
                "content/articles/networks/the-masts.md": """
                ---
                title: The masts go dark
                dek: Nobody had asked the sheep.
                date: 2026-07-01 09:30
                updated: 2026-07-02T10:00:00+02:00
                author:
                  - Jane Doe
                  - {author: bob-roe, role: photographs}
                tags: [5G, "2026"]
                series: {name: The Cut, part: 2}
                kicker: Exclusive
                type: analysis
                image: {src: mast.jpg, alt: A mast, credit: Jane, credit_url: https://example.org, focus: [50, 30]}
                expires: 2027-01-01
                slug: masts
                id: m-1
                aliases: /old/
                canonical: https://example.org/masts
                noindex: true
                language: en-GB
                layout: wide
                corrections: {date: 2026-07-03, text: There were two sheep.}
                updates: [{date: 2026-07-04, text: A third sheep., kind: update}]
                related: [other]
                no_related: false
                sponsor: Wool Board
                key_points: [One, Two]
                editors_note: Baa.
                extra: {sheep: 3, names: [Dolly]}
                ---

                First *line*.
                """
            }
        )
    ).articles[0]
    assert article == Article(
        path="content/articles/networks/the-masts.md",
        slug="masts",
        id="m-1",
        title="The masts go dark",
        date=datetime(2026, 7, 1, 9, 30, tzinfo=LONDON),
        text=article.text,
        standfirst="Nobody had asked the sheep.",
        updated=datetime(2026, 7, 2, 9, 0, tzinfo=LONDON),
        authors=(Contributor("Jane Doe"), Contributor("bob-roe", "photographs")),
        tags=("5G", "2026"),
        section="networks",
        series=SeriesPart("The Cut", 2),
        kicker="Exclusive",
        type=ArticleType.ANALYSIS,
        image=ImageRef("mast.jpg", "A mast", "", "Jane", "https://example.org", (50.0, 30.0)),
        draft=False,
        expires=datetime(2027, 1, 1, tzinfo=LONDON),
        aliases=("/old/",),
        canonical="https://example.org/masts",
        noindex=True,
        language="en-GB",
        layout="wide",
        corrections=(Note(datetime(2026, 7, 3, tzinfo=LONDON), "There were two sheep.", NoteKind.CORRECTION),),
        updates=(Note(datetime(2026, 7, 4, tzinfo=LONDON), "A third sheep.", NoteKind.UPDATE),),
        related=("other",),
        sponsor="Wool Board",
        key_points=("One", "Two"),
        editors_note="Baa.",
        extra={"sheep": 3, "names": ("Dolly",)},
    )
    assert (article.text.source, article.text.line, article.text.words) == ("First *line*.", 32, 2)


@pytest.mark.parametrize(
    ("path", "section", "slug"),
    [
        ("content/articles/a-story.md", "", "a-story"),
        ("content/articles/networks/A Störy.md", "networks", "a-story"),
        ("content/articles/networks/2026/a-story.md", "networks", "a-story"),
        ("content/articles/a-story/index.md", "", "a-story"),
        ("content/articles/networks/a-story/index.md", "networks", "a-story"),
        ("content/articles/networks/2026-03-01-a-story.md", "networks", "a-story"),
        ("content/articles/networks/2026-03-01-a-story/index.md", "networks", "a-story"),
    ],
)
def test_section_and_slug_from_the_place(path: str, section: str, slug: str, site: MakeSite) -> None:
    article = article_of(site, "date: 2026-03-02", path)
    assert (article.section, article.slug, article.id) == (section, slug, slug)
    assert article.date == datetime(2026, 3, 2, tzinfo=LONDON)


def test_front_matter_goes_before_the_place(site: MakeSite) -> None:
    article = article_of(site, "date: 2026-03-02\nsection: Policy\nslug: other", "content/articles/networks/a.md")
    assert (article.section, article.slug) == ("Policy", "other")


def test_date_from_the_name(site: MakeSite) -> None:
    article = article_of(site, "", "content/articles/2026-07-01_a-story.md")
    assert (article.date, article.slug) == (datetime(2026, 7, 1, tzinfo=LONDON), "a-story")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01", "2026-03-01T00:00:00+00:00"),
        ("2026-07-01 09:30", "2026-07-01T09:30:00+01:00"),
        ("2026-07-01T09:30:15Z", "2026-07-01T10:30:15+01:00"),
        ("2026-07-01 09:30:00 +0530", "2026-07-01T05:00:00+01:00"),
        ("'2026-07-01'", "2026-07-01T00:00:00+01:00"),
        # The clocks leave out the hour from 01:00, and repeat it in October.
        ("2026-03-29 01:30", "2026-03-29T02:30:00+01:00"),
        ("2026-10-25 01:30", "2026-10-25T01:30:00+01:00"),
    ],
)
def test_dates_are_in_the_zone_of_the_site(written: str, expected: str, site: MakeSite) -> None:
    assert article_of(site, f"date: {written}").date.isoformat() == expected


def test_draft_can_do_without_title_and_date(site: MakeSite) -> None:
    content = content_of(site({"content/articles/half-a-story.md": "---\ndraft: true\n---\n"}))
    draft = content.articles[0]
    assert (draft.title, draft.date, draft.draft) == ("Half a story", UNDATED, True)


def test_empty_keys_are_absent(site: MakeSite) -> None:
    article = article_of(site, "date: 2026-03-02\nkicker:\ntags:\nimage: ''\nseries: ~")
    assert (article.kicker, article.tags, article.image, article.series) == ("", (), None, None)


def test_files_of_a_bundle_belong_to_its_article(site: MakeSite) -> None:
    content = content_of(
        site(
            {
                "content/articles/news/big/index.md": "---\ntitle: Big\ndate: 2026-03-01\n---\n",
                "content/articles/news/big/map.svg": '<svg viewBox="0 0 40 30"></svg>',
                "content/articles/news/big/data/table.csv": "a,b",
                "content/articles/news/chart.csv": "a,b",
                "content/images/logo.svg": '<svg width="4" height="3"/>',
                "content/.well-known/security.txt": "x",
            }
        )
    )
    owner = "content/articles/news/big/index.md"
    assert [(file.path, file.url, file.owner, file.width, file.height) for file in content.files] == [
        ("content/.well-known/security.txt", "/.well-known/security.txt", "", 0, 0),
        ("content/articles/news/big/data/table.csv", "data/table.csv", owner, 0, 0),
        ("content/articles/news/big/map.svg", "map.svg", owner, 40, 30),
        ("content/articles/news/chart.csv", "/articles/news/chart.csv", "", 0, 0),
        ("content/images/logo.svg", "/images/logo.svg", "", 4, 3),
    ]
    first, second = content.files[1], content.files[3]
    assert first.content == second.content != content.files[0].content


def test_authors_terms_and_pages(site: MakeSite) -> None:
    content = content_of(
        site(
            {
                "content/authors/jane-doe.md": """
                ---
                name: Jane Doe
                title: Editor
                email: jane@example.org
                links: {title: Site, url: https://example.org}
                ---
                Jane edits.
                """,
                "content/tags/data-centres.md": "---\n---\n",
                "content/sections/networks.md": "---\ntitle: Networks & masts\ndescription: Wires.\n---\nIntro.\n",
                "content/series/the-cut.md": "---\ntitle: The Cut\n---\n",
                "content/pages/about.md": "---\ntitle: About\n---\nUs.\n",
                "content/pages/legal/index.md": "---\ntitle: Legal\nnoindex: true\n---\n",
                "content/pages/legal/terms.md": "---\ntitle: Terms\ndraft: true\n---\n",
            }
        )
    )
    author = content.authors[0]
    assert (author.slug, author.name, author.title, author.text.source) == (
        "jane-doe",
        "Jane Doe",
        "Editor",
        "Jane edits.",
    )
    assert author.links == (Link("Site", "https://example.org"),)
    assert [(term.vocabulary, term.slug, term.title, term.description) for term in content.terms] == [
        (Vocabulary.SECTIONS, "networks", "Networks & masts", "Wires."),
        (Vocabulary.SERIES, "the-cut", "The Cut", ""),
        (Vocabulary.TAGS, "data-centres", "Data centres", ""),
    ]
    assert [term.text.source if term.text else None for term in content.terms] == ["Intro.", None, None]
    assert [(page.url, page.draft, page.noindex) for page in content.pages] == [
        ("/about/", False, False),
        ("/legal/", False, True),
        ("/legal/terms/", True, False),
    ]


def test_problems_of_all_files_are_reported_together_and_sorted(site: MakeSite) -> None:
    made = site(
        {
            "content/articles/b.md": "---\ntitle: [x]\nkickr: y\ndate: 2026-03-01\n---\n",
            "content/articles/a.md": "no front matter",
            "content/articles/good.md": "---\ntitle: Good\ndate: 2026-03-01\n---\n",
            "content/notes.md": "x",
        }
    )
    snapshot = scan(made.root)
    content, problems = read(snapshot, read_settings(snapshot))
    assert [problem.where for problem in problems] == [
        "content/articles/a.md:1:1",
        "content/articles/b.md:2:8",
        "content/articles/b.md:3:1",
        "content/notes.md",
    ]
    assert [article.title for article in content.articles] == ["Good"]
    assert content.unread == {"content/articles/a.md", "content/articles/b.md", "content/notes.md"}


def test_reading_twice_gives_equal_content(site: MakeSite) -> None:
    made = site({"content/articles/a.md": "---\ntitle: A\ndate: 2026-03-01\nextra: {a: [1, {b: 2}]}\n---\nText.\n"})
    assert content_of(made).digest == content_of(made).digest
    assert UNDATED.tzinfo is UTC
