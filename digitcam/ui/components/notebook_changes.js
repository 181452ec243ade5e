// Asks the page to look for changes, unless somebody is at work in the table: rows that move under an edit or under
// ticks would have the wrong reading corrected or deleted.

const LOOK_MS = 2000;

const AT_WORK = ".gdg-input, [data-testid=stDataFrame] [aria-selected=true]";

export default function ({ setTriggerValue }) {
  const look = asker(setTriggerValue);
  const timer = setInterval(() => {
    if (!document.hidden && !document.querySelector(AT_WORK)) look();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
