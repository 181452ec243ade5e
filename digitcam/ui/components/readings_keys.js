// Types what is typed right after a double-click on a number into its editor.
//
// The table (Streamlit 1.67) opens the editor up to 100 ms later, and then takes the keyboard away from it once more. It
// would open the editor anew at each key until then, so that all but the last of these keys are lost.

const OPENS_MS = 1000;  // an editor that has not opened after this time will not: the cell cannot be edited
const CONTROL_KEYS = ["Enter", "Tab", "Escape", "Backspace", "Delete"];

const heldKeys = [];
let expectedUntil = 0;  // an editor opens before this time

addEventListener("dblclick", expectEditor, true);
addEventListener("keydown", hold, true);

const openEditor = () => document.querySelector(EDITOR);
// Whether the editor can take a key now, after those before.
const canTake = key => key.length === 1 || isSettled();

function expectEditor(event) {
  if (event.isTrusted && isInside(event) && !openEditor()) expectedUntil = performance.now() + OPENS_MS;
}

function isEarly(event) {
  const editor = openEditor();
  if (editor) expectedUntil = 0;
  const isElsewhere = event.target !== document.body && !table()?.contains(event.target) && event.target !== editor;
  if (isElsewhere) return false;
  if (heldKeys.length > 0) return true;
  if (!editor) return performance.now() < expectedUntil;
  return editor !== document.activeElement || !canTake(event.key);
}

function hold(event) {
  const isTyped = event.key.length === 1 || CONTROL_KEYS.includes(event.key);
  if (!event.isTrusted || !isTyped || event.ctrlKey || event.metaKey || event.altKey || !isEarly(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  heldKeys.push({ key: event.key, shiftKey: event.shiftKey });
  if (heldKeys.length === 1) requestAnimationFrame(release);
}

function release() {
  const editor = openEditor();
  if (awaited) expectedUntil = performance.now() + OPENS_MS;   // the editor opens in the table that is on its way
  if (!editor && performance.now() > expectedUntil) heldKeys.length = 0;
  else if (editor && canTake(heldKeys[0].key)) press(editor, heldKeys.shift());
  if (heldKeys.length) requestAnimationFrame(release);
}

function press(editor, { key, shiftKey }) {
  editor.focus();
  if (key.length === 1) document.execCommand("insertText", false, key);
  else if (key === "Backspace") document.execCommand("delete");
  else if (key === "Delete") document.execCommand("forwardDelete");
  else editor.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
}

