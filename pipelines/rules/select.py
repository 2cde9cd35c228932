"""CSS selectors over hostile pages: time linear in the page's size.

libxml2 needs minutes for `article a` on a page of nested articles, because it walks the inner ones again for each outer
one. So only the simple parts of a selector (`article`, `a`) go to libxml2; how they must stand to each other is
checked in one walk over the tree.
"""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import cssselect
from cssselect.parser import CombinedSelector
from lxml import etree


class Select:
    """A compiled CSS selector; called with a root it gives the matching elements in document order.

    >>> page = etree.HTML("<ul><li><a>1</a></li></ul><p><b>x</b><a>2</a></p>")
    >>> [a.text for a in Select("ul a, b + a")(page)]
    ['1', '2']
    """

    def __init__(self, css: str) -> None:
        """Raises cssselect.SelectorError for what is no selector."""
        translator = cssselect.HTMLTranslator()
        self._parts: list[etree.XPath] = []
        self._relations: list[str | None] = []  # how part k stands to part k - 1; None: nothing is asked
        self._last = 0  # the bits of the parts that end a selector of the group
        for selector in cssselect.parse(css):
            tree = selector.parsed_tree
            steps = []
            while isinstance(tree, CombinedSelector):
                steps.append((tree.combinator, tree.subselector))
                tree = tree.selector
            for relation, part in [(None, tree), *reversed(steps)]:
                self._relations.append(relation)
                self._parts.append(etree.XPath(f"descendant-or-self::{translator.xpath(part)}"))
                try:
                    self._parts[-1](etree.Element("html"))
                except etree.XPathError as error:  # `svg|a`: pages have no namespaces
                    raise cssselect.SelectorError(str(error)) from None
            self._last |= 1 << (len(self._parts) - 1)

    def __call__(self, root: etree._Element) -> list[etree._Element]:
        candidates: dict[etree._Element, int] = {}  # element → bits of the parts that it matches by itself
        for k, part in enumerate(self._parts):
            for element in cast("list[etree._Element]", part(root)):
                candidates[element] = candidates.get(element, 0) | 1 << k
        found = []
        above, parent, before, previous = 0, 0, 0, 0  # bits of ancestors, parent, earlier siblings, the last sibling
        stack: list[tuple[int, int, int, int]] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "end":
                mine = parent
                above, parent, before, previous = stack.pop()
                before, previous = before | mine, mine
                continue
            near = {" ": above, ">": parent, "~": before, "+": previous}
            mine = self._matched(candidates.get(element, 0), near)
            if mine & self._last:
                found.append(element)
            stack.append((above, parent, before, previous))
            above, parent, before, previous = above | mine, mine, 0, 0
        return found

    def _matched(self, bits: int, near: dict[str, int]) -> int:
        """Those of the parts in `bits` whose part before stands where it must."""
        matched = 0
        while bits:
            k = (bits & -bits).bit_length() - 1
            bits &= bits - 1
            relation = self._relations[k]
            if relation is None or near[relation] >> (k - 1) & 1:
                matched |= 1 << k
        return matched


@lru_cache(maxsize=256)
def select(css: str) -> Select:
    """The compiled selector, kept: sites declare a few and ask them of every page."""
    return Select(css)
