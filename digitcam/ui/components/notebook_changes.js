// Reruns the fragment that looks for changes, and lets it replace an outdated table, but never while the visitor edits.
//
// A new table discards what is being typed in the old one. Between this script's word that nobody is typing and the new
// table, clicks do not reach the old table; a double-click in that time is repeated on the new one.
//
// Streamlit sends what was typed a moment after its editor was left. If the click that left it makes the page replace the
// table, as a choice of other readings does, this must come after that moment.

const CHECK_MS = 2000;
const QUIET_MS = 1500;          // time without any activity in the table before it may be replaced
const SELECTED_QUIET_MS = 10000;  // the same while a cell is selected: the next key would edit it
const WATCH_MS = 250;
const LOST_MS = 5000;           // a table that has not been replaced after this time will not be
const ROW_PX = 35;
const SENT_MS = 300;            // after this time what was typed has been sent

const TABLE = "[data-testid=stDataFrame]";
const EDITOR = ".gdg-input";
const TICKED = `${TABLE} tr[aria-selected=true]`;
const SELECTED = `${TABLE} td[aria-selected=true]`;

let activeAt = -Infinity;
let leftEditorAt = -Infinity;
let awaited;        // the replacement that was asked for: {round, since, ids, click}

for (const type of ["pointerdown", "pointermove", "wheel", "keydown"]) {
  addEventListener(type, noteActivity, { capture: true, passive: true });
}
addEventListener("dblclick", noteDoubleClick, true);
addEventListener("pointerdown", noteLeaving, true);
addEventListener("click", delay, true);

const table = () => document.querySelector(TABLE);

function isInside(event) {
  const box = table()?.getBoundingClientRect();
  return box && event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

function noteActivity(event) {
  if (event.type === "keydown" || isInside(event)) activeAt = performance.now();
}

function noteDoubleClick(event) {
  if (awaited && isInside(event)) awaited.click = { x: event.clientX, y: event.clientY };
}

function noteLeaving(event) {
  if (document.querySelector(EDITOR) && !isInside(event) && !event.target.closest?.(EDITOR)) leftEditorAt = performance.now();
}

function delay(event) {
  if (!event.isTrusted || performance.now() - leftEditorAt > SENT_MS) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  setTimeout(() => event.target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })), SENT_MS);
}

const isEditing = () => document.querySelector(`${EDITOR}, ${TICKED}`) !== null;

function isQuiet() {
  const quiet = document.querySelector(SELECTED) ? SELECTED_QUIET_MS : QUIET_MS;
  return !isEditing() && performance.now() - activeAt >= quiet;
}

function cover(covered) {
  if (table()) table().style.pointerEvents = covered ? "none" : "";
}

// Opens the editor on the row that the visitor double-clicked in the old table, wherever it is now.
function repeat(click, before, after) {
  const box = table().getBoundingClientRect();
  const scrolled = table().querySelector(".dvn-scroller")?.scrollTop ?? 0;
  const row = Math.floor((click.y - box.top + scrolled) / ROW_PX) - 1;
  const now = after.indexOf(before[row]);
  if (now < 0) return;
  const at = { clientX: click.x, clientY: click.y + (now - row) * ROW_PX, bubbles: true, cancelable: true, button: 0 };
  const canvas = table().querySelector("canvas");
  for (const detail of [1, 2]) {
    for (const type of ["pointermove", "mousemove", "pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
      const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
      canvas.dispatchEvent(new Kind(type, { ...at, detail, pointerType: "mouse", isPrimary: true }));
    }
  }
  canvas.dispatchEvent(new MouseEvent("dblclick", { ...at, detail: 2 }));
}

// Called after each run that changes the data, with the newest of them.
export default function ({ data, setStateValue, setTriggerValue, parentElement }) {
  const check = rerunRequester(setTriggerValue);
  let checkedAt = performance.now();

  function finish() {
    const { click, ids } = awaited;
    awaited = undefined;
    cover(false);
    if (click && table()) setTimeout(() => table() && repeat(click, ids, data.ids), 50);
  }

  function watch() {
    const now = performance.now();
    if (awaited && now - awaited.since > LOST_MS) finish();
    if (document.hidden || awaited) return;
    if (data.outdated && isQuiet()) {
      awaited = { round: data.round, since: now, ids: data.ids };
      cover(true);
      setTriggerValue("replace", true);
    } else if (now - checkedAt >= CHECK_MS && !isEditing()) {
      checkedAt = now;
      check();
    }
  }

  setStateValue("guarded", true);
  if (awaited && data.round !== awaited.round) finish();
  clearInterval(parentElement.digitcamTimer);
  parentElement.digitcamTimer = setInterval(watch, WATCH_MS);
  return () => clearInterval(parentElement.digitcamTimer);
}
