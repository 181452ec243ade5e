// Writes into live regions, politely: what has stood for a while, and only when it is not what was said last.

const STEADY_MS = 1500;

export default function ({ data, parentElement }) {
  parentElement.querySelectorAll("[role=status]").forEach((region, number) => {
    const text = data.say[number];
    if (text === region.next) return;
    region.next = text;
    clearTimeout(region.timer);
    region.timer = setTimeout(() => (region.textContent = text), STEADY_MS);
  });
}
