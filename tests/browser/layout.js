// Finds what does not fit: the page, texts that an element around them or the window cuts off, and narrow columns.
([minColumn, from, to]) => {
  const found = [];
  const root = document.documentElement;
  const sidebar = document.querySelector("[data-testid=stSidebar]");
  const isClosed = sidebar?.getBoundingClientRect().right <= 0;
  const SKIPPED = "script, style, noscript, canvas *, [data-testid=stIconMaterial]";

  const name = element => element.closest("[data-testid]")?.dataset.testid ?? element.tagName;
  const isHidden = box => box.width <= 1 || box.height <= 1;   // as texts for screen readers are

  // Returns the element that cuts a part of a text off, if any.
  function cutBy(rect, element) {
    let scrolls = false;   // whether the text can be scrolled into view, up or down
    for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(outer);
      const box = outer.getBoundingClientRect();
      if (overflowX !== "visible" && isHidden(box)) return undefined;
      if (overflowX !== "visible" && (rect.left < box.left - 1 || rect.right > box.right + 1)) return outer;
      scrolls ||= overflowY === "auto" || overflowY === "scroll";
      const slack = rect.height / 4;   // the box of a line may be lower than that of its letters
      const isOutside = rect.top < box.top - slack || rect.bottom > box.bottom + slack;
      if (overflowY !== "visible" && !scrolls && isOutside) return outer;
      if (position === "fixed") break;
    }
    return rect.left < -1 || rect.right > innerWidth + 1 ? root : undefined;
  }

  function checkText(text) {
    const element = text.parentElement;
    if (!text.data.trim() || element.matches(SKIPPED) || (isClosed && sidebar.contains(element))) return;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    const range = document.createRange();
    range.selectNodeContents(text);
    const rects = [...range.getClientRects()].filter(rect => !isHidden(rect));
    const outer = rects.map(rect => cutBy(rect, element)).find(Boolean);
    if (outer) found.push(`"${text.data.trim().slice(0, 60)}" is cut off by ${name(outer)}`);
  }

  function checkColumn(column) {
    const width = Math.round(column.getBoundingClientRect().width);
    if (!column.checkVisibility() || width >= minColumn) return;
    found.push(`a column is ${width} px wide: ${column.innerText.slice(0, 40)}`);
  }

  for (const element of [root, ...document.querySelectorAll("[data-testid=stMain]")]) {
    const { scrollWidth, clientWidth } = element;
    if (scrollWidth > clientWidth) found.push(`${name(element)} scrolls sideways, ${scrollWidth} px wide`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) checkText(texts.currentNode);
  if (from <= innerWidth && innerWidth <= to) document.querySelectorAll("[data-testid=stColumn]").forEach(checkColumn);
  return found;
}
