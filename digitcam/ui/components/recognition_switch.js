// Switches recognition with the D key, on the page or in the iframe of the video, and by a click on the video.
//
// It clicks on the checkbox, so that only the browser holds the value: a request that the page sends at the same time
// would carry the checkbox's old value to the server and undo a change that the server had made.

const KEY = "d";
const TYPED_INTO = "input:not([type=checkbox], [type=radio], [type=range]), select, textarea, [contenteditable], [role=listbox]";
const CHECK_MS = 500;
const DOUBLE_MS = 300;  // the second click of a double-click comes within this time
const PAUSED_MS = 500;  // a click that pauses does so within this time
const CONTROLS_PX = 72;  // height of the browser's controls at the bottom of a video, which keep their clicks

const videoFrame = () => document.querySelector("iframe[title*='webrtc_streamer']")?.contentDocument;

function watch(toggle) {
  let prepared;
  let clickedAt = -Infinity;
  let waiting;

  const press = (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    // A browser that fills in a form sends events without a key.
    if (event.key?.toLowerCase() !== KEY || !isPlain || event.target.closest?.(TYPED_INTO)) return;
    toggle();
  };

  const clicked = () => {
    waiting = undefined;
    toggle();
  };

  // A double-click makes the video fill the screen, and switches nothing.
  const click = (event) => {
    const isFirstWaiting = waiting !== undefined;
    clearTimeout(waiting);
    waiting = undefined;
    if (event.target.tagName !== "VIDEO") return;
    if (event.clientY > event.target.getBoundingClientRect().bottom - CONTROLS_PX) return;
    clickedAt = performance.now();
    if (event.detail === 1) waiting = setTimeout(clicked, DOUBLE_MS);
    // On a busy machine the first click may have switched already.
    if (event.detail === 2 && !isFirstWaiting) toggle();
  };

  // Browsers pause a video with controls when it is clicked on. It may have ended meanwhile.
  const goOn = (event) => {
    if (performance.now() - clickedAt < PAUSED_MS) event.target.play().catch(() => {});
  };

  // The iframe may be replaced at any time.
  function prepare() {
    const frame = videoFrame();
    if (!frame?.body || frame === prepared) return;
    prepared = frame;
    frame.addEventListener("keydown", press);
    frame.addEventListener("click", click, true);
    frame.addEventListener("pause", goOn, true);
  }

  const timer = setInterval(prepare, CHECK_MS);
  document.addEventListener("keydown", press);
  prepare();
  return () => {
    clearInterval(timer);
    clearTimeout(waiting);
    for (const place of [document, prepared]) place?.removeEventListener("keydown", press);
    prepared?.removeEventListener("click", click, true);
    prepared?.removeEventListener("pause", goOn, true);
  };
}

// Streamlit (1.67) calls this again when the theme changes, and never calls what the call before returned.
export default function ({ data, parentElement }) {
  // Streamlit makes a widget's key a class.
  const toggle = () => document.querySelector(`.st-key-${data.checkbox} input[type=checkbox]`)?.click();
  parentElement.digitcamEnd ??= watch(toggle);
  return () => {
    parentElement.digitcamEnd?.();
    parentElement.digitcamEnd = undefined;
  };
}
