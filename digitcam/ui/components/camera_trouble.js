// Checks in the browser whether the camera works, and sends the page one word if it does not.

const CHECK_MS = 500;
const PATIENCE_MS = 7000;  // a connection takes one to three seconds

const BY_ERROR = [
  [/NotAllowedError|SecurityError/, "refused"],
  [/NotFoundError|OverconstrainedError/, "missing"],
  [/NotReadableError|AbortError/, "busy"],
  [/mediaDevices is undefined|not implemented/, "insecure"],
];

const videoFrame = () => document.querySelector("iframe[title*='webrtc_streamer']");
const videoDocument = () => videoFrame()?.contentDocument;

const SWITCHES = "input[type=checkbox], input[type=radio], input[type=range]";
const KEYS = ["keydown", "keyup"];

const repeat = (event) => document.dispatchEvent(new KeyboardEvent(event.type, event));

// After START was pressed, the iframe has the focus. Repeats its keys on the page, so that shortcuts still work.
const forward = (event) => {
  if (!event.target.closest?.("input, select, textarea, [role=listbox]")) repeat(event);
};

// Streamlit ignores shortcuts while any input has the focus, even a checkbox, into which nobody types.
const forwardLetters = (event) => {
  if (/^[a-z]$/i.test(event.key) && event.target.matches?.(SWITCHES)) repeat(event);
};

async function permission() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state;
  } catch {
    return "unknown";  // the browser does not support this query
  }
}

export default function ({ data, setStateValue }) {
  let sent = "";
  let waitingSince = null;

  async function trouble() {
    if (!window.isSecureContext) return "insecure";
    const frame = videoDocument();
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
    else return sent === "unconnected" ? sent : ((waitingSince = null), "");
    if (waitingSince === null || performance.now() - waitingSince < PATIENCE_MS) return "";
    return allowed === "prompt" ? "unanswered" : "unconnected";
  }

  async function check() {
    const frame = videoDocument();
    if (frame && !frame.digitcamForwards) {
      frame.digitcamForwards = true;
      for (const type of KEYS) frame.addEventListener(type, forward);
    }
    // streamlit-webrtc labels the iframe with a module's name, and the video not at all.
    for (const element of [videoFrame(), frame?.querySelector("video")]) {
      element?.setAttribute("aria-label", data.label);
    }
    const now = await trouble();
    if (now !== sent) setStateValue("trouble", (sent = now));
  }

  const timer = setInterval(check, CHECK_MS);
  for (const type of KEYS) document.addEventListener(type, forwardLetters);
  return () => {
    clearInterval(timer);
    for (const type of KEYS) document.removeEventListener(type, forwardLetters);
  };
}
