// Reruns the fragment that looks for changes, unless the visitor is editing the table or has ticked rows: if rows moved
// then, the wrong reading would be corrected or deleted.

const CHECK_MS = 2000;

const EDITING = ".gdg-input, [data-testid=stDataFrame] [aria-selected=true]";

export default function ({ setTriggerValue }) {
  const rerun = rerunRequester(setTriggerValue);
  const timer = setInterval(() => {
    if (!document.hidden && !document.querySelector(EDITING)) rerun();
  }, CHECK_MS);
  return () => clearInterval(timer);
}
