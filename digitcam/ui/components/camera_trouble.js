// Compares what the page shows with the video in the browser, and sends one word when they differ.
//
// Words: a key of TROUBLES in texts/live.py, "plays", or "" for a video that does not play and lacks nothing.

const CHECK_MS = 500;
const PATIENCE_MS = 7000;  // a connection takes one to three seconds
const REDRAWN_MS = 2000;  // after a start or a stop, streamlit-webrtc has the page drawn anew in less
const RETRY_MS = 4000;  // a word that has not changed the page after this time was lost
const SLOW_MS = 1000;  // an answer of a server that is not too busy takes 10 to 100 ms
const RECENT_MS = 15000;  // how long answers count: browsers notice a lost connection after 5 to 10 s

const BY_ERROR = [
  [/NotAllowedError|SecurityError/, "refused"],
  [/NotFoundError|OverconstrainedError/, "missing"],
  [/NotReadableError|AbortError/, "busy"],
  [/mediaDevices is undefined|not implemented/, "insecure"],
];

// The component's own messages name exceptions. The classes are documented: https://mui.com/material-ui/api/alert/
const ERROR = ".MuiAlert-root:not(.MuiAlert-colorWarning) .MuiAlert-message";
const HIDE_ALERTS = ".MuiAlert-root { display: none !important }";
// Before START the page has a picture of its own in the place of the video.
const HIDE_PLACEHOLDER = ".MuiPaper-root:has(> svg) { display: none !important }";

const videoFrame = () => document.querySelector("iframe[title*='webrtc_streamer']");
const videoDocument = () => videoFrame()?.contentDocument;
const button = (frame, label) =>
  [...frame.querySelectorAll("button")].find((one) => one.textContent.trim().toLowerCase() === label.toLowerCase());

async function permission() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state;
  } catch {
    return "unknown";  // the browser does not support this query
  }
}

// The word for a message of the component, which is hidden. Its form for choosing a device has messages of its own.
function failure(frame, data) {
  const alert = frame.querySelector(ERROR)?.textContent;
  if (alert) return BY_ERROR.find(([words]) => words.test(alert))?.[1] ?? "failed";
  for (const paper of frame.querySelectorAll(".MuiPaper-root")) {
    const denied = paper.textContent.startsWith(data.denied);
    if (!denied && !paper.textContent.startsWith(data.unavailable)) continue;
    paper.style.display = "none";
    if (denied) return "refused";
    return /not found/i.test(paper.textContent) ? "missing" : "busy";
  }
  return "";
}

// The word that the page shows; live.py names the container of each after it.
function shown(data) {
  const name = `st-key-${data.shown}`;
  const container = document.querySelector(`[class*='${name}']`);
  const known = [...(container?.classList ?? [])].find((one) => one.startsWith(name));
  return known?.slice(name.length) ?? "plays";
}

// Notes how long the server took to answer the panel, which asks several times a second.
function answerTimes() {
  const answers = [];
  const observer = new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.name.includes("/news/")) answers.push({ at: one.responseEnd, took: one.responseEnd - one.startTime });
    }
    while (answers.length && answers[0].at < performance.now() - RECENT_MS) answers.shift();
  });
  observer.observe({ type: "resource" });
  return {
    areSlow: () => answers.some(({ at, took }) => took >= SLOW_MS && at >= performance.now() - RECENT_MS),
    stop: () => observer.disconnect(),
  };
}

async function hasCamera() {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).some(({ kind }) => kind === "videoinput");
  } catch {
    return true;
  }
}

// Returns a function that ends the watch.
function watch(data, setStateValue) {
  const answers = answerTimes();
  let sent = "";
  let sentAt = performance.now();
  let differsSince = null;
  let checking = false;
  // The stream: since when it is awaited; whether it was started, has played, was stopped by the visitor; why it ended.
  let waitingSince = null;
  let [started, played, stopped, ended] = [false, false, false, ""];

  const noteStop = (event) => {
    if (event.target.closest?.("button") === button(event.target.ownerDocument, data.stop)) stopped = true;
  };

  async function whyEnded() {
    if (!navigator.onLine) return "offline";
    if (!(await hasCamera())) return "unplugged";
    if (answers.areSlow()) return "overloaded";
    return played ? "lost" : "unconnected";
  }

  // A word as above, or "starting".
  async function state(frame) {
    if (!window.isSecureContext) return "insecure";
    if (!frame?.body) return ended;
    const failed = failure(frame, data);
    if (failed) started = false;
    if (failed) return failed;
    const allowed = await permission();
    if (allowed === "denied") return "refused";
    if (button(frame, data.stop)) return running(frame, allowed);
    if (!button(frame, data.start)) return started ? "starting" : ended;  // the form for choosing a device
    if (started && !stopped) ended = await whyEnded();
    [started, played, stopped, waitingSince] = [false, false, false, null];
    return ended;
  }

  async function running(frame, allowed) {
    [started, ended] = [true, ""];
    if (frame.querySelector("video")?.readyState >= 2) {
      [played, stopped, waitingSince] = [true, false, null];
      return "plays";
    }
    waitingSince ??= performance.now();
    if (performance.now() - waitingSince < PATIENCE_MS) return "starting";
    return allowed === "prompt" ? "unanswered" : whyEnded();
  }

  function prepare(frame) {
    // streamlit-webrtc labels the iframe with a module's name, and the video not at all.
    for (const one of [videoFrame(), frame?.querySelector("video")]) one?.setAttribute("aria-label", data.label);
    if (!frame?.head || frame.digitcamPrepared) return;
    frame.digitcamPrepared = true;
    frame.addEventListener("click", noteStop, true);
    frame.head.appendChild(frame.createElement("style")).textContent = HIDE_ALERTS + HIDE_PLACEHOLDER;
    // The form's messages are hidden as soon as they are there.
    new MutationObserver(() => failure(frame, data)).observe(frame, { childList: true, subtree: true });
  }

  function compare(now) {
    const agrees = now === "starting" ? !data.troubles.includes(sent) : now === shown(data);
    if (agrees) return void (differsSince = null);
    const word = now === "starting" ? "" : now;
    const time = performance.now();
    differsSince ??= time;
    const isTrouble = [word, sent].some((one) => data.troubles.includes(one));
    const isNew = word !== sent && (isTrouble || time - differsSince >= REDRAWN_MS);
    if (!isNew && (time - differsSince < REDRAWN_MS || time - sentAt < RETRY_MS)) return;
    [sent, sentAt] = [word, time];
    setStateValue("trouble", word);
  }

  async function check() {
    if (checking) return;
    checking = true;
    try {
      const frame = videoDocument();
      prepare(frame);
      compare(await state(frame));
    } finally {
      checking = false;
    }
  }

  const timer = setInterval(check, CHECK_MS);
  return () => {
    clearInterval(timer);
    answers.stop();
  };
}

// Streamlit (1.67) calls this again when the theme changes, and never calls what the call before returned. There is
// only one watch: a second one would not notice that STOP was pressed, and report a lost video.
export default function ({ data, parentElement, setStateValue }) {
  parentElement.digitcamEnd ??= watch(data, setStateValue);
  return () => {
    parentElement.digitcamEnd?.();
    parentElement.digitcamEnd = undefined;
  };
}
