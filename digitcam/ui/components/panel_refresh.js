// Reruns the panel when the server has a newer result, and every `data.every_ms` in any case.

const CHECK_MS = 250;
const LOST_MS = 3000;  // a requested rerun that has not happened after this time is considered lost

// A control that is open or about to be used: a run of the page must not come between. Tick boxes are used in one click.
const IN_USE = 'input:is([type="range"], [type="text"]:not([role="combobox"])), textarea, [contenteditable="true"]';
const OPEN = '[role="combobox"][aria-expanded="true"], [role="listbox"], [role="menu"], [role="dialog"]';

let pressed = false;
addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (pressed = false), true);

// Returns whether nobody is using a control of the page.
const isCalm = () => !pressed && !document.activeElement?.matches(IN_USE) && !document.querySelector(OPEN);

// Called after each run of the panel. Each call replaces the timer of the one before.
export default function ({ data, parentElement, setTriggerValue }) {
  const address = new URL(data.address, location.origin + location.pathname.replace(/\/?$/, "/"));
  const rerun = rerunRequester(setTriggerValue);
  const drawnAt = performance.now();
  let checking = false;
  let requestedAt = -Infinity;

  // An error status counts as a change: the server no longer knows the stream. If it cannot be reached, fetch throws.
  async function hasChanged() {
    const answer = await fetch(address, { cache: "no-store" });
    return !answer.ok || (await answer.text()) !== data.shown;
  }

  async function check() {
    const now = performance.now();
    if (checking || now - requestedAt < LOST_MS) return;
    checking = true;
    try {
      if ((now - drawnAt >= data.every_ms || (await hasChanged())) && parentElement.digitcamTimer === timer) {
        requestedAt = now;
        rerun({ calm: isCalm(), drawn_s: data.drawn_s });
      }
    } catch {
      // Streamlit itself shows that the server cannot be reached.
    }
    checking = false;
  }

  clearInterval(parentElement.digitcamTimer);
  const timer = (parentElement.digitcamTimer = setInterval(check, CHECK_MS));
  return () => clearInterval(parentElement.digitcamTimer);
}
