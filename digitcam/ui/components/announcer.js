// Writes into live regions, politely: what has stood for a while, and only when it is not what was said last.
// They hang on the document: what is said in a region that has only just come is not heard, and Streamlit at times
// draws all that is in its page anew.

const STEADY_MS = 1500;
const ID = "digitcam-announcer";

function regions(count) {
  const found = document.getElementById(ID);
  if (found) return found;
  const made = document.createElement("div");
  made.id = ID;
  made.style = "position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";  // unseen, yet heard
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
    all.leaving = setTimeout(() => all.remove(), STEADY_MS);  // unless drawn anew meanwhile
  };
}
