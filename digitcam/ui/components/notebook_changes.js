// Asks the page to look for changes, unless the visitor is editing the table or has ticked rows: if rows moved, the
// wrong reading would be corrected or deleted.

const LOOK_MS = 2000;

const AT_WORK = ".gdg-input, [data-testid=stDataFrame] [aria-selected=true]";

export default function ({ setTriggerValue }) {
  const look = asker(setTriggerValue);
  const timer = setInterval(() => {
    if (!document.hidden && !document.querySelector(AT_WORK)) look();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
