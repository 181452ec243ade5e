// Delays Enter, Tab and Escape in the editor of a table until the editor is done with the keys before.
//
// The editor (glide-data-grid in Streamlit 1.67) looks a moment after each key whether it is to close, in a timer. If the
// browser is busy, as while the page is redrawn after the edit before, that of a digit runs after Enter has come: the editor
// then closes for the digit, without what was typed.

const SETTLES_MS = 2;  // longer than that timer, so that it runs first however late both are
const ENDS = ["Enter", "Tab", "Escape"];

let unsettled = 0;     // keys whose timer has not run

const isSettled = () => unsettled === 0;

addEventListener("keydown", settle, true);

function settle(event) {
  if (!event.target.matches?.(".gdg-input")) return;
  if (event.isTrusted && ENDS.includes(event.key) && !isSettled()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    repeatWhenSettled(event);
    return;
  }
  unsettled += 1;
  setTimeout(settled);
}

// Runs once the editor has taken the key and set its timer; on a slow computer that alone takes longer than SETTLES_MS.
function settled() {
  setTimeout(() => (unsettled -= 1), SETTLES_MS);
}

function repeatWhenSettled({ target, key, shiftKey }) {
  if (!isSettled()) setTimeout(() => repeatWhenSettled({ target, key, shiftKey }), SETTLES_MS);
  else target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
}
