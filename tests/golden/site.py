"""The golden site: twelve articles that use every key of the front matter, in the plain theme."""

from __future__ import annotations

from tests.newsrooms import article, author, plain

_SETTINGS = """\
description = "A paper for tests."
sections = ["networks", "policy"]
page_size = 4

[feeds]
limit = 3

[[menus.footer]]
title = "About us"
url = "pages/about.md"

[lists.views]
type = "opinion"
limit = 2
"""

GOLDEN_SITE = plain(
    {
        "content/authors/ana-ruiz.md": author(
            "Ana Ruiz",
            "Ana writes about *cables* and [the law](../pages/about.md).",
            title="Reporter",
            email="ana@meridian.example",
            image="{src: /images/ana.svg, alt: Ana}",
            links="[{title: Site, url: 'https://ana.example/'}]",
        ),
        "content/authors/bo-lind.md": author("Bo Lind"),
        "content/sections/networks.md": "---\ntitle: Networks\ndescription: Cables and masts.\n---\nThe *wires*.\n",
        "content/tags/5g.md": "---\ntitle: 5G\n---\n",
        "content/series/the-cut.md": "---\ntitle: The Cut\ndescription: A cable, and who mends it.\n---\n",
        "content/pages/about.md": (
            "---\ntitle: About\naliases: [/who/]\n---\nWe test. Read [one](../articles/networks/one.md).\n"
        ),
        "content/images/ana.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
        "content/articles/networks/one.md": article(
            "The cable is cut",
            "2026-01-05 08:30",
            "The cable lies **cut**.[^1] See [two](two/index.md#mending).\n\n[^1]: At 40 metres.\n",
            standfirst="A ship is on its way.",
            author="Ana Ruiz",
            tags="[5g, Cables]",
            series="{name: The Cut, part: 1}",
            kicker="Outage",
            updated="2026-01-06 10:00",
            corrections="[{date: 2026-01-07, text: The depth was wrong.}]",
            aliases="[/old/one.html]",
            id="cut-1",
        ),
        "content/articles/networks/two/index.md": article(
            "The cable is mended",
            "2026-02-05",
            "## Mending\n\n![The ship](ship.svg)\n\n{{< note >}}It **held**.{{< /note >}}\n",
            authors="[{author: bo-lind, role: photographs}, ana-ruiz]",
            tags="[Cables]",
            series="{name: the cut, part: 2}",
            image="{src: ship.svg, alt: A ship, caption: At sea., credit: Bo Lind}",
            key_points="[It held., It cost a lot.]",
        ),
        "content/articles/networks/two/ship.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>',
        "content/articles/policy/three.md": article(
            "Against the auction",
            "2026-03-01",
            "| bid | sum |\n|:--|--:|\n| one | 2 |\n\n    code\n\n> Said.\n\n{{ 7*7 }} stays.\n",
            type="opinion",
            author="bo-lind",
            tags="[Spectrum, 5G]",
            related="[cut-1]",
            updates="[{date: 2026-03-02, text: The bids are in.}]",
            editors_note="The author bid once.",
        ),
        "content/articles/policy/four.md": (
            '+++\ntitle = "TOML speaks"\ndate = 2026-03-02\ntags = ["spectrum"]\n+++\nT.\n'
        ),
        "content/articles/policy/five.md": '{"title": "JSON speaks", "date": "2026-03-03", "noindex": true}\nJ.\n',
        "content/articles/six.md": article("No section", "2026-03-04", canonical="https://elsewhere.example/six"),
        "content/articles/policy/advert.md": article("Buy masts", "2026-03-05", type="sponsored", sponsor="Mast & Co"),
        "content/articles/policy/french.md": article("À demain", "2026-03-06", language="fr", no_related="true"),
        "content/articles/networks/seven.md": article("Seven", "2026-04-01", section="Policy", slug="sept"),
        "content/articles/networks/draft.md": article("Not yet", "2026-04-02", draft="true"),
        "content/articles/networks/later.md": article("Later", "2027-01-01"),
        "content/articles/networks/gone.md": article("Gone", "2026-01-01", expires="2026-02-01"),
    },
    _SETTINGS,
)
