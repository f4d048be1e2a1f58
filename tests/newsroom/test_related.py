"""You May Also Like."""

from __future__ import annotations

import pytest

from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import article, plain, prepared

CABLE = "The cable ship spliced the fibre on the seabed while the repair crew waited for the tide."
AUCTION = "The regulator sold spectrum blocks at auction and the bidders paid for each licence."


def related(site: MakeSite, files: dict[str, str], settings: str = "") -> dict[str, list[str]]:
    found = prepared(site(plain(files, settings)).root).site.related
    return {
        path.removeprefix("content/articles/").removesuffix(".md"): [story.article.slug for story in stories]
        for path, stories in found.items()
    }


def test_the_nearest_texts_come_first(site: MakeSite) -> None:
    files = {
        "content/articles/cable-one.md": article("Cable one", "2026-01-01", CABLE),
        "content/articles/cable-two.md": article("Cable two", "2026-01-02", CABLE + " Again."),
        "content/articles/auction-one.md": article("Auction one", "2026-01-03", AUCTION),
        "content/articles/auction-two.md": article("Auction two", "2026-01-04", AUCTION + " Again."),
    }
    found = related(site, files, "[related]\ncount = 1\n")
    assert found == {
        "cable-one": ["cable-two"],
        "cable-two": ["cable-one"],
        "auction-one": ["auction-two"],
        "auction-two": ["auction-one"],
    }


def test_a_rare_shared_tag_counts_and_a_common_one_hardly(site: MakeSite) -> None:
    files = {
        f"content/articles/{name}.md": article(name, f"2026-01-0{day}", f"word{day}", tags=tags)
        for day, (name, tags) in enumerate(
            {"a": "[news, cable]", "b": "[news]", "c": "[news, cable]", "d": "[news]", "e": "[news]"}.items(), 1
        )
    }
    assert related(site, files)["a"][0] == "c"


def test_pins_come_first_in_their_order_even_over_the_count(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE, related="[c, The Fourth, b]"),
        "content/articles/b.md": article("B"),
        "content/articles/c.md": article("C"),
        "content/articles/d.md": article("The fourth"),
        "content/articles/e.md": article("E", body=CABLE),
    }
    assert related(site, files, "[related]\ncount = 2\n")["a"] == ["c", "d", "b"]


def test_an_unknown_pin_is_an_error_and_a_withheld_one_waits(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", related="[later]"),
        "content/articles/later.md": article("Later", "2030-01-01"),
        "content/articles/b.md": article("B", related="[a, nosuch]"),
    }
    with pytest.raises(ProblemError) as raised:
        prepared(site(plain(files)).root)
    assert [str(problem) for problem in raised.value.problems] == [
        'content/articles/b.md:4:14: there is no article "nosuch"; name it by its slug, id or headline'
    ]


def test_no_related_is_obeyed(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE, no_related="true"),
        "content/articles/b.md": article("B", body=CABLE),
    }
    assert related(site, files) == {"a": [], "b": ["a"]}


def test_advertising_and_hidden_articles_are_not_suggested_to_journalism(site: MakeSite) -> None:
    files = {
        "content/articles/story.md": article("Story", body=CABLE),
        "content/articles/advert.md": article("Advert", body=CABLE, sponsor="Acme", type="sponsored"),
        "content/articles/hidden.md": article("Hidden", body=CABLE, noindex="true"),
        "content/articles/other.md": article("Other", body=AUCTION),
    }
    found = related(site, files)
    assert found["story"] == ["other"]
    assert found["advert"] == ["story", "other"]


@pytest.mark.parametrize("number", [1, 2, 5])
def test_lists_are_full_where_there_are_enough_articles(site: MakeSite, number: int) -> None:
    files = {f"content/articles/{n}.md": article(f"Number {n}", f"2026-01-0{n + 1}", "") for n in range(number)}
    assert {len(found) for found in related(site, files).values()} == {min(3, number - 1)}


def test_the_result_does_not_depend_on_names_of_files(site: MakeSite) -> None:
    texts = [CABLE, AUCTION, CABLE + AUCTION, "The tide and the auction.", "Bidders waited for the ship."]
    first = {
        f"content/articles/a{n}.md": article(f"T{n}", f"2026-01-0{n + 1}", text, slug=f"t{n}")
        for n, text in enumerate(texts)
    }
    second = {f"content/articles/z{9 - n}.md": text for n, text in enumerate(first.values())}
    one = prepared(site(plain(first), "one").root).site
    other = prepared(site(plain(second), "other").root).site
    slugs = [
        {
            story.article.slug: [found.article.slug for found in made.related[story.article.path]]
            for story in made.stories
        }
        for made in (one, other)
    ]
    assert slugs[0] == slugs[1]
