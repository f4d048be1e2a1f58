"""robots.txt, humans.txt, security.txt and the sitemaps: exact, and as the settings want them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ssg.build import build
from ssg.building.edit import Edit
from ssg.building.options import Options
from ssg.content.reading import read
from ssg.newsroom.publishing import next_change
from ssg.output.rendering import Renderer
from ssg.pages.well_known import ANSWERS, TRAINING
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared


def text(edit: Edit, url: str) -> str:
    """Return what the page at a URL says."""
    return Renderer(edit.theme, edit.settings).render(edit.plan.pages[url]).decode()


def test_robots_txt_lets_everybody_in_and_names_the_sitemaps(site: MakeSite) -> None:
    assert text(prepared(site(plain({})).root), "/robots.txt") == (
        "User-agent: *\nAllow: /\n\n"
        "Sitemap: https://meridian.example/sitemap.xml\n"
        "Sitemap: https://meridian.example/news-sitemap.xml\n"
    )


def test_crawlers_are_asked_what_the_settings_say(site: MakeSite) -> None:
    settings = """
[robots]
ai_training = false

[[robots.rules]]
agents = ["gptbot", "CCBot"]
disallow = ["/opinion/", "/tags/*.xml$"]

[[robots.rules]]
agents = "*"
disallow = "/drafts/"
allow = "/drafts/open/"

[sitemaps]
news = false
"""
    files = plain({}, settings)
    files["site.toml"] = files["site.toml"].replace("meridian.example", "meridian.example/paper")
    refused = "".join(f"User-agent: {name}\n" for name in TRAINING if name not in {"GPTBot", "CCBot"})
    assert text(prepared(site(files).root), "/robots.txt") == (
        f"{refused}Disallow: /paper/\n\n"
        "User-agent: gptbot\nUser-agent: CCBot\nDisallow: /paper/opinion/\nDisallow: /paper/tags/*.xml$\n\n"
        "User-agent: *\nDisallow: /paper/drafts/\nAllow: /paper/drafts/open/\n\n"
        "Sitemap: https://meridian.example/paper/sitemap.xml\n"
    )


def test_one_switch_is_for_training_and_one_for_answers(site: MakeSite) -> None:
    for switch, refused in (("ai_training", TRAINING), ("ai_answers", ANSWERS)):
        made = text(prepared(site(plain({}, f"[robots]\n{switch} = false\n"), switch).root), "/robots.txt")
        assert [line.removeprefix("User-agent: ") for line in made.splitlines() if line.startswith("User-agent")] == [
            "*",
            *refused,
        ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('rules = [{agents = "a\\nb"}]', '"robots.rules[1].agents" cannot have a line break or a tab in it'),
        ('rules = [{agents = "a: b"}]', '"robots.rules[1].agents" cannot be the text "a: b"'),
        ('rules = [{agents = "a", disallow = "x"}]', '"robots.rules[1].disallow" cannot be the text "x"'),
        ("rules = [{disallow = '/'}]", '"robots.rules[1].agents" is missing'),
        ("ai = false", 'unknown key "ai"'),
    ],
)
def test_what_crawlers_would_misread_is_refused(site: MakeSite, settings: str, message: str) -> None:
    with pytest.raises(ProblemError) as caught:
        prepared(site(plain({}, f"[robots]\n{settings}\n")).root)
    assert [problem.message for problem in caught.value.problems] == [message]


def test_humans_txt_names_those_who_make_the_paper(site: MakeSite) -> None:
    files = {
        "content/authors/bo.md": author("Bo Lind"),
        "content/authors/ana.md": author("Ana Ruiz", title="Editor"),
    }
    edit = prepared(
        site(plain(files, '[organisation]\nname = "Meridian Press"\nemail = "desk@meridian.example"\n')).root
    )
    assert text(edit, "/humans.txt") == (
        "/* TEAM */\n"
        "Editor: Ana Ruiz, https://meridian.example/authors/ana/\n"
        "Author: Bo Lind, https://meridian.example/authors/bo/\n"
        "\n"
        "/* SITE */\n"
        "Publisher: Meridian Press\n"
        "Contact: desk@meridian.example\n"
        "Language: en\n"
        "Standards: HTML, CSS, RSS, Atom, JSON Feed, schema.org\n"
        "Software: Standfirst\n"
    )


SECURITY = """
[security]
contact = ["mailto:security@meridian.example", "https://meridian.example/report/"]
expires = 2026-12-31T23:00:00+01:00
policy = "https://meridian.example/policy/"
languages = ["en", "fr"]
"""


def test_security_txt_is_that_of_rfc_9116(site: MakeSite) -> None:
    assert text(prepared(site(plain({}, SECURITY)).root), "/.well-known/security.txt") == (
        "Contact: mailto:security@meridian.example\n"
        "Contact: https://meridian.example/report/\n"
        "Expires: 2026-12-31T22:00:00Z\n"
        "Preferred-Languages: en, fr\n"
        "Canonical: https://meridian.example/.well-known/security.txt\n"
        "Policy: https://meridian.example/policy/\n"
    )
    assert "/.well-known/security.txt" not in prepared(site(plain({}), "without").root).plan.pages


def test_security_txt_needs_a_date_and_says_when_it_has_passed(site: MakeSite) -> None:
    with pytest.raises(ProblemError) as caught:
        prepared(site(plain({}, '[security]\ncontact = "mailto:a@meridian.example"\n')).root)
    (problem,) = caught.value.problems
    assert str(problem) == (
        "site.toml:6:11: security.txt has to say until when it holds; "
        "add security.expires with a date less than a year ahead"
    )
    root = site(plain({}, SECURITY), "late").root
    assert prepared(root).warnings == ()
    (warning,) = prepared(root, datetime(2027, 1, 1, tzinfo=UTC)).warnings
    assert warning.message == "security.txt does not hold any more since 2026-12-31"


def test_a_file_of_the_site_takes_the_place_of_ours(site: MakeSite) -> None:
    files = plain({"content/robots.txt": "User-agent: *\nDisallow: /\n", "content/humans.txt": "Us.\n"})
    report = build(site(files).root, Options(NOW))
    assert (report.folder / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert (report.folder / "humans.txt").read_text() == "Us.\n"


NEWS = {
    "content/articles/news/new.md": article('The <b> & "5G"', "2026-05-31 09:00", language="zh-Hant", image="/a.svg"),
    "content/articles/news/edge.md": article("Edge", "2026-05-30 01:00:01"),
    "content/articles/news/old.md": article("Old", "2026-05-30 01:00"),
    "content/articles/news/paid.md": article("Paid", "2026-05-31", type="sponsored"),
    "content/articles/news/bought.md": article("Bought", "2026-05-31", sponsor="Acme"),
    "content/articles/news/hidden.md": article("Hidden", "2026-05-31", noindex="true"),
    "content/articles/news/taken.md": article("Taken", "2026-05-31", canonical="https://x.example/"),
    "content/articles/news/later.md": article("Later", "2026-06-03"),
    "content/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


def test_the_sitemap_of_news_has_two_days_of_what_is_ours(site: MakeSite) -> None:
    edit = prepared(site(plain(NEWS)).root)
    assert (
        text(edit, "/news-sitemap.xml")
        == """\
<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url>
    <loc>https://meridian.example/news/new/</loc>
    <news:news>
      <news:publication>
        <news:name>The Meridian</news:name>
        <news:language>zh-tw</news:language>
      </news:publication>
      <news:publication_date>2026-05-31T09:00:00+01:00</news:publication_date>
      <news:title>The &lt;b&gt; &amp; "5G"</news:title>
    </news:news>
  </url>
  <url>
    <loc>https://meridian.example/news/edge/</loc>
    <news:news>
      <news:publication>
        <news:name>The Meridian</news:name>
        <news:language>en</news:language>
      </news:publication>
      <news:publication_date>2026-05-30T01:00:01+01:00</news:publication_date>
      <news:title>Edge</news:title>
    </news:news>
  </url>
</urlset>
"""
    )


def test_sitemaps_of_months_name_the_pictures_unless_told_otherwise(site: MakeSite) -> None:
    month = "/sitemaps/2026-05.xml"
    edit = prepared(site(plain(NEWS)).root)
    assert text(edit, month).count("<image:loc>https://meridian.example/a.svg</image:loc>") == 1
    without = prepared(site(plain(NEWS, "[sitemaps]\nimages = false\n"), "without").root)
    assert "image" not in text(without, month)


TIMES = {
    "content/articles/due.md": article("Due", "2026-06-02 10:00"),
    "content/articles/gone.md": article("Gone", "2026-05-01", expires="2026-06-03 12:00"),
    "content/articles/paid.md": article("Paid", "2026-05-31 12:00", type="sponsored"),
    "content/articles/fresh.md": article("Fresh", "2026-05-30 12:00"),
}


def test_the_next_change_is_the_first_moment_at_which_another_site_comes_out(site: MakeSite) -> None:
    root = site(plain(TIMES)).root

    def made(moment: datetime) -> dict[str, bytes]:
        return {url: page.key for url, page in prepared(root, moment).plan.pages.items()}

    moment, found = NOW, []
    while True:
        edit = prepared(root, moment)
        articles = read(edit.snapshot, edit.settings)[0].articles
        after = next_change(articles, edit.settings, moment)
        if after is None:
            break
        assert made(after - timedelta(seconds=1)) == made(moment)
        assert made(after) != made(moment)
        moment = after
        found.append(f"{after:%d %H:%M}")
    # Fresh is old news; Due is due; Gone is gone; Due is old news.
    assert found == ["01 12:00", "02 10:00", "03 12:00", "04 10:00"]
    assert made(moment) == made(moment + timedelta(days=400))


def test_a_contact_that_stops_to_hold_is_a_change(site: MakeSite) -> None:
    edit = prepared(site(plain({}, SECURITY)).root)
    expires = datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert next_change((), edit.settings, NOW) == expires
    assert next_change((), edit.settings, expires) is None
