// A picture on which the visitor chooses the part that is read: four corners, moved by mouse, finger, pen or arrow keys. With a
// mouse or pen a new part can also be drawn anywhere, and a part be moved. Sends [x0, y0, x1, y1] in percent of the picture.

const WHOLE = [0, 0, 100, 100];
const SMALLEST = 4;        // percent: a smaller part could not be taken hold of again
const STARTED_PX = 6;      // a mouse that moved less was clicked
const KEY_STEP = 1;
const SHIFT_STEP = 10;     // percent that an arrow key moves a corner, alone and with Shift
const KEYS_MS = 500;       // a part chosen by keys is sent when no key was pressed for this time
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const CORNERS = [[0, 1], [2, 1], [0, 3], [2, 3]];  // indices of a corner's x and y in the region

const between = (low, value, high) => Math.max(low, Math.min(value, high));
const same = (one, other) => one.join() === other?.join();

// Returns the region with one corner moved; the opposite corner stays.
function withCorner(region, [across, down], x, y) {
  const moved = [...region];
  moved[across] = across === 0 ? between(0, x, region[2] - SMALLEST) : between(region[0] + SMALLEST, x, 100);
  moved[down] = down === 1 ? between(0, y, region[3] - SMALLEST) : between(region[1] + SMALLEST, y, 100);
  return moved;
}

function shifted(region, dx, dy) {
  const x = between(-region[0], dx, 100 - region[2]);
  const y = between(-region[1], dy, 100 - region[3]);
  return [region[0] + x, region[1] + y, region[2] + x, region[3] + y];
}

function spanned(from, to) {
  const sides = [0, 1].map((axis) => [Math.min(from[axis], to[axis]), Math.max(from[axis], to[axis])]);
  const wide = sides.map(([low, high]) => {
    const start = Math.min(low, 100 - SMALLEST);
    return [start, Math.max(high, start + SMALLEST)];
  });
  return [wide[0][0], wide[1][0], wide[0][1], wide[1][1]];
}

function build(parent, send) {
  const image = element("img", { draggable: "false" });
  const part = element("div", { class: "part" });
  const [layer, link] = numberLayer(image);
  const corners = CORNERS.map(() => element("div", { class: "corner", role: "slider", tabindex: "0" }));
  const frame = element("div", { class: "frame", role: "group" }, image, part, layer, ...corners);
  const whole = element("button", { type: "button" });
  const hint = element("p", {});
  parent.append(element("div", { class: "region" }, frame, element("div", { class: "tools" }, hint, whole)));
  let region = WHOLE;
  let sent = null;   // what the server has not confirmed yet
  let drag = null;   // {pointer, from, before, change}
  let timer;
  let words = {};

  function show(changed) {
    region = changed.map(Math.round);
    const [x0, y0, x1, y1] = region;
    Object.assign(part.style, { left: `${x0}%`, top: `${y0}%`, width: `${x1 - x0}%`, height: `${y1 - y0}%` });
    corners.forEach((corner, index) => {
      const [x, y] = CORNERS[index].map((side) => region[side]);
      corner.style.setProperty("--x", `${x}%`);
      corner.style.setProperty("--y", `${y}%`);
      corner.setAttribute("aria-valuenow", x);
      corner.setAttribute("aria-valuetext", words.place?.replace("{x}", x).replace("{y}", y) ?? "");
    });
    frame.classList.toggle("whole", same(region, WHOLE));
    whole.hidden = same(region, WHOLE);
  }

  function choose() {
    clearTimeout(timer);
    if (same(region, sent ?? words.region)) return;
    sent = region;
    send(region);
  }

  function place(event) {
    const box = frame.getBoundingClientRect();
    return [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height];
  }

  // What a drag does that starts here: returns the region for a place, or null.
  function change(event) {
    const corner = CORNERS[corners.indexOf(event.target)];
    const before = region;
    const from = place(event);
    if (corner) {
      const [x, y] = corner.map((side) => before[side]);
      return (to) => withCorner(before, corner, x + to[0] - from[0], y + to[1] - from[1]);
    }
    // A number is in the part.
    const isInPart = event.target === part || (layer.contains(event.target) && event.pointerType !== "touch");
    if (isInPart && !same(region, WHOLE)) return (to) => shifted(before, to[0] - from[0], to[1] - from[1]);
    // A finger scrolls the page.
    return event.pointerType === "touch" ? null : (to) => spanned(from, to);
  }

  function start(event) {
    const what = event.button === 0 && drag === null ? change(event) : null;
    if (what === null) return;
    drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY, before: region, change: what, started: false };
    // A number is still to be clicked.
    if (!layer.contains(event.target)) frame.setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (event.pointerId !== drag?.pointer) return;
    // It was let go outside of the picture.
    if (event.buttons === 0) return end(event);
    if (!drag.started && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= STARTED_PX) {
      drag.started = true;
      frame.setPointerCapture(event.pointerId);
    }
    if (drag.started) show(drag.change(place(event)));
  }

  function end(event) {
    if (event.pointerId !== drag?.pointer) return;
    if (event.type === "pointercancel") show(drag.before);
    drag = null;
    choose();
  }

  function press(event) {
    const corner = CORNERS[corners.indexOf(event.target)];
    const arrow = ARROWS[event.key];
    if (!corner || !arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? SHIFT_STEP : KEY_STEP;
    show(withCorner(region, corner, region[corner[0]] + arrow[0] * step, region[corner[1]] + arrow[1] * step));
    clearTimeout(timer);
    timer = setTimeout(choose, KEYS_MS);
  }

  image.addEventListener("load", () => frame.style.setProperty("--aspect", image.naturalWidth / image.naturalHeight));
  frame.addEventListener("pointerdown", start);
  frame.addEventListener("pointermove", move);
  for (const type of ["pointerup", "pointercancel"]) frame.addEventListener(type, end);
  frame.addEventListener("keydown", press);
  whole.addEventListener("click", () => {
    show(WHOLE);
    choose();
    corners[0].focus();  // the button is gone
  });

  return (data) => {
    const isNew = !same(data.region, words.region) || words.region === undefined;
    words = data;
    if (image.src !== data.picture) image.src = data.picture;
    image.alt = data.alt;
    link(data.linked);
    frame.setAttribute("aria-label", data.label);
    corners.forEach((corner, index) => corner.setAttribute("aria-label", data.corners[index]));
    [hint.textContent, whole.textContent] = [data.hint, data.whole];
    // An answer to an older choice does not undo a newer one.
    if (sent !== null && !same(data.region, sent)) return;
    sent = null;
    if (drag === null && isNew) show(data.region);
  };
}

export default function ({ data, parentElement, setStateValue }) {
  parentElement.digitcamUpdate ??= build(parentElement, (region) => setStateValue("region", region));
  parentElement.digitcamUpdate(data);
}
