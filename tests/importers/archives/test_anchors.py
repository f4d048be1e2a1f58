"""Anchors of headings stay what they were where something links to them."""

from __future__ import annotations

import pytest

from ssg.importers.archives.markup.anchors import fragments, keep_anchors
from ssg.importers.archives.markup.edits import Draft
from tests.conftest import MakeSite
from tests.importers.archives.moving import body, built, move, new_site


@pytest.mark.parametrize(
    ("text", "wanted", "kept"),
    [
        ("## 3.2 Initial value", "32-initial-value", "## 3.2 Initial value {: #32-initial-value }"),
        ("## 3.2 Initial value", "initial-value", "## 3.2 Initial value {: #initial-value }"),
        ("## 3.2 Initial value", "3-2-initial-value", "## 3.2 Initial value"),
        ("## What's next?", "what-s-next", "## What's next? {: #what-s-next }"),
        ("## 3.2 Initial value", "other", "## 3.2 Initial value"),
        ("## 3.2 A b\n\n## A b", "a-b", "## 3.2 A b\n\n## A b"),
        ("## A [b c.d](x.md) `e` ##", "a-bcd-e", "## A [b c.d](x.md) `e` ##"),
        ("## A [b.c](x.md) `e` ##", "a-bc-e", "## A [b.c](x.md) `e` {: #a-bc-e } ##"),
        ("A.B\n---\n\nIt holds.", "ab", "A.B {: #ab }\n---\n\nIt holds."),
        ("## Same\n\n## Same", "same-1", "## Same\n\n## Same {: #same-1 }"),
        ("## Faster 🛠️ x", "faster-\ufe0f-x", "## Faster 🛠️ x {: #faster-\ufe0f-x }"),
        ("## A.B {#mine}", "ab", "## A.B {#mine}"),
        ("## A.B\n{: #mine}\n\nC", "mine", "## A.B {: #mine}\n\n\nC"),
        ("```\n## A.B\n```", "ab", "```\n## A.B\n```"),
    ],
)
def test_an_anchor_that_something_links_to(text: str, wanted: str, kept: str) -> None:
    draft = Draft(text, "a.md", 1)
    keep_anchors(draft, {wanted})
    assert draft.finish() == kept


def test_of_two_anchors_that_of_the_generator_stays() -> None:
    text, wanted = "## Crabs 🦀", {"crabs-", "crabs-crab"}
    draft = Draft(text, "a.md", 1)
    keep_anchors(draft, wanted, like_ours=True)
    assert draft.finish() == text
    keep_anchors(draft, wanted)
    assert draft.finish() == "## Crabs 🦀 {: #crabs- }"


def test_fragments_are_those_of_links() -> None:
    text = "# No\n[a](#one) [b](b.md#two) <a href='/c#three'>\n[d]: #four\n{{< ref \"e.md#f%C3%BCnf\" >}} C# is #no"
    assert list(fragments(text)) == ["one", "two", "three", "four", "fünf"]


@pytest.mark.parametrize(
    ("settings", "folder"), [("hugo.toml", "content/post"), ("_config.yml", "_posts"), ("zola.toml", "content/post")]
)
def test_a_link_from_another_article_still_finds_its_heading(site: MakeSite, settings: str, folder: str) -> None:
    front = "---\ntitle: {0}\ndate: 2020-01-02\n---\n"
    a, b = (f"{folder}/2020-01-02-{name}.md" for name in "ab")
    texts = {a: front.format("A") + "## 3.2 What's it\n\nIt.\n", b: front.format("B") + "[a](a.md#32-whats-it)\n"}
    archive = site({settings: "", **texts}, "archive").delete("site.toml").root
    there = new_site(site)
    move(there, archive)
    (article,) = (there.root / "content/articles").rglob("a.md")
    path = article.relative_to(there.root).as_posix()
    assert body(there, path) == "## 3.2 What's it {: #32-whats-it }\n\nIt."
    assert 'id="32-whats-it"' in built(there).text(f"{path.removeprefix('content/articles/')[:-3]}/index.html")
