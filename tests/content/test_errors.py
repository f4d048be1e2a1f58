"""The catalogue of errors: each mistake is a tiny site, and what a writer reads then is in errors.txt, to the letter.

After a change of words look at `git diff tests/content/errors.txt`; `--update-golden` writes it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.content.reading import read
from ssg.content.settings_file import read_settings
from ssg.content.snapshot import scan
from ssg.model import Content
from ssg.problems import Problem, ProblemError
from tests.conftest import SITE_TOML, Files, MakeSite

CATALOGUE = Path(__file__).parent / "errors.txt"
A = "content/articles/a.md"

# A line, or a few, in the front matter of an article that is right otherwise.
KEYS = {
    "unknown key": "standfrist: Too soon",
    "unknown key that is like no other": "colour: blue",
    "key in capitals": "Draft: true",
    "two spellings of one key": "summary: One\nstandfirst: Two",
    "key twice": "kicker: One\nkicker: Two",
    "draft in quotes": 'draft: "false"',
    "draft left empty": "draft:",
    "draft that is a number": "draft: 1",
    "expires that is no date": "expires: soon",
    "expires left empty": "expires:",
    "author that YAML reads as false": "author: No",
    "slug that YAML reads as a number": "slug: 007",
    "slug with capitals": "slug: A-Story",
    "slug that Windows reserves": "slug: aux",
    "id that climbs out of the output": 'id: "../../../evil"',
    "id with spaces": "id: Cut 1",
    "updated on a day that is not in the calendar": "updated: 2026-02-30",
    "year with a digit missing": "updated: 0206-03-01",
    "tag that is a number": "tags: [5G, 2026]",
    "tags in one text": "tags: 5G, spectrum",
    "tag without a letter": "tags: ['!!!']",
    "section that cannot be a folder": "section: Con",
    "kicker on two lines": 'kicker: "One\\nTwo"',
    "kicker with a tab": 'kicker: "One\\tTwo"',
    "kicker as a block": "kicker: |\n  One\n  Two",
    "author with a line separator": 'authors: [{author: "Jane\\u2028Doe"}]',
    "tag on two lines": 'tags: ["one\\ntwo"]',
    "unknown type": "type: anlysis",
    "series without a name": "series: {part: 2}",
    "series part that is no number": "series: {name: The Cut, part: two}",
    "series part that YAML reads as octal": "series: {name: The Cut, part: 010}",
    "number that YAML reads as minutes and seconds": "extra: {length: 1:30, more: -1:02:03.5}",
    "octal number beyond all measure": f"extra: {{n: 0{'7' * 9000}}}",
    "contributor with an unknown key": "authors:\n  - Jane Doe\n  - {author: Bob Roe, rôle: pictures}",
    "contributor without a name": "authors: [{role: pictures}]",
    "image without a source": "image: {alt: A mast}",
    "image that runs a script": "image: 'javascript:alert(1)'",
    "image address without a host": "image: 'https://['",
    "credit that is a path beside the file": "image: {src: a.jpg, credit: Jane, credit_url: jane.md}",
    "credit that runs a script": "image: {src: a.jpg, credit: Jane, credit_url: 'javascript:alert(1)'}",
    "credit at a host without a scheme": "image: {src: a.jpg, credit: Jane, credit_url: //x.example}",
    "review without a name": "review: {kind: book}",
    "review of an unknown kind": "review: {name: Tamber 6, kind: telephone}",
    "rating that is a number": "review: {name: Tamber 6, rating: 4}",
    "rating in words": "review: {name: Tamber 6, rating: four of five}",
    "rating above the best": "review: {name: Tamber 6, rating: 6/5}",
    "focus outside the picture": "image: {src: a.jpg, focus: [50, 130]}",
    "canonical that is a path": "canonical: /a/",
    "unknown language": "language: klingon",
    "layout with an ending": "layout: opinion.html",
    "correction without a text": "corrections: [{date: 2026-03-02}]",
    "correction of an unknown kind": "corrections: [{date: 2026-03-02, text: Wrong name., kind: eratum}]",
    "noindex as a word": "noindex: please",
    "title with an escaped control character": 'kicker: "bell \\x07"',
    "title with an escaped noncharacter": 'kicker: "bell \\ufdd0"',
    "extra that is no table": "extra: yes",
    "unknown type that is an order to the terminal": 'type: "\\e[2J"',
    "extra with a key that is an order to the terminal": 'extra: {"\\e[2J": x}',
    "extra with a key of half a character": 'extra: {a: [{"\\ud83d": x}]}',
    "extra with a number beyond all measure": "extra: {n: 0xffffffffffffffffffff}",
    "many mistakes at once": "draft: maybe\nstandfrist: x\ntags: [1]",
    "second colon": "kicker: Exclusive: the bill",
    "no space after the colon": "kicker:Exclusive\ntype: news",
    "tab as indentation": "authors:\n\t- Jane Doe",
    "quote not closed": 'kicker: "Exclusive',
    "text after a quote": 'kicker: "No" they said',
    "apostrophe in single quotes": "kicker: 'It's'",
    "list not closed": "tags: [5G, spectrum",
    "table not closed": "image: {src: a.jpg",
    "emphasis at the beginning": "kicker: *Breaking* news",
    "alias": "kicker: *breaking",
    "anchor": "kicker: &breaking news",
    "ampersand at the beginning": "kicker: & more",
    "at sign at the beginning": "kicker: @jane",
    "percent sign at the beginning": "kicker: %",
    "brace at the beginning": "kicker: }",
    "tag of YAML": 'kicker: !!python/object/apply:os.system ["true"]',
    "line without a colon": "kicker",
    "unknown escape": 'kicker: "C:\\data"',
    "key that is a list": "? [a, b]\n: c",
    "wrong indentation": "  kicker: Exclusive",
    "item and key mixed": "tags:\n  - 5G\n  kicker: x",
    "levels without end": "extra: {a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
    "second document": "...\nkicker: x",
}

# Whole files.
FILES: dict[str, Files] = {
    "no title": {A: "---\ndate: 2026-03-01\n---\n"},
    "no date": {A: "---\ntitle: A story\n---\n"},
    "empty front matter": {A: "---\n---\nText\n"},
    "empty file": {A: ""},
    "only blank lines": {A: "\n \n"},
    "no front matter": {A: "A story about masts.\n"},
    "front matter not closed": {A: "---\ntitle: A story\ndraft: true\n\nText.\n"},
    "text before the front matter": {A: "Notes\n---\ntitle: A story\ndraft: true\n---\n"},
    "indented front matter": {A: "  ---\n  title: A story\n  ---\n"},
    "four hyphens": {A: "----\ntitle: A story\n----\n"},
    "front matter that is a list": {A: "---\n- title\n- date\n---\n"},
    "front matter that is a text": {A: "---\nA story\n---\n"},
    "shortcode instead of front matter": {A: "{{< note >}}\n"},
    "TOML not closed": {A: '+++\ntitle = "A story"\n'},
    "TOML text without quotes": {A: "+++\ntitle = A story\n+++\n"},
    "TOML key twice": {A: '+++\ntitle = "One"\ntitle = "Two"\n+++\n'},
    "TOML wrong value in a table": {A: '+++\ntitle = "A story"\ndate = 2026-03-01\n\n[image]\nsrc = 3\n+++\n'},
    "TOML time": {A: '+++\ntitle = "A story"\ndate = 09:30:00\n+++\n'},
    "JSON with a comma missing": {A: '{"title": "A story" "date": "2026-03-01"}\n'},
    "JSON key twice": {A: '{"title": "One", "title": "Two"}\n'},
    "JSON that is no number": {A: '{"title": NaN}\n'},
    "JSON half of a character": {A: '{"title": "\\ud83d", "date": "2026-03-01"}\n'},
    "JSON half of a character in a key": {A: '{"title": "A story", "date": "2026-03-01", "extra": {"\\ud83d": 1}}\n'},
    "JSON wrong value": {A: '{"title": "A story",\n "date": "2026-03-01",\n "draft": "no"}\n'},
    "UTF-16 with a mark": {A: "---\ntitle: x\n---\n".encode("utf-16")},
    "UTF-16 without a mark": {A: "---\ntitle: x\n---\n".encode("utf-16-le")},
    "UTF-32": {A: "---\ntitle: x\n---\n".encode("utf-32-be")},
    "Windows-1252": {A: b"---\ntitle: Caf\xe9\n---\n"},
    "NUL": {A: b"---\ntitle: A\x00 story\n---\n"},
    "control character": {A: b"---\r\ntitle: x\r\n---\r\nA bell\x07\r\n"},
    "noncharacter in a shortcode": {A: "---\ntitle: x\n---\n{{\ufdd0< note >}}\n"},
    "end missing": {A: b"---\ntitle: x\n---\nCaf\xc3"},
    "author without a name": {"content/authors/jane-doe.md": "---\ntitle: Editor\n---\n"},
    "author whose file is no slug": {"content/authors/Jane Doe.md": "---\nname: Jane Doe\n---\n"},
    "author in a folder": {"content/authors/staff/jane.md": "---\nname: Jane Doe\n---\n"},
    "two authors of one name": {
        "content/authors/jane.md": "---\nname: Jane Doe\n---\n",
        "content/authors/jd.md": "---\nname: JANE Doe\n---\n",
    },
    "author with a dangerous link": {
        "content/authors/jane.md": "---\nname: Jane Doe\nlinks:\n  - {title: Site, url: 'javascript:alert(1)'}\n---\n"
    },
    "two tags of one name": {"content/tags/5g.md": "---\n---\n", "content/tags/fifth.md": "---\ntitle: 5G\n---\n"},
    "tag whose file is no slug": {"content/tags/5G.md": "---\n---\n"},
    "two articles of one id": {
        A: "---\ntitle: A\ndate: 2026-03-01\nid: x\n---\n",
        "content/articles/b.md": "---\ntitle: B\ndate: 2026-03-01\nid: x\n---\n",
    },
    "two articles of one slug": {
        "content/articles/one/a.md": "---\ntitle: A\ndate: 2026-03-01\n---\n",
        "content/articles/two/a.md": "---\ntitle: B\ndate: 2026-03-01\n---\n",
    },
    "author of two lines": {"content/authors/jane.md": '---\nname: "Jane\\nDoe"\n---\n'},
    "tag of two lines": {"content/tags/5g.md": '---\ntitle: "5\\nG"\n---\n'},
    "title with a tab": {A: '---\ntitle: "A\\tB"\ndate: 2026-03-01\n---\n'},
    "page without a title": {"content/pages/about.md": "---\ndescription: x\n---\n"},
    "home page as a page": {"content/pages/index.md": "---\ntitle: Home\n---\n"},
    "page whose file is no slug": {"content/pages/About Us.md": "---\ntitle: About us\n---\n"},
    "two pages of one address": {
        "content/pages/legal.md": "---\ntitle: A\n---\n",
        "content/pages/legal/index.md": "---\ntitle: B\n---\n",
    },
    "stray Markdown": {"content/notes.md": "Text\n"},
    "Markdown in an unknown folder": {"content/artciles/a.md": "Text\n"},
    "Markdown by another name": {"content/articles/a.markdown": "Text\n"},
    "copy of a draft": {"content/articles/a.md.bak": "Text\n"},
    "bundle without a folder": {"content/articles/index.md": "---\ntitle: A\ndate: 2026-03-01\n---\n"},
    "second article in a bundle": {
        "content/articles/news/index.md": "---\ntitle: A\ndate: 2026-03-01\n---\n",
        "content/articles/news/b.md": "---\ntitle: B\ndate: 2026-03-01\n---\n",
    },
    "file name that is no slug": {"content/articles/!!!.md": "---\ntitle: A\ndate: 2026-03-01\n---\n"},
    "folder that is no section": {"content/articles/aux/a.md": "---\ntitle: A\ndate: 2026-03-01\n---\n"},
    "file with a question mark": {"content/images/why?.png": b""},
    "file that Windows reserves": {"content/images/con.png": b""},
    "files that differ in case": {"content/images/a.png": b"", "content/images/A.png": b""},
}

# What is added to settings that are right otherwise, or stands in their place where it begins with a key they need.
SETTINGS: dict[str, str | bytes] = {
    "broken TOML": SITE_TOML + "theme = broadsheet\n",
    "key twice": SITE_TOML + 'title = "Again"\n',
    "unknown key": SITE_TOML + 'langauge = "en"\n',
    "unknown key in a table": SITE_TOML + "\n[related]\ncuont = 3\n",
    "no title": 'url = "https://meridian.example"\n',
    "address without https": 'title = "x"\nurl = "meridian.example"\n',
    "address with a broken host": 'title = "x"\nurl = "https://["\n',
    "address with a question mark": 'title = "x"\nurl = "https://meridian.example/?a"\n',
    "address with a space": 'title = "x"\nurl = "https://m y.example"\n',
    "address with a line break": 'title = "x"\nurl = "https://meridian\\n.example"\n',
    "address that closes a tag": """title = "x"\nurl = 'https://"><script>'\n""",
    "address with a port beyond all ports": 'title = "x"\nurl = "https://meridian.example:65536"\n',
    "address with a port that is a word": 'title = "x"\nurl = "https://meridian.example:http"\n',
    "address with a password": 'title = "x"\nurl = "https://jane:secret@meridian.example"\n',
    "address with an empty part of the host": 'title = "x"\nurl = "https://meridian..example"\n',
    "unknown time zone": SITE_TOML.replace("London", "Atlantis"),
    "unknown language": SITE_TOML + 'language = "english, british"\n',
    "output over the sources": SITE_TOML + 'output = "content/public"\n',
    "output outside the site": SITE_TOML + 'output = "../public"\n',
    "permalink without slug": SITE_TOML + '[permalinks]\narticle = "/{section}/"\n',
    "permalink with an unknown name": SITE_TOML + '[permalinks]\narticle = "/{slug}/{author}/"\n',
    "permalink that looks inside": SITE_TOML + '[permalinks]\narticle = "/{slug.x}/"\n',
    "permalink that climbs": SITE_TOML + '[permalinks]\narticle = "/../{slug}/"\n',
    "menu that runs a script": SITE_TOML + '[[menus.top]]\ntitle = "A"\nurl = "javascript:alert(1)"\n',
    "menu that leads to a broken host": SITE_TOML + '[[menus.top]]\ntitle = "A"\nurl = "https://["\n',
    "number as a text": SITE_TOML + 'page_size = "12"\n',
    "wrong value in a list of tables": SITE_TOML
    + '[[menus.footer]]\ntitle = "A"\nurl = "/a/"\n\n[[menus.footer]]\ntitle = 3\nurl = "/b/"\n',
    "many mistakes": 'titel = "x"\nurl = "y"\nindex = "no"\n',
    "not UTF-8": b'title = "Caf\xe9"\n',
}

MISTAKES: dict[str, Files] = {
    **{name: {A: f"---\ntitle: A story\ndate: 2026-03-01\n{lines}\n---\nText.\n"} for name, lines in KEYS.items()},
    **FILES,
    **{f"settings: {name}": {"site.toml": text} for name, text in SETTINGS.items()},
}


def problems_of(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    snapshot = scan(root)
    try:
        return read(snapshot, read_settings(snapshot))
    except ProblemError as error:
        return Content(), error.problems


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_found_and_nothing_of_it_published(mistake: str, site: MakeSite) -> None:
    content, problems = problems_of(site(MISTAKES[mistake]).root)
    assert problems
    assert {problem.path for problem in problems} <= MISTAKES[mistake].keys()
    read_paths = {
        item.path for part in (content.articles, content.authors, content.pages, content.files) for item in part
    }
    assert not read_paths & {problem.path for problem in problems}


def test_words_of_every_mistake(site: MakeSite, golden: Callable[[Path, str], None]) -> None:
    entries = []
    for number, (mistake, files) in enumerate(MISTAKES.items()):
        _, problems = problems_of(site(files, name=str(number)).root)
        shown = [str(problem) + (f"\n    {problem.excerpt}" if problem.excerpt else "") for problem in problems]
        entries.append("\n".join([f"# {mistake}", *shown]))
    golden(CATALOGUE, "\n\n".join(entries) + "\n")


def test_site_without_settings(site: MakeSite) -> None:
    with pytest.raises(
        ProblemError, match=r"^this folder has no site\.toml; run ssg init, or name the folder of a site$"
    ):
        read_settings(scan(site({}).delete("site.toml").root))


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="there is no folder"):
        scan(tmp_path / "nowhere")
