// Says in the page's words why the file uploader refuses a file. Streamlit's own words name media types and exceptions.

// Below the file's name, and in a bubble while the pointer is on it.
const REFUSALS = "[data-testid=stFileChip] > [role=alert], [data-testid=stTooltipErrorContent]";
const BY_TEXT = [
  [/^Error: $/, "heading"],
  [/not allowed/, "kind"],
  [/or smaller/, "large"],
];

// Changes the texts and keeps their nodes, because React changes these.
function reword(words) {
  const known = new Set(["", ...Object.values(words)]);
  for (const refusal of document.querySelectorAll(REFUSALS)) {
    const texts = document.createTreeWalker(refusal, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      const word = BY_TEXT.find(([pattern]) => pattern.test(node.nodeValue))?.[1] ?? "failed";
      // What is known must not change again: the observer would be called for ever.
      if (!known.has(node.nodeValue)) node.nodeValue = words[word] ?? "";
    }
  }
}

// The observer is called before the browser shows what has changed.
export default function ({ data, parentElement }) {
  parentElement.digitcamObserver?.disconnect();
  const observer = new MutationObserver(() => reword(data));
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  parentElement.digitcamObserver = observer;
  reword(data);
  return () => observer.disconnect();
}
