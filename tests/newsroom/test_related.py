"""You May Also Like."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from random import Random

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.newsroom.site import Reason
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.newsrooms import NOW, article, author, plain, prepared

CABLE = "The cable ship spliced the fibre on the seabed while the repair crew waited for the tide."
AUCTION = "The regulator sold spectrum blocks at auction and the bidders paid for each licence."


def related(site: MakeSite, files: dict[str, str], settings: str = "", name: str = "site") -> dict[str, list[str]]:
    found = prepared(site(plain(files, settings), name).root).site.related
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
        "content/articles/unnamed.md": article("Unnamed", body=CABLE, type="sponsored"),
        "content/articles/untyped.md": article("Untyped", body=CABLE, sponsor="Acme"),
        "content/articles/hidden.md": article("Hidden", body=CABLE, noindex="true"),
        "content/articles/other.md": article("Other", body=AUCTION),
    }
    found = related(site, files)
    assert found["story"] == ["other"]
    assert found["other"] == ["story"]
    assert set(found["advert"]) == {"story", "unnamed", "untyped"}


def test_what_is_paid_for_says_so_where_it_is_suggested(site: MakeSite) -> None:
    """Under advertising there may be both, and nobody takes the one for the other."""
    files = {
        "content/articles/story.md": article("Story", body=CABLE),
        "content/articles/advert.md": article("Advert", body=CABLE, sponsor="Acme", type="sponsored"),
        "content/articles/unnamed.md": article("Unnamed", body=CABLE, type="sponsored"),
        "content/articles/untyped.md": article("Untyped", body=CABLE, sponsor="Bolt"),
    }
    folder = build(site(files).root, Options(NOW)).folder
    shown = list_of_page((folder / "advert" / "index.html").read_text("utf-8"))
    assert shown == {"Story": "", "Unnamed": "Sponsored", "Untyped": "Sponsored by Bolt"}
    assert list_of_page((folder / "story" / "index.html").read_text("utf-8")) == {}


def list_of_page(html: str) -> dict[str, str]:
    """Return the titles of the cards under an article, each with its kicker."""
    cards = [card for card in html.split("<article")[2:] if 'class="card-title' in card]
    found = {}
    for card in cards:
        kicker = re.search(r'class="kicker[^>]*>([^<]*)<', card)
        title = re.search(r'class="card-title[^>]*><a [^>]*>([^<]*)<', card)
        assert title
        found[title[1]] = kicker[1] if kicker else ""
    return found


def test_withdrawn_articles_and_those_under_embargo_are_suggested_nowhere(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE, related="[withdrawn, embargoed]"),
        "content/articles/withdrawn.md": article("W", body=CABLE, withdrawn="{date: 2026-05-01, reason: A hoax.}"),
        "content/articles/embargoed.md": article("E", "2026-07-01", CABLE, embargo="{until: 2026-07-01}"),
        "content/articles/b.md": article("B", body=AUCTION),
    }
    assert related(site, files) == {"a": ["b"], "b": ["a"]}
    # On the day before, there was no reason to leave it out.
    before = prepared(site(plain(files), "before").root, datetime(2026, 4, 30, tzinfo=UTC)).site
    assert [story.article.slug for story in before.related["content/articles/b.md"]] == ["a", "withdrawn"]


LISTS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ssg.build import build
from ssg.building.options import Options
site = build(Path(sys.argv[1]), Options(datetime(2026, 6, 1, tzinfo=UTC), jobs=int(sys.argv[2]))).edit.site
for path in sorted(site.suggestions):
    print(path, [(found.story.article.id, found.score, found.reason) for found in site.suggestions[path]])
"""


def test_lists_do_not_depend_on_hashes_jobs_or_the_order_of_files(site: MakeSite) -> None:
    draw = Random(3)  # noqa: S311 - texts, not secrets
    words = [f"word{number}" for number in range(30)]
    files = {
        f"content/articles/{section}/{number}.md": article(
            f"Number {number}", f"2026-03-{draw.randrange(1, 9):02}", " ".join(draw.choices(words, k=20)),
            tags=f"[t{draw.randrange(5)}, u{draw.randrange(9)}]", author=draw.choice(("ana", "bo")), slug=f"s{number}",
        )
        for number, section in enumerate("xyz" * 8)
    } | {"content/authors/ana.md": author("Ana"), "content/authors/bo.md": author("Bo")}  # fmt: skip
    said = set()
    for seed, jobs, order in (("0", "1", 1), ("1", "2", -1), ("77", "3", 1)):
        root = site(dict(list(plain(files).items())[::order]), f"with {seed}").root
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", LISTS, str(root), jobs]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.count("\n") == 24
        said.add(done.stdout)
    assert len(said) == 1


@pytest.mark.parametrize("number", [1, 2, 5])
def test_lists_are_full_where_there_are_enough_articles(site: MakeSite, number: int) -> None:
    files = {f"content/articles/{n}.md": article(f"Number {n}", f"2026-01-0{n + 1}", "") for n in range(number)}
    assert {len(found) for found in related(site, files).values()} == {min(3, number - 1)}


def test_pins_that_the_rules_forbid_are_left_out_with_a_warning(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", related="[hidden, gone, advert, a]"),
        "content/articles/hidden.md": article("Hidden", noindex="true"),
        "content/articles/gone.md": article(
            "Gone", corrections="[{date: 2026-03-02, text: It was a hoax., kind: retraction}]"
        ),
        "content/articles/advert.md": article("Advert", sponsor="Acme"),
    }
    edit = prepared(site(plain(files)).root)
    assert edit.site.related["content/articles/a.md"] == ()
    assert [str(problem) for problem in edit.warnings] == [
        'content/articles/a.md:4:11: "Hidden" is not suggested: it is hidden from search engines (noindex); remove it',
        'content/articles/a.md:4:19: "Gone" is not suggested: it was retracted; remove it',
        'content/articles/a.md:4:25: "Advert" is not suggested: it is sponsored; remove it',
        "content/articles/a.md:4:33: an article is never suggested under itself; remove it",
    ]


def warnings(site: MakeSite, files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in prepared(site(plain(files), "warned").root).warnings]


def test_a_pin_that_does_nothing_is_told(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", related="[b, B, gone, old, later, later]"),
        "content/articles/b.md": article("B"),
        "content/articles/gone.md": article("Gone", withdrawn="{date: 2026-05-01}"),
        "content/articles/old.md": article("Old", expires="2026-05-01"),
        "content/articles/later.md": article("Later", "2030-01-01"),
        "content/articles/nameless.md": article("…", draft="true", slug="n"),
    }
    assert warnings(site, files) == [
        'content/articles/a.md:4:14: "B" is pinned twice; remove it',
        'content/articles/a.md:4:17: "gone" is not suggested: it is withdrawn; remove it',
        'content/articles/a.md:4:23: "old" is not suggested: it has expired; remove it',
    ]


def test_a_pin_of_several_articles_never_means_the_one_that_has_it(site: MakeSite) -> None:
    files = {
        "content/articles/x/review.md": article("New", "2026-03-03", id="x", related="[review]", section="x"),
        "content/articles/y/review.md": article("Old", "2026-03-01", id="y", related="[review]", section="y"),
        "content/articles/a.md": article("A", related="[review]"),
    }
    made = prepared(site({**plain(files, '[permalinks]\narticle = "/{section}/{slug}/"\n')}).root)
    pinned = {
        path: [found.story.article.id for found in listed if found.reason is Reason.PINNED]
        for path, listed in made.site.suggestions.items()
    }
    assert pinned == {
        "content/articles/x/review.md": ["y"],
        "content/articles/y/review.md": ["x"],
        "content/articles/a.md": ["x"],
    }
    (warned,) = map(str, made.warnings)
    assert warned.startswith('content/articles/a.md:4:11: "review" is the name of content/articles/x/review.md and of ')


@pytest.mark.parametrize(("own", "site_s"), [("en", "en-GB"), ("en-US", "en-GB"), ("EN-gb", "en-GB"), ("en-GB", "en")])
def test_a_region_makes_no_other_language(site: MakeSite, own: str, site_s: str) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE),
        "content/articles/near.md": article("Near", body=CABLE, language=own),
        "content/articles/less.md": article("Less", body=f"{CABLE} {AUCTION}"),
        "content/articles/far.md": article("Far", body=AUCTION),
    }
    root = site(plain(files)).root
    settings = (root / "site.toml").read_text("utf-8")
    settings = "".join(line for line in settings.splitlines(True) if not line.startswith("language"))
    (root / "site.toml").write_text(f'language = "{site_s}"\n{settings}', "utf-8")
    found = prepared(root).site.related
    assert found["content/articles/a.md"][0].article.slug == "near"
    assert found["content/articles/near.md"][0].article.slug == "a"


def test_a_retracted_article_is_suggested_nowhere(site: MakeSite) -> None:
    retraction = "[{date: 2026-03-02, text: It was a hoax., kind: retraction}]"
    files = {
        "content/articles/a.md": article("A", body=CABLE),
        "content/articles/gone.md": article("Gone", body=CABLE, corrections=retraction),
        "content/articles/c.md": article("C"),
    }
    assert related(site, files) == {"a": ["c"], "c": ["a"], "gone": ["a", "c"]}


def test_the_next_part_of_the_series_follows_the_pins(site: MakeSite) -> None:
    def part(number: int, **keys: str) -> str:
        return article(f"Part {number}", body=AUCTION, series=f"{{name: The Cut, part: {number}}}", **keys)

    files = {
        "content/articles/one.md": part(1, related="[other]"),
        "content/articles/two.md": part(2),
        # A part may be missing.
        "content/articles/four.md": part(4),
        "content/articles/near-one.md": article("Part 1 again", body=AUCTION),
        "content/articles/other.md": article("Other", body=CABLE),
    }
    found = related(site, files, "[related]\ncount = 2\n")
    assert found["one"] == ["other", "two"]
    assert found["two"][0] == "four"
    assert reasons(site, files, "one") == [Reason.PINNED, Reason.SERIES, Reason.NEAR]
    assert Reason.SERIES not in reasons(site, files, "four")
    assert Reason.SERIES not in reasons(site, files, "two", "[related]\nseries = false\n")


def reasons(site: MakeSite, files: dict[str, str], name: str, settings: str = "") -> list[Reason]:
    made = prepared(site(plain(files, settings), f"{name}{len(settings)}").root).site
    return [found.reason for found in made.suggestions[f"content/articles/{name}.md"]]


def test_a_withheld_next_part_is_not_suggested(site: MakeSite) -> None:
    files = {
        "content/articles/one.md": article("One", series="{name: The Cut, part: 1}"),
        "content/articles/two.md": article("Two", series="{name: The Cut, part: 2}", draft="true"),
        "content/articles/other.md": article("Other"),
    }
    assert related(site, files)["one"] == ["other"]


def test_the_next_part_is_the_first_that_may_be_suggested(site: MakeSite) -> None:
    def part(number: int, title: str, **keys: str) -> str:
        return article(title, series=f"{{name: The Cut, part: {number}}}", **keys)

    files = {
        "content/articles/one.md": part(1, "One"),
        "content/articles/hidden.md": part(2, "Hidden", noindex="true"),
        "content/articles/advert.md": part(3, "Advert", sponsor="Acme"),
        "content/articles/four.md": part(4, "Four"),
        "content/articles/again.md": part(4, "Four again", date="2026-04-01", noindex="true"),
    }
    found = related(site, files)
    assert found["one"][0] == found["advert"][0] == "four"
    assert found["hidden"][0] == "four"
    assert reasons(site, files, "one")[0] is Reason.SERIES


def test_a_translation_is_not_suggested_and_other_languages_come_last(site: MakeSite) -> None:
    french = "Le navire câblier a réparé la fibre au fond de la mer."
    files = {
        "content/articles/one.md": article("One", body=CABLE, tags="[subsea]"),
        "content/articles/un.md": article("Un", body=french, language="fr", extra="{translation_of: one}"),
        "content/articles/deux.md": article("Deux", body=french, language="fr", tags="[subsea]"),
        "content/articles/trois.md": article("Trois", body="Rien.", language="fr"),
        "content/articles/far.md": article("Far", body=AUCTION),
    }
    found = related(site, files)
    assert found["one"] == ["deux", "far", "trois"]
    assert found["un"] == ["deux", "trois", "far"]


TRANSLATED = {
    "content/articles/orig.md": article("Orig", body="Das Kabelschiff.", language="de"),
    # Nobody said which language they are in, so they are as near as can be.
    "content/articles/t1.md": article("T1", "2026-01-01", CABLE, extra="{translation_of: orig}"),
    "content/articles/t2.md": article("T2", "2026-01-02", CABLE, extra="{translation_of: t1}"),
    **{
        f"content/articles/z{number}.md": article(f"Z{number}", f"2025-0{number}-01", f"The tide, the word{number}.")
        for number in range(1, 5)
    },
}


def test_a_list_has_one_of_an_article_and_its_translations(site: MakeSite) -> None:
    """Whether it is found with many others, by itself, or filled; and next parts and pins keep to it."""
    part = article("T1", body=CABLE, extra="{translation_of: orig}", series="{name: S, part: 2}")
    cases = {
        "near": {"near": article("Near", body=CABLE)},
        "alone": {"alone": article("Alone", body=CABLE, related="[z1]")},
        "filled": {"filled": article("Filled", "2026-01-03", "Nothing of it.")},
        "one": {"one": article("One", body=CABLE, related="[t2]", series="{name: S, part: 1}"), "t1": part},
    }
    for name, added in cases.items():
        files = TRANSLATED | {f"content/articles/{other}.md": text for other, text in added.items()}
        found = related(site, files, name=name)[name]
        assert len(found) == 3, name
        assert {*found} & {"orig", "t1", "t2"} == {"t2"}, name
    pinned = {**TRANSLATED, "content/articles/pins.md": article("Pins", body=CABLE, related="[t1, t2, orig]")}
    assert related(site, pinned, name="pinned")["pins"][0] == "t1"
    told = "is not suggested: it is a translation of what is pinned before it; remove one of the two"
    assert warnings(site, pinned) == [
        f'content/articles/pins.md:4:15: "T2" {told}',
        f'content/articles/pins.md:4:19: "Orig" {told}',
    ]


def test_translations_of_each_other_and_of_what_is_not_published_are_one(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE, extra="{translation_of: b}"),
        "content/articles/b.md": article("B", body=CABLE, extra="{translation_of: a}"),
        "content/articles/c.md": article("C", body=CABLE, extra="{translation_of: draft}"),
        "content/articles/d.md": article("D", body=CABLE, extra="{translation_of: Draft}"),
        "content/articles/draft.md": article("Draft", draft="true"),
    }
    found = related(site, files)
    assert all(len({*found[name]} & {"c", "d"}) == 1 for name in "ab")
    assert found["a"][1:] == found["b"][1:] == []
    assert all(len({*found[name]}) == 1 for name in "cd")
    assert warnings(site, files) == []


def test_a_translation_of_an_unknown_article_is_a_warning(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("A", extra="{translation_of: nosuch}")}
    assert warnings(site, files) == [
        'content/articles/a.md:4:25: it is a translation of "nosuch", and there is no such article; name it by its id'
    ]


def test_drafts_scheduled_and_expired_articles_are_suggested_nowhere(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE),
        "content/articles/draft.md": article("Draft", body=CABLE, draft="true"),
        "content/articles/later.md": article("Later", "2030-01-01", body=CABLE),
        "content/articles/gone.md": article("Gone", body=CABLE, expires="2026-05-01"),
    }
    assert related(site, files) == {"a": []}


def people(site: MakeSite, settings: str, **keys: str) -> list[str]:
    """Return what a suggests, of b, c and d that are nearest and have something in common, and e that has not."""
    files: dict[str, str] = {"content/authors/ana.md": author("Ana"), "content/authors/bo.md": author("Bo")}
    for number, name in enumerate("abcde"):
        own = keys if name in "bcd" else {"author": "bo", "section": "space"}
        body = CABLE + " Crew." * (name == "e")
        files[f"content/articles/{name}.md"] = article("Cable", f"2026-03-0{9 - number}", body, slug=name, **own)
    return related(site, files, f"[related]\n{settings}")["a"]


def test_an_author_gives_way_to_another_almost_as_near(site: MakeSite) -> None:
    assert people(site, "per_author = 2\nclose = 0.5\n", author="ana") == ["b", "c", "e"]


def test_an_author_does_not_give_way_to_what_is_far(site: MakeSite) -> None:
    assert people(site, "per_author = 2\nclose = 0.0\n", author="ana") == ["b", "c", "d"]


def test_any_number_of_one_author_where_the_newsroom_wants_it(site: MakeSite) -> None:
    assert people(site, "per_author = 0\nclose = 0.5\n", author="ana") == ["b", "c", "d"]


def test_a_section_gives_way_to_another_almost_as_near(site: MakeSite) -> None:
    assert people(site, "per_section = 1\nclose = 0.5\n", section="networks") == ["b", "e", "c"]


def test_what_is_of_the_same_time_is_preferred(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", "2026-05-01", CABLE),
        "content/articles/old.md": article("B", "2016-05-01", CABLE),
        "content/articles/new.md": article("C", "2026-04-01", "The cable ship spliced the fibre."),
    }
    assert related(site, files, "[related]\nrecency = 0.5\n")["a"] == ["new", "old"]
    made = prepared(site(plain(files, "[related]\nhalf_life = 0\n"), "timeless").root).site
    assert [story.article.slug for story in made.related["content/articles/a.md"]] == ["old", "new"]


def test_below_the_minimum_nothing_is_near_and_filling_can_be_turned_off(site: MakeSite) -> None:
    files = {
        "content/articles/a.md": article("A", body=CABLE),
        "content/articles/b.md": article("B", body=f"{CABLE} {AUCTION}"),
        "content/articles/c.md": article("C", body=AUCTION),
    }
    found = related(site, files, "[related]\nminimum = 0.99\nfill = false\n")
    assert found == {"a": [], "b": [], "c": []}
    assert reasons(site, files, "a", "[related]\nminimum = 0.99\n") == [Reason.FILLED, Reason.FILLED]
    assert reasons(site, files, "a") == [Reason.NEAR, Reason.FILLED]


def test_lists_are_filled_from_the_section_and_what_is_close_in_time(site: MakeSite) -> None:
    files = {
        f"content/articles/{section}/{name}.md": article(f"{name}{name}{name}", f"2026-0{month}-01", "")
        for month, (section, name) in enumerate(zip("xxyxyx", "stuvwz", strict=True), 1)
    }
    assert related(site, files, "[related]\ncount = 4\n")["x/t"] == ["s", "v", "z", "u"]


def test_no_suggestions_where_none_are_wanted(site: MakeSite) -> None:
    files = {"content/articles/a.md": article("A", body=CABLE), "content/articles/b.md": article("B", body=CABLE)}
    assert related(site, files, "[related]\ncount = 0\n") == {"a": [], "b": []}
    pinned = {**files, "content/articles/a.md": article("A", body=CABLE, related="[b]")}
    assert related(site, pinned, "[related]\ncount = 0\n", "pinned") == {"a": [], "b": []}


def test_of_equally_near_articles_the_newest_come_first(site: MakeSite) -> None:
    files = {f"content/articles/{n}.md": article("Same", f"2026-01-0{n}", CABLE, slug=f"s{n}") for n in range(1, 6)}
    assert related(site, files, "[related]\nhalf_life = 0\n")["3"] == ["s5", "s4", "s2"]


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
