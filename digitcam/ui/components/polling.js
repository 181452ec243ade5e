// Requests reruns of a fragment, unless the visitor is leaving the page.
//
// If a fragment's rerun is requested after a link to another page was clicked, and before that page's run has started,
// Streamlit (1.67) clears whatever page is shown when the answer arrives, and leaves it blank.

const LEAVING_MS = 10000;  // a page that is still shown after this time was not left: the server could not be reached

let nextPath;
let leftAt = -Infinity;
let sending = false;

const path = place => place.pathname.replace(/\/$/, "");

document.addEventListener("click", follow, true);
addEventListener("popstate", () => leaveFor(location));

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (link?.origin !== location.origin) return;
  leaveFor(link);
  if (!sending) return;
  // Streamlit sends the requested rerun a moment later. Repeat the click after that moment.
  event.preventDefault();
  event.stopPropagation();
  setTimeout(() => link.click());
}

function leaveFor(place) {
  nextPath = path(place);
  leftAt = performance.now();
}

// Returns a function that requests a rerun of the fragment, unless its page is being left.
function rerunRequester(setTriggerValue) {
  const here = path(location);
  return (value = true) => {
    if (here !== nextPath && performance.now() - leftAt < LEAVING_MS) return;
    sending = true;
    setTriggerValue("rerun", value);
    setTimeout(() => (sending = false));
  };
}

