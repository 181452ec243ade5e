// A sheet to draw on with mouse, pen or finger. It is as wide as its column; the strokes are sent in the units of a sheet of
// a fixed size, so that the drawing does not depend on the width of the screen.

const LINE = "#000";
const HINT_COLOUR = "#6b7280";
const HINT_FONT = "28px sans-serif";

// Returns an element with its attributes and children.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function build(parent, data, send) {
  const { width, height, stroke } = data;
  const sheet = element("canvas", { width, height, role: "img", "aria-label": data.label });
  const undo = element("button", { type: "button" }, data.undo);
  const clear = element("button", { type: "button" }, data.clear);
  parent.append(element("div", { class: "sheet" }, sheet, element("div", { class: "tools" }, undo, clear)));
  const context = sheet.getContext("2d");
  let strokes = [];
  let pointer = null;  // the one that draws: a second finger or the palm does not

  function draw() {
    context.clearRect(0, 0, width, height);
    Object.assign(context, { lineWidth: stroke, lineCap: "round", lineJoin: "round", strokeStyle: LINE });
    Object.assign(context, { font: HINT_FONT, textAlign: "center", fillStyle: HINT_COLOUR });
    for (const [first, ...rest] of strokes) {
      context.beginPath();
      context.moveTo(...first);
      for (const point of rest.length ? rest : [first]) context.lineTo(...point);
      context.stroke();
    }
    if (strokes.length === 0) context.fillText(data.hint, width / 2, height / 2);
    undo.disabled = clear.disabled = strokes.length === 0;
  }

  function change(changed) {
    strokes = changed;
    draw();
    send(strokes);
  }

  function place(event) {
    const box = sheet.getBoundingClientRect();
    return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height].map(Math.round);
  }

  function start(event) {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    sheet.setPointerCapture(pointer);
    strokes.push([place(event)]);
    draw();
  }

  function move(event) {
    if (event.pointerId !== pointer) return;
    // Fast strokes have several points between two frames.
    for (const one of event.getCoalescedEvents?.() ?? [event]) strokes.at(-1).push(place(one));
    draw();
  }

  function end(event) {
    if (event.pointerId !== pointer) return;
    pointer = null;
    send(strokes);
  }

  sheet.addEventListener("pointerdown", start);
  sheet.addEventListener("pointermove", move);
  for (const type of ["pointerup", "pointercancel"]) sheet.addEventListener(type, end);
  undo.addEventListener("click", () => change(strokes.slice(0, -1)));
  clear.addEventListener("click", () => change([]));
  draw();
}

export default function ({ data, parentElement, setStateValue }) {
  if (parentElement.querySelector(".sheet") === null) build(parentElement, data, (strokes) => setStateValue("strokes", strokes));
}
