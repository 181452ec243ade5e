// Has the panel drawn anew when the server has news, and now and then in any case.

const ASK_MS = 250;
const PATIENCE_MS = 3000;  // a drawing that was asked for so long ago got lost

// Called anew after each run of the panel; what the last call began is ended then.
export default function ({ data, parentElement, setTriggerValue }) {
  const address = new URL(data.address, location.origin + location.pathname.replace(/\/?$/, "/"));
  const look = asker(setTriggerValue);
  const drawn = performance.now();
  let asking = false;
  let called = -Infinity;

  // A server that does not know the camera any more has news, too; one that cannot be reached has none.
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
      // Streamlit itself says that the server is away.
    }
    asking = false;
  }

  clearInterval(parentElement.digitcamAsks);
  const timer = (parentElement.digitcamAsks = setInterval(ask, ASK_MS));
  return () => clearInterval(parentElement.digitcamAsks);
}
