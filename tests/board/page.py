"""A page as a tree, changed by partials as a browser does: each takes the place of its target."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "path", "line", "rect", "use", "circle"}


class Node:
    """An element: name, attributes, and what is in it."""

    def __init__(self, name: str = "", attrs=()):
        self.name, self.attrs, self.inside = name, dict(attrs), []

    def __iter__(self):
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one

    def find(self, pk: str) -> Node | None:
        return next((node for node in self if node.attrs.get("id") == pk), None)

    def lines(self, depth: int = 0):
        """The tree as text, without what no page and fragment share: the place of the Tab key, CSRF tokens,
        the small lines of metrics."""
        if self.attrs.get("name") == "csrfmiddlewaretoken":
            return
        line = self.attrs.get("class", "").startswith("spark")  # pages fetch it when it comes into view
        left = {"tabindex", "hx-morph-skip-children"} if line else {"tabindex"}
        attrs = sorted((key, value) for key, value in self.attrs.items() if key not in left)
        yield "  " * depth + " ".join([self.name, *(f"{key}={value}" for key, value in attrs)])
        for one in [] if line else self.inside:
            if isinstance(one, Node):
                yield from one.lines(depth + 1)
            else:
                yield "  " * (depth + 1) + one


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Node()
        self.path = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs)
        self.path[-1].inside.append(node)
        if tag not in VOID:
            self.path.append(node)

    def handle_startendtag(self, tag, attrs):
        self.path[-1].inside.append(Node(tag, attrs))

    def handle_endtag(self, tag):
        if tag not in VOID:
            while self.path.pop().name != tag:
                pass

    def handle_data(self, data):
        if text := " ".join(data.split()):
            self.path[-1].inside.append(text)


def parse(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    return reader.root


PARTIAL = re.compile(r'<hx-partial hx-target="#([\w-]+)" hx-swap="outerMorph">(.*?)</hx-partial>', re.S)


def targets(html: str) -> list[str]:
    """What the partials are for."""
    return [target for target, _inner in PARTIAL.findall(html)]


def apply(page: Node, html: str) -> list[str]:
    """Put every partial in its place. Returns the ids; raises KeyError when the page has no such element."""
    done = []
    for target, inner in PARTIAL.findall(html):
        node, (new,) = page.find(target), parse(inner).inside
        if node is None or new.attrs.get("id") != target:
            raise KeyError(target)
        node.name, node.attrs, node.inside = new.name, new.attrs, new.inside
        done.append(target)
    assert PARTIAL.sub("", html).strip() == ""
    return done


def seen(html: str | Node) -> str:
    """What of a map's page lives: the board and the bars above it."""
    page = parse(html) if isinstance(html, str) else html
    parts = [page.find(pk) for pk in ("map-head", "map-tools", "board")]
    return "\n".join(line for part in parts for line in part.lines())
