"""Texts that mean something to a Markdown renderer or to Streamlit, and what a page shows of them."""

import re
from typing import Final

from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from digitcam.reporting.printable import printable
from digitcam.ui.markdown import JOINER

HOSTILE: Final = (
    "![x](http://evil.test/x.png)",
    "![x][y]",
    "[x](http://evil.test)",
    "[x]: http://evil.test",
    "[^1]: note",
    "<img src=http://evil.test/x.png>",
    "<script>alert(1)</script>",
    "<http://evil.test>",
    "http://evil.test/x.png",
    "HTTPS://evil.test",
    "www.evil.test",
    "mailto:x@evil.test",
    "somebody@evil.test",
    "**bold**",
    "__bold__",
    "*x*",
    "_x_",
    "~~struck~~",
    "`code`",
    "```mermaid",
    ":red[x]",
    ":help[x]",
    ":color[x]{foreground=red}",
    "::name",
    ":::name",
    ":material/home:",
    ":material_home:",
    ":streamlit:",
    ":smile:",
    ":+1:",
    "$x$",
    "$$x$$",
    "&lt;img&gt;",
    "&#36;x&#36;",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "# heading",
    "> quotation",
    "---",
    "===",
    "| a | b |",
    "|---|---|",
    "-> <- <-> -- >= <= ~=",
    "a\n\n# b",
    "a\r\n---\r\n",
    "a  \nb",
    "    indented",
    "a\tb",
    "\u202egnp.exe",
    "\u2028x\u2029y",
    "\x1b[2J\x00",
    "\udcff",
    "\\",
    "\\![x](y)",
    "trailing\\",
)
"""Parts of names and messages, each of which means something to a Markdown renderer or to Streamlit."""

ADDRESS: Final = re.compile(
    r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)|([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)", re.I | re.A
)
ICON: Final = re.compile(r":material[/_](\w+):|:streamlit:|:\+1:|:-1:|:[\w-]+:", re.A)
ARROW: Final = re.compile(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)")
"""What Streamlit's page looks for in texts after Markdown has been parsed; from its StreamlitMarkdown.js (1.67) and
mdast-util-gfm-autolink-literal."""

DIRECTIVE: Final = re.compile(r":+[^\W\d_]")
FORMULA: Final = re.compile(r"(?<!\\)(?:\\\\)*\$")
"""What Streamlit adds to the syntax of Markdown."""


def shown(markdown: str) -> str:
    """Return what a renderer shows, which must be nothing but text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    children = (tokens[1].children or []) if tokens else []
    assert {child.type for child in children} <= {"text"}
    text = "".join(child.content for child in children)
    assert not DIRECTIVE.search(markdown)
    assert not FORMULA.search(markdown)
    for pattern in (ADDRESS, ICON, ARROW):
        assert not pattern.search(text)
    return text.replace(JOINER, "")


def in_one_line(text: str) -> str:
    """Return the text that should be shown."""
    return printable(re.sub(r"[\s\ufeff]+", " ", text).strip()).replace(JOINER, "")


def shown_of(page: AppTest, word: str) -> list[str]:
    """Return what the page's Markdown elements with a word in them show; each must show nothing but text."""
    kinds = (page.caption, page.error, page.warning, page.info, page.success, page.markdown, page.header, page.title)
    return [shown(element.value) for kind in kinds for element in kind if word in element.value]
