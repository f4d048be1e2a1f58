"""What the theme makes of sites unlike the demonstration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.problems import ProblemError
from tests.conftest import SITE_TOML, MakeSite
from tests.newsrooms import NOW, article


def shown(folder: Path, url: str) -> str:
    return (folder / url / "index.html").read_text()


def test_feeds_are_told_apart_by_the_end_of_their_address(site: MakeSite) -> None:
    settings = f'{SITE_TOML}\n[feeds]\ntags = ["rss", "atom", "json"]\n'
    files = {"site.toml": settings, "content/articles/a.md": article("A", tags="[Atomic]")}
    folder = build(site(files).root, Options(NOW)).folder
    links = re.findall(r'type="application/(\S+)" title="[^"]*" href="(\S+)"', shown(folder, "tags/atomic"))
    assert links == [
        ("rss+xml", "/tags/atomic/feed.xml"),
        ("atom+xml", "/tags/atomic/atom.xml"),
        ("feed+json", "/tags/atomic/feed.json"),
    ]


def test_no_article_is_lost_between_the_front_and_the_older_pages(site: MakeSite) -> None:
    files = {
        f"content/articles/story-{day:02}.md": article(
            f"Story {day}", date=f"2026-02-{day:02}", tags="[old]" if day < 16 else "[new]"
        )
        for day in range(1, 25)
    }
    lists = 'page_size = 10\n\n[lists.recent]\ntag = "old"\nlimit = 15\n'
    folder = build(site({"site.toml": SITE_TOML + lists, **files}).root, Options(NOW)).folder
    pages = "".join(page.read_text() for page in [folder / "index.html", *folder.glob("page/*/index.html")])
    assert [path for path in files if f'href="/{Path(path).stem}/"' not in pages] == []
    front = re.search(r'class="front-recent".*?</section>', shown(folder, ""), re.DOTALL)
    assert front
    # First what the older pages do not have, then what the site asks for.
    days = [int(day) for day in re.findall(r'href="/story-(\d+)/"', front[0])]
    assert days == list(range(18, 0, -1))


PAID = {
    "content/articles/news.md": article("News", "2026-02-01", tags="[front-page]"),
    "content/articles/bought.md": article("Bought", "2026-02-02", tags="[front-page]", type="sponsored", front="lead"),
    "content/articles/quietly.md": article("Quietly", "2026-02-03", tags="[front-page]", sponsor="Acme", front="top"),
}


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        '[lists.top]\ntag = "front-page"\nsort = "front"\nlimit = 6\n',
        '[lists.top]\ntag = "front-page"\n',
        '[lists.top]\ntype = "sponsored"\n',
        '[lists.top]\ntag = "nothing"\n',
    ],
)
def test_nobody_can_buy_the_lead_whatever_the_list_says(site: MakeSite, wanted: str) -> None:
    folder = build(site({"site.toml": SITE_TOML + wanted, **PAID}).root, Options(NOW)).folder
    front = shown(folder, "")
    assert re.findall(r'class="card card-lead.*?<a href="(\S+)"', front, re.DOTALL) == ["/news/"]
    for paid in ("/bought/", "/quietly/"):
        cards = [card for card in re.findall(r"<article.*?</article>", front, re.DOTALL) if f'href="{paid}"' in card]
        assert cards
        assert all("Sponsored" in card for card in cards)


def test_where_everything_is_paid_for_nothing_leads(site: MakeSite) -> None:
    files = {path: text for path, text in PAID.items() if "news" not in path}
    front = shown(build(site({"site.toml": SITE_TOML, **files}).root, Options(NOW)).folder, "")
    assert "card-lead" not in front
    assert all(f'href="{url}"' in front for url in ("/bought/", "/quietly/"))


def test_a_front_has_as_many_top_stories_as_its_list(site: MakeSite) -> None:
    files = {f"content/articles/a{day}.md": article(f"A {day}", f"2026-02-0{day}") for day in range(1, 10)}
    settings = SITE_TOML + '[lists.top]\nsort = "front"\nlimit = 8\n'
    front = shown(build(site({"site.toml": settings, **files}).root, Options(NOW)).folder, "")
    assert front.count("card-regular") == 7


def test_an_article_with_a_sponsor_says_so_to_everybody(site: MakeSite) -> None:
    page = shown(build(site({"site.toml": SITE_TOML, **PAID}).root, Options(NOW)).folder, "quietly")
    assert "This article was paid for by Acme." in page
    assert '"AdvertiserContentArticle"' in page


def test_the_pages_of_the_organisation_stand_at_the_foot_and_on_the_masthead(site: MakeSite) -> None:
    organisation = (
        '[organisation]\nmasthead = "pages/us.md"\nethics_policy = "pages/ethics.md#gifts"\n'
        'telephone = "+1 555 0100"\nsame_as = ["https://social.example/@paper"]\n'
    )
    files = {
        "content/pages/us.md": "---\ntitle: Us\nlayout: masthead\n---\nWe are two.\n",
        "content/pages/ethics.md": "---\ntitle: Ethics\n---\n## Gifts\n\nNone.\n",
    }
    written = site({"site.toml": f"{SITE_TOML}\n{organisation}", **files})
    folder = build(written.root, Options(NOW)).folder
    ethics = '<a href="https://meridian.example/ethics/#gifts">Code of ethics</a>'
    foot = shown(folder, "ethics").partition("<footer")[2]
    assert ethics in foot
    assert '<a href="https://meridian.example/us/">Masthead</a>' in foot
    masthead = shown(folder, "us").partition("<footer")[0]
    assert ethics in masthead
    assert '<a href="tel:+15550100">+1 555 0100</a>' in masthead
    assert '<a href="https://social.example/@paper" rel="me">social.example</a>' in masthead
    # Whoever lists pages by hand gets those, and no others.
    menu = '[[menus.footer]]\ntitle = "Ourselves"\nurl = "pages/us.md"\n'
    written.write({"site.toml": f"{SITE_TOML}\n{organisation}\n{menu}"})
    build(written.root, Options(NOW))
    foot = shown(folder, "ethics").partition("<footer")[2]
    assert "Ourselves" in foot
    assert ethics not in foot


def test_a_review_shows_what_its_data_says(site: MakeSite) -> None:
    review = "{name: Tamber 6, kind: product, url: ../pages/tamber.md, rating: 4.5/5}"
    files = {
        "content/articles/a.md": article("A", type="review", review=review),
        "content/pages/tamber.md": "---\ntitle: Tamber\n---\n",
    }
    written = site({"site.toml": f'{SITE_TOML}\nlanguage = "de"\n', **files})
    page = shown(build(written.root, Options(NOW)).folder, "a")
    assert '<p class="verdict-name"><a href="/tamber/">Tamber 6</a></p>' in page
    assert '<p class="verdict-rating">4,5 von 5</p>' in page
    # Where the link leads is part of what the page is made from.
    written.delete("content/pages/tamber.md")
    with pytest.raises(ProblemError, match=r'content/articles/a.md:\d+:\d+: "../pages/tamber.md"'):
        build(written.root, Options(NOW))


def test_a_page_that_leads_on_names_the_icon_that_there_is(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", aliases="[/old/]"),
        "content/mark.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
    }
    written = site({"site.toml": f"{SITE_TOML}\n", **files})

    def icons() -> list[str]:
        page = shown(build(written.root, Options(NOW)).folder, "old")
        return re.findall(r'<link rel="icon" href="([^"]*)"', page)

    assert icons() == ["/favicon.ico", "/assets/icon.svg"]
    written.write({"site.toml": f'{SITE_TOML}\n[organisation]\nicon = "/mark.svg"\n'})
    assert icons() == ["/favicon.ico", "/mark.svg"]


def test_a_front_page_without_a_block_hides_no_story_of_it(site: MakeSite) -> None:
    top = {f"content/articles/city/top-{n}.md": article(f"Top {n}", front="top") for n in range(6)}
    files = {**top, "content/articles/city/long.md": article("Long", date="2026-02-01", type="feature")}
    written = site({"site.toml": f'{SITE_TOML}\n[options]\nfront = ["sections"]\n', **files})
    front = shown(build(written.root, Options(NOW)).folder, "").partition('<div class="section-bands">')[2]
    assert 'href="/city/long/"' in front
    # Where the block is shown, the bands below do not repeat what is in it.
    written.write({"site.toml": f'{SITE_TOML}\n[options]\nfront = ["in_depth", "sections"]\n'})
    page = shown(build(written.root, Options(NOW)).folder, "")
    assert 'href="/city/long/"' in page.partition('class="band depth"')[2]
    assert 'class="section-bands"' not in page


def test_a_new_site_says_what_is_not_there_yet(site: MakeSite) -> None:
    feeds = "[feeds]\nsite = []\n"
    folder = build(site({"site.toml": f"{SITE_TOML}\n{feeds}"}).root, Options(NOW)).folder
    assert "<p>Nobody has signed an article yet.</p>" in shown(folder, "authors")
    assert "<p>No article has a topic yet.</p>" in shown(folder, "tags")
    assert "<p>Nothing has been published yet.</p>" in shown(folder, "archive")
    front = shown(folder, "")
    assert "section-bands" not in front
    assert "Follow" not in front


@pytest.mark.parametrize(("stories", "places"), [(1, (0, 0)), (3, (2, 0)), (4, (3, 0)), (5, (2, 2)), (6, (2, 3))])
def test_few_stories_leave_no_column_of_the_front_almost_empty(
    site: MakeSite, stories: int, places: tuple[int, int]
) -> None:
    files = {f"content/articles/{n}.md": article(f"Story {n}") for n in range(stories)}
    front = shown(build(site(files).root, Options(NOW)).folder, "")
    beside = front.partition('class="front-beside"')[2]
    below = front.partition('class="front-below"')[2].removesuffix(beside)
    assert (below.count("<article"), beside.count("<article")) == places
    assert "front-recent" not in front


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{{< figure alt="A" >}}', 'the shortcode "figure" lacks "src"; write {{< figure src="..." >}}'),
        ("{{< pullquote >}}Words.", 'the shortcode "pullquote" is not closed; end its text with {{< /pullquote >}}'),
        ("{{< note >}}{{< /note >}}", 'the shortcode "note" has no text; write it between the two tags'),
    ],
)
def test_a_shortcode_that_lacks_something_says_what(site: MakeSite, body: str, message: str) -> None:
    with pytest.raises(ProblemError) as raised:
        build(site({"site.toml": SITE_TOML, "content/articles/a.md": article("A", body=body)}).root, Options(NOW))
    assert str(raised.value) == f"content/articles/a.md:5:1: {message}"


@pytest.mark.parametrize("layout", ["tags", "layout", "listing", "withdrawn", "home"])
def test_a_layout_has_to_show_the_article(site: MakeSite, layout: str) -> None:
    files = {
        "content/articles/a.md": article("A", layout=layout),
        "content/articles/b.md": article("B", layout="bare"),
        "content/articles/c.md": article("C", layout="masthead"),
        "layouts/bare.html": "{{ page.title }}",
    }
    with pytest.raises(ProblemError) as raised:
        build(site({"site.toml": SITE_TOML, **files}).root, Options(NOW))
    assert str(raised.value) == (
        f'content/articles/a.md:4:9: the layout "{layout}" does not show an article; '
        "layouts that do: article, bare, masthead"
    )


def test_a_logo_is_a_picture_of_the_site_with_its_size(site: MakeSite) -> None:
    settings = SITE_TOML.replace('meridian.example"', 'meridian.example/news"')
    files = {
        "site.toml": f'{settings}\n[options]\nlogo = "/images/plate.svg"\n',
        "content/images/plate.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="80"/>',
    }
    written = site(files)
    front = shown(build(written.root, Options(NOW)).folder, "")
    assert '<img src="/news/images/plate.svg" alt="The Meridian" width="400" height="80">' in front
    written.delete("content/images/plate.svg")
    with pytest.raises(ProblemError, match=r'^site.toml:6:\d+: "/images/plate.svg" is no file of this site'):
        build(written.root, Options(NOW))


def test_a_list_that_no_template_uses_is_pointed_out(site: MakeSite) -> None:
    lists = "[lists.toop]\nlimit = 3\n[lists.top]\nlimit = 3\n"
    report = build(site({"site.toml": SITE_TOML + lists, "content/articles/a.md": article("A")}).root, Options(NOW))
    assert [str(problem) for problem in report.warnings] == [
        'site.toml:4:2: no template uses a list "toop"; did you mean "top"?'
    ]


def test_every_page_that_may_be_found_says_what_it_is_and_no_two_say_the_same(site: MakeSite) -> None:
    files = {
        f"content/articles/city/story-{day:02}.md": article(f"Story {day}", date=f"2026-02-{day:02}", tags="[masts]")
        for day in range(1, 25)
    }
    files["content/authors/ana.md"] = "---\nname: Ana\n---\n"
    settings = f'{SITE_TOML}description = "A paper."\n'
    folder = build(site({"site.toml": settings, **files}).root, Options(NOW)).folder
    heads = {
        path: re.sub(r'<link rel="canonical".*?>', "", path.read_text().partition("</head>")[0])
        for path in folder.rglob("*.html")
    }
    found = {path: head for path, head in heads.items() if 'content="noindex"' not in head and "refresh" not in head}
    assert len(found) > 30
    for pattern in (r"<title>(.+?)</title>", r'<meta name="description" content="(.+?)">'):
        said = [re.findall(pattern, head) for path, head in found.items() if "city/story" not in str(path)]
        assert all(len(one) == 1 for one in said)
        assert len({one[0] for one in said}) == len(said)
    # What has no picture is shared with the icon.
    icon = '<meta property="og:image" content="https://meridian.example/apple-touch-icon.png">'
    assert icon in heads[folder / "index.html"]
