// Announces texts to screen readers by writing them into live regions (ARIA role "status"), once a text has been
// unchanged for STEADY_MS and if it differs from the last one announced. The regions are children of the document's
// body: Streamlit sometimes replaces the whole page, and screen readers do not announce text in a new region.

const STEADY_MS = 1500;
const ID = "digitcam-announcer";

function regions(count) {
  const found = document.getElementById(ID);
  if (found) return found;
  const made = document.createElement("div");
  made.id = ID;
  made.style = "position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";  // invisible, but read by screen readers
  for (let number = 0; number < count; number++) {
    made.appendChild(document.createElement("div")).setAttribute("role", "status");
  }
  return document.body.appendChild(made);
}

export default function ({ data }) {
  const all = regions(data.say.length);
  clearTimeout(all.leaving);
  [...all.children].forEach((region, number) => {
    const text = data.say[number];
    if (text === region.next) return;
    region.next = text;
    clearTimeout(region.timer);
    region.timer = setTimeout(() => {
      if (region.textContent !== text) region.textContent = text;
    }, STEADY_MS);
  });
  return () => {
    all.leaving = setTimeout(() => all.remove(), STEADY_MS);  // unless the component is mounted again by then
  };
}
