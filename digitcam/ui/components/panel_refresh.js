// Refreshes the panel when the server has a newer result, and every `data.every_ms` in any case.

const ASK_MS = 250;
const PATIENCE_MS = 3000;  // after this time a requested refresh is considered lost

// Called after each run of the panel. Each call replaces the timer of the one before.
export default function ({ data, parentElement, setTriggerValue }) {
  const address = new URL(data.address, location.origin + location.pathname.replace(/\/?$/, "/"));
  const look = asker(setTriggerValue);
  const drawn = performance.now();
  let asking = false;
  let called = -Infinity;

  // An error status counts as news: the server no longer knows the camera. If the server cannot be reached, fetch throws.
  async function news() {
    const answer = await fetch(address, { cache: "no-store" });
    return !answer.ok || (await answer.text()) !== data.shown;
  }

  async function ask() {
    const now = performance.now();
    if (asking || now - called < PATIENCE_MS) return;
    asking = true;
    try {
      if ((now - drawn >= data.every_ms || (await news())) && parentElement.digitcamAsks === timer) {
        called = now;
        look();
      }
    } catch {
      // Streamlit itself shows that the server cannot be reached.
    }
    asking = false;
  }

  clearInterval(parentElement.digitcamAsks);
  const timer = (parentElement.digitcamAsks = setInterval(ask, ASK_MS));
  return () => clearInterval(parentElement.digitcamAsks);
}
