// Looks at the camera from the browser's side, where its troubles happen, and tells the page one word about them.

const LOOK_MS = 500;
const PATIENCE_MS = 7000;  // a connection takes one to three seconds; people wait ten, and the telling takes one

const BY_ERROR = [
  [/NotAllowedError|SecurityError/, "refused"],
  [/NotFoundError|OverconstrainedError/, "missing"],
  [/NotReadableError|AbortError/, "busy"],
  [/mediaDevices is undefined|not implemented/, "insecure"],
];

const frameElement = () => document.querySelector("iframe[title*='webrtc_streamer']");
const camera = () => frameElement()?.contentDocument;

const SWITCHES = "input[type=checkbox], input[type=radio], input[type=range]";
const KEYS = ["keydown", "keyup"];

const again = (event) => document.dispatchEvent(new KeyboardEvent(event.type, event));

// The frame has the focus once START was pressed in it; the page's shortcuts shall work all the same.
const forward = (event) => {
  if (!event.target.closest?.("input, select, textarea, [role=listbox]")) again(event);
};

// Streamlit has no ear for them while any input has the focus, though nobody types into a box that was ticked.
const forwardLetters = (event) => {
  if (/^[a-z]$/i.test(event.key) && event.target.matches?.(SWITCHES)) again(event);
};

async function permission() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state;
  } catch {
    return "unknown";  // a browser that does not tell
  }
}

export default function ({ data, setStateValue }) {
  let told = "";
  let waitingSince = null;

  async function trouble() {
    if (!window.isSecureContext) return "insecure";
    const frame = camera();
    if (!frame?.body) return "";
    const alert = frame.querySelector(".MuiAlert-message")?.textContent ?? "";
    const known = BY_ERROR.find(([words]) => words.test(alert));
    if (known) return known[1];
    const allowed = await permission();
    if (allowed === "denied") return "refused";
    const plays = frame.querySelector("video")?.readyState >= 2;
    const started = [...frame.querySelectorAll("button")].some((button) => /stop/i.test(button.textContent));
    if (plays) waitingSince = null;
    else if (started) waitingSince ??= performance.now();
    else return told === "unconnected" ? told : ((waitingSince = null), "");
    if (waitingSince === null || performance.now() - waitingSince < PATIENCE_MS) return "";
    return allowed === "prompt" ? "unanswered" : "unconnected";
  }

  async function look() {
    const frame = camera();
    if (frame && !frame.digitcamForwards) {
      frame.digitcamForwards = true;
      for (const type of KEYS) frame.addEventListener(type, forward);
    }
    for (const named of [frameElement(), frame?.querySelector("video")]) {
      named?.setAttribute("aria-label", data.label);  // streamlit-webrtc names a Python module, and nothing
    }
    const now = await trouble();
    if (now !== told) setStateValue("trouble", (told = now));
  }

  const timer = setInterval(look, LOOK_MS);
  for (const type of KEYS) document.addEventListener(type, forwardLetters);
  return () => {
    clearInterval(timer);
    for (const type of KEYS) document.removeEventListener(type, forwardLetters);
  };
}
