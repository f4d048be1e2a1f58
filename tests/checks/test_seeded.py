"""A newsroom with faults planted all over it: every one is found at its line, and nothing else is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from ssg.checks.checking import check
from ssg.checks.rules import BUILD, RULES
from tests.conftest import Files, MakeSite
from tests.plain_theme import PLAIN_THEME

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LAST = 8
"""The line on which the body of an article begins that has the usual front matter alone."""

SITE_TOML = """\
theme = "plain"
title = "The Quay"
url = "https://quay.example"
timezone = "UTC"

[checks]
old_domains = ["oldquay.example"]
words = ["teh-tarik"]

[checks.rules]
id-missing = "off"
"""

AUTHORS = {
    "jo-hall": "Jo Hall",
    "mia-strand": "Mia Strand",
    "unused-person": "Unused Person",
}

# Front matter over the usual one, the body, and what is planted there: rule and line of the file. The line of what is
# about the file as a whole is 0.
Fault = tuple[str, int]
PLANTED: tuple[tuple[str, str, tuple[Fault, ...]], ...] = (
    ("draft: true\ntitle: ~", "Text.", (("headline-missing", 1),)),
    (f"title: {'Long ' * 30}", "Text.", (("headline-long", 2),)),
    ("title: Twice told", "One.", ()),
    ("title: twice  Told", "Two.", (("headline-duplicate", 2),)),
    ("standfirst: ~", "Text.", (("standfirst-missing", 0),)),
    ('standfirst: ""', "Text.", (("standfirst-missing", 0),)),
    ("author: ~", "Text.", (("author-missing", 0),)),
    ("date: 2026-08-01", "Text.", (("date-scheduled", 4),)),
    ("date: 2026-08-02 07:00", "Text.", (("date-scheduled", 4),)),
    ("date: 2026-08-01\nembargo: {until: 2026-08-02}", "Text.", (("embargo-after-date", 4),)),
    ("updated: 2026-05-01", "Text.", (("updated-before-date", 7),)),
    ("type: sponsored", "Text.", (("sponsor-missing", 7),)),
    ("sponsor: A bank", "Text.", (("sponsor-unlabelled", 7),)),
    ("corrections: [{date: 2026-05-09, text: Sorry.}]", "Text.", (("correction-empty", 7),)),
    ("updates: [{date: 2026-05-09, text: New.}]", "Text.", (("correction-empty", 7),)),
    ("tags: [ferries]", "Text.", (("tag-spelling", 6),)),
    ("tags: [FERRIES, Islands]", "Text.", (("tag-spelling", 6),)),
    ("tags: [Ferries, Island]", "Text.", (("tag-alike", 6), ("tag-once", 6))),
    ("tags: [Gales]", "Text.", (("tag-once", 6),)),
    ("tags: [Ferries, Herring]", "Text.", (("tag-once", 6),)),
    ("image: /small.svg", "Text.", (("alt-missing", 7), ("credit-missing", 7))),
    ("image: {src: /other.svg, alt: The quay}", "Text.", (("credit-missing", 7),)),
    ("image: {src: /a.svg, credit: Jo Hall}", "Text.", (("alt-missing", 7),)),
    ("", "First.\n\n![](/a.svg)", (("alt-missing", LAST + 2),)),
    ("", '<img src="/a.svg">', (("alt-missing", LAST),)),
    ("", "# Top\n\nText.", (("heading-top", LAST),)),
    ("", "Top\n===\n\nText.", (("heading-top", LAST),)),
    ("", "<h1>Top</h1>", (("heading-top", LAST),)),
    ("", "### Deep\n\nText.", (("heading-jump", LAST),)),
    ("", "## A\n\nText.\n\n#### B\n\nText.", (("heading-jump", LAST + 4),)),
    ("", "wind and rain " * 70, (("paragraph-long", LAST),)),
    ("", "Short.\n\n" + "One more sentence on the gale. " * 40, (("paragraph-long", LAST + 2),)),
    ("", "Off to the the quay.", (("word-doubled", LAST),)),
    ("", "They went to\nto the quay.", (("word-doubled", LAST),)),
    ("", "- A list\n- with with a slip", (("word-doubled", LAST + 1),)),
    ("", "The  quay.", (("space-doubled", LAST),)),
    ("", "First.\n\nThe quay  was empty.", (("space-doubled", LAST + 2),)),
    ("", "The quay. \n\nEnd.", (("space-trailing", LAST),)),
    ("", "The quay.\t\n\nEnd.", (("space-trailing", LAST),)),
    ("", "“Nobody sails, she said.", (("quote-unclosed", LAST),)),
    ("", 'First.\n\n"Nobody sails, she said.', (("quote-unclosed", LAST + 2),)),
    ("language: de", "„Heute fährt niemand, sagte sie.", (("quote-unclosed", LAST + 1),)),
    ("", "[About](/abuot/)", (("link-path", LAST),)),
    ("", "Text.\n\n[Old](/2019/04/old-story.html)", (("link-path", LAST + 2),)),
    ("", "## The bar\n\n[Up](#the-bra)", (("link-fragment", LAST + 2),)),
    ("", "[There](clean-1.md#nowhere)", (("link-fragment", LAST),)),
    ("", "[There](/news/clean-1/#nowhere)", (("link-fragment", LAST),)),
    ("", "[Gone](withdrawn.md)", (("link-withdrawn", LAST),)),
    ("", "[Us](https://quay.example/news/)", (("link-own-host", LAST),)),
    ("", "[Us](http://www.quay.example/news/)", (("link-own-host", LAST),)),
    ("", "[Us](https://oldquay.example/news/)", (("link-old-domain", LAST),)),
    ("", "[Port](http://port.example/)", (("link-http", LAST),)),
    ("", "<http://port.example/>", (("link-http", LAST),)),
    ("", "See https://port.example/times.", (("link-bare", LAST),)),
    ("", "Text (https://port.example).", (("link-bare", LAST),)),
    ("", "They recieved a letter.", (("spelling", LAST),)),
    ("", "First.\n\nIt was definately a gale.", (("spelling", LAST + 2),)),
    ("author: Jo Hal", "Text.", ((BUILD, 5),)),
    ("", "[Nowhere](nowhere.md)", ((BUILD, LAST),)),
    ("", "[Draft](fault-00.md)", (("link-early", LAST), (BUILD, LAST))),
    ("related: [nobody]", "Text.", ((BUILD, 7),)),
    ("", '{{< figrue src="/a.svg" >}}', ((BUILD, LAST),)),
    ("", "{{< /note >}} Never opened.", ((BUILD, LAST),)),
)

CLEAN = (
    'The year was "2026". A 9" rope, and "a 5" rope".\n\n"First of two.\n\nSecond of two," she said.',
    "“Outer ‘inner’ outer,” and [https://port.example](https://port.example/x) «so».",
    'They said that that was all. 5" rope, `a  b`, and “quotes”.\n\n## Part\n\n[Up](#part), [Jo](/authors/jo-hall/).',
    "“First,\n\n“second,” she said.\n\n```\n# no heading  \n the the\nhttp://code.example\n```\n\nEnd.",
    "| a | b |\n|---|---|\n| 1   | 2  |\n\n- item\n- other item\n\n1. One\n2. Two\n\nA line  \nbroken.",
    'See <https://port.example/x>, [the port](https://port.example "The port") and [^1].\n\n[^1]: A note.',
    "![The quay](/a.svg) and {{< note >}}a note{{< /note >}}, <!-- http://hidden.example --> done.",
    '*He said*: "No." _She_ said: "Yes." New York, New York. E-mail jo@quay.example or call the port.',
)


def story(front: str, body: str, number: str) -> str:
    usual = {
        "title": f"Story {number}",
        "standfirst": "A gale keeps the islands alone for a day.",
        "date": "2026-05-04",
        "author": "Jo Hall",
        "tags": "[Ferries, Islands]",
    }
    written = {line.split(":")[0] for line in front.splitlines()}
    lines = [f"{key}: {usual[key]}" for key in usual if key not in written]
    given = {line.split(":")[0]: line for line in front.splitlines() if not line.endswith(": ~")}
    # What is over the usual keeps the place of the usual.
    ordered = [given.get(key, f"{key}: {usual[key]}") for key in usual if key in given or key not in written]
    ordered += [line for key, line in given.items() if key not in usual]
    assert len(lines) <= len(ordered)
    return "---\n" + "\n".join(ordered) + f"\n---\n{body}\n"


def newsroom() -> Files:
    files: dict[str, str] = {
        **PLAIN_THEME,
        "site.toml": SITE_TOML,
        "content/articles/news/withdrawn.md": story("withdrawn: {date: 2026-05-20, reason: Wrong.}", "Text.", "gone"),
        "content/articles/no-section.md": story("author: Mia Strand", "Text.", "alone"),
        "content/articles/news/twin-1.md": story("", "The same words in two places, word for word. " * 5, "twin"),
        "content/articles/news/twin-2.md": story("", "The same words in two places, word for word. " * 5, "other twin"),
    }
    for name in ("a", "small", "other"):
        files[f"content/{name}.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
    files |= {f"content/authors/{slug}.md": f"---\nname: {name}\n---\nBio.\n" for slug, name in AUTHORS.items()}
    files |= {
        f"content/articles/news/fault-{number:02}.md": story(front, body, str(number))
        for number, (front, body, _) in enumerate(PLANTED)
    }
    files |= {f"content/articles/news/clean-{n}.md": story("", body, f"clean {n}") for n, body in enumerate(CLEAN)}
    return files


def planted() -> Counter[tuple[str, str, int]]:
    faults = Counter(
        (f"content/articles/news/fault-{number:02}.md", rule, line)
        for number, (_, _, here) in enumerate(PLANTED)
        for rule, line in here
    )
    faults["content/articles/no-section.md", "section-missing", 0] += 1
    faults["content/authors/unused-person.md", "author-unused", 0] += 1
    faults["content/articles/news/twin-2.md", "body-duplicate", 0] += 1
    return faults


def test_all_planted_faults_are_found_and_nothing_else(site: MakeSite) -> None:
    pytest.importorskip("codespell_lib", reason="codespell is an extra")
    found = Counter(
        (finding.problem.path, finding.rule, finding.problem.line)
        for finding in check(site(newsroom()).root, NOW).findings
    )
    assert planted().total() >= 60
    assert sorted((planted() - found).elements()) == []
    assert sorted((found - planted()).elements()) == []


def test_every_rule_has_a_fault_of_its_own() -> None:
    asked_for = {"id-missing", "image-small"}
    assert {rule for _, rule, _ in planted()} == set(RULES) - asked_for | {BUILD}
