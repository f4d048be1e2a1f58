"""Stylesheets and scripts are published without what a browser does not look at, and with all that it does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from ssg.build import build
from ssg.building.options import Options
from ssg.digest import digest
from ssg.theme.analyses import Analyses
from ssg.theme.loading import builtin_themes
from ssg.theme.minifying import minify, minify_css, minify_js
from tests.conftest import MakeSite
from tests.newsrooms import NOW
from tests.trees import tree

SETTINGS = 'title = "T"\nurl = "https://t.example"\n'
OURS = sorted((builtin_themes()["broadsheet"] / "assets").glob("*.css"))


@pytest.mark.parametrize(
    ("source", "published"),
    [
        ("a { color : red ; }\n\nb , i { margin: 0 auto; }", "a{color :red;}b,i{margin:0 auto;}"),
        ("/* why */ a {} /*! licence */ b {}", "a{}/*! licence */ b{}"),
        # In a layer a selector looks like a declaration: the space before a colon is a step down, and stays.
        ("@layer x { nav :is(a, b) > i { top: 0 } }", "@layer x{nav :is(a,b)>i{top:0}}"),
        ("a { &:hover { top: 0 } & :first-child { top: 1px } }", "a{&:hover{top:0}& :first-child{top:1px}}"),
        ("a ~ b + c *, d.e f {}", "a ~ b + c *,d.e f{}"),
        ("a { width: calc( 1px + ( 2em - -3px ) ) }", "a{width:calc(1px + (2em - -3px))}"),
        ("a::after { content: '/  /' / \"\" }", 'a::after{content:"/  /" / ""}'),
        ("@media ( 20rem <= width < 48rem ) and (hover) {}", "@media (20rem<= width<48rem) and (hover){}"),
        ("a { --none: ; --two:  a   b }", "a{--none: ;--two:a b}"),
        ("a { border: 1px/* thin */solid }", "a{border:1px/**/solid}"),
        # What is for older browsers, or not known yet, passes.
        ("a { height: 100vh; height: 100dvh }", "a{height:100vh;height:100dvh}"),
        ("@later (x) { a { color: future( 1 2 ) } }", "@later (x){a{color:future(1 2)}}"),
        ("a { background: url( x.png ) }", "a{background:url(x.png)}"),
        ("a { color: red", "a{color:red}"),
    ],
)
def test_a_stylesheet_loses_what_says_nothing(source: str, published: str) -> None:
    assert minify_css(source) == published
    assert minify_css(published) == published


@pytest.mark.browser
def test_a_browser_understands_a_stylesheet_the_same_way(browser: Browser) -> None:
    page = browser.new_page()
    for path in OURS:
        source = path.read_text()
        assert len(minify_css(source)) < 0.9 * len(source)
        assert understood(page, minify_css(source)) == understood(page, source)
    # The look is another one where a space is missing that matters.
    assert understood(page, "nav :is(a) {}") != understood(page, "nav:is(a) {}")
    page.close()


def understood(page: Page, source: str) -> list[str]:
    """Return the rules that a browser has read, as it would write them."""
    read = """source => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(source);
        return [...sheet.cssRules].map(rule => rule.cssText);
    }"""
    rules: list[str] = page.evaluate(read, source)
    assert rules
    # What custom properties hold and conditions ask is given back as it was written.
    return [re.sub(r"(?<=[,:])\s+", "", rule) for rule in rules]


@pytest.mark.parametrize(
    ("source", "published"),
    [
        ("// why\nconst a  =  1;\nlet b = 'a  // b';", "const a=1;let b='a  // b';"),
        ("/*! licence */ f( )", "/*! licence */f()"),
        ("if (x) /a  \\/\\/ b/.test(y)", "if(x)/a  \\/\\/ b/.test(y)"),
        ("a = b\n++c", "a=b\n++c"),
        ("f(`x  // y`)", "f(`x  // y`)"),
        # These are too much for the patterns, and stay as they are.
        ("f( `a ${ `b  // c` } d` )", "f( `a ${ `b  // c` } d` )"),
        ("for (const x of /a  b/g) { }", "for (const x of /a  b/g) { }"),
    ],
)
def test_a_script_loses_what_says_nothing_and_never_more(source: str, published: str) -> None:
    assert minify_js(source) == published


def test_other_files_are_published_as_they_are() -> None:
    assert minify("icon.svg", b"<svg>  </svg>") == b"<svg>  </svg>"
    assert minify("latin.css", b"a { content: '\xe9' }") == b"a { content: '\xe9' }"
    assert minify("a.css", "a { content: 'é' }".encode()) == 'a{content:"é"}'.encode()


def test_a_build_minifies_what_it_has_not_seen_before(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    there = site(
        {"site.toml": 'title = "T"\nurl = "https://t.example"\n', "content/pages/a.md": "---\ntitle: A\n---\n"}
    )
    seen: list[str] = []

    def counted(name: str, data: bytes) -> bytes:
        seen.append(name)
        return minify(name, data)

    monkeypatch.setattr("ssg.theme.analyses.minify", counted)
    build(there.root, Options(NOW))
    first, published = seen.copy(), tree(there.root / "public/assets")
    assert {"base.css", "search.js"} <= set(first)
    there.write({"content/pages/a.md": "---\ntitle: B\n---\n"})
    build(there.root, Options(NOW))
    assert seen == first
    assert tree(there.root / "public/assets") == published


def test_what_was_kept_is_taken_for_the_same_file_alone() -> None:
    kept = Analyses(minified={digest(("a.css", b"a { }")): b"kept"})
    assert kept.minified("a.css", b"a { }") == b"kept"
    assert kept.minified("b.css", b"a { }") == b"a{}"
    assert Analyses.from_bytes(kept.to_bytes()).minified("a.css", b"a { }") == b"kept"
    assert Analyses.from_bytes(b"other").minified("a.css", b"a { }") == b"a{}"
