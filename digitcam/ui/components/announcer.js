// Announces texts to screen readers by writing them into live regions (ARIA role "status"), once a text has been
// unchanged for STEADY_MS and if it differs from the last one announced. The regions are children of the document's
// body: Streamlit sometimes replaces the whole page, and screen readers do not announce text in a new region.

const STEADY_MS = 1500;
const ID = "digitcam-announcer";
const INVISIBLE = "position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

function regions(count) {
  const existing = document.getElementById(ID);
  if (existing) return existing;
  const parent = document.createElement("div");
  parent.id = ID;
  parent.style = INVISIBLE;
  for (let number = 0; number < count; number++) {
    parent.appendChild(document.createElement("div")).setAttribute("role", "status");
  }
  return document.body.appendChild(parent);
}

export default function ({ data }) {
  const parent = regions(data.say.length);
  clearTimeout(parent.removal);
  [...parent.children].forEach((region, number) => {
    const text = data.say[number];
    if (text === region.next) return;
    region.next = text;
    clearTimeout(region.timer);
    region.timer = setTimeout(() => {
      if (region.textContent !== text) region.textContent = text;
    }, STEADY_MS);
  });
  return () => {
    parent.removal = setTimeout(() => parent.remove(), STEADY_MS);  // unless the component is mounted again by then
  };
}
