// Says why no snapshot can be taken, in place of the camera widget, which has the same words for every reason.

const CHECK_MS = 500;
const WAITING = "[data-testid=stCameraInputWebcamStyledBox][hidden]";

async function permission() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state;
  } catch {
    return "unknown";  // the browser does not support this query
  }
}

// A key of the words, or "" while the widget can be used.
async function trouble() {
  if (document.querySelector(WAITING) === null) return "";
  if (!navigator.mediaDevices) return "insecure";
  const allowed = await permission();
  if (allowed === "denied") return "refused";
  const devices = await navigator.mediaDevices.enumerateDevices();
  if (!devices.some(({ kind }) => kind === "videoinput")) return "missing";
  return allowed === "granted" ? "busy" : "unanswered";
}

export default function ({ data, parentElement }) {
  const message = parentElement.querySelector("p") ?? parentElement.appendChild(document.createElement("p"));
  message.setAttribute("role", "status");
  let busy = 0;

  async function check() {
    const word = await trouble();
    // A camera that is allowed takes a moment to start.
    busy = word === "busy" ? busy + 1 : 0;
    const text = word === "busy" && busy * CHECK_MS < data.patience_ms ? "" : (data.words[word] ?? "");
    if (message.textContent !== text) message.textContent = text;
  }

  clearInterval(parentElement.digitcamTimer);
  parentElement.digitcamTimer = setInterval(check, CHECK_MS);
  check();
  return () => clearInterval(parentElement.digitcamTimer);
}
