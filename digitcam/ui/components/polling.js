// For fragments that run when their browser asks: a page that its visitor is leaving asks for nothing more.
//
// Streamlit (1.67) answers a fragment's request that went out after a link to another page was followed, and before
// the browser heard of that page's run, by clearing the page that is shown when the answer comes: it is left blank.

const PATIENCE_TO_LEAVE_MS = 10000;  // a page that is still there after so long was not left: its server was away

let goingTo;
let since = -Infinity;
let sending = false;

const path = place => place.pathname.replace(/\/$/, "");

document.addEventListener("click", follow, true);
addEventListener("popstate", () => leaveFor(location));

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (link?.origin !== location.origin) return;
  leaveFor(link);
  if (!sending) return;
  // Streamlit sends a moment later what it was asked for, and that moment is now behind this click.
  event.preventDefault();
  event.stopPropagation();
  setTimeout(() => link.click());
}

function leaveFor(place) {
  goingTo = path(place);
  since = performance.now();
}

// A function that has the fragment run, unless its page is being left.
function asker(setTriggerValue) {
  const here = path(location);
  return () => {
    if (here !== goingTo && performance.now() - since < PATIENCE_TO_LEAVE_MS) return;
    sending = true;
    setTriggerValue("look", true);
    setTimeout(() => (sending = false));
  };
}

