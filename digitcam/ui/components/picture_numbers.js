// The numbers of a picture: a button over each, which goes to its cell in the table. The number whose cell was last in use is
// marked. Tab gets to one of the buttons, the arrow keys from there to the others.
//
// The table (picture_table.js) is another component of the page. They tell each other by events of the document, each with
// {picture, row, column}: TO_CELL and TO_NUMBER ask for a cell and for its number, AT_CELL says which cell has got the focus, and
// takes a function that shows the number beside the table.

const TO_CELL = "digitcam-to-cell";
const TO_NUMBER = "digitcam-to-number";
const AT_CELL = "digitcam-at-cell";
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Returns a layer for the frame of an image, and a function that shows numbers in it.
function numberLayer(image) {
  const layer = element("div", { class: "numbers", role: "group" });
  let buttons = [];
  let numbers = [];       // {row, column, box: [x, y, width, height] in percent, text}
  let picture = "";
  let marked = null;      // {row, column} of the cell that was last in use

  const same = (one, other) => one?.row === other?.row && one?.column === other?.column;
  const show = () => buttons.forEach((button, index) => button.classList.toggle("marked", same(numbers[index], marked)));

  // One of the buttons is reached by the Tab key.
  function reach(index) {
    buttons.forEach((button, other) => (button.tabIndex = other === index ? 0 : -1));
  }

  // The next number in reading order, or in the same column; the same one if there is none.
  function next(index, key) {
    if (key === "Home" || key === "End") return key === "Home" ? 0 : numbers.length - 1;
    const step = STEPS[key];
    const fits = (other) => key === "ArrowLeft" || key === "ArrowRight" || numbers[other].column === numbers[index].column;
    for (let other = index + step; numbers[other]; other += step) if (fits(other)) return other;
    return step ? index : null;
  }

  function press(event) {
    const index = next(buttons.indexOf(event.target), event.key);
    if (index === null) return;
    event.preventDefault();
    event.stopPropagation();
    reach(index);
    buttons[index].focus();
  }

  function make({ row, column, box: [x, y, width, height], text }, index) {
    const button = element("button", { type: "button", class: "number", "aria-label": text });
    Object.assign(button.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
    button.addEventListener("focus", () => reach(index));
    button.addEventListener("click", () => {
      document.dispatchEvent(new CustomEvent(TO_CELL, { detail: { picture, row, column } }));
    });
    return button;
  }

  function hear({ type, detail }) {
    if (!layer.isConnected) return ignore();
    if (detail.picture !== picture) return;
    const index = numbers.findIndex((number) => same(number, detail));
    if (type === TO_NUMBER) {
      buttons[index]?.focus({ preventScroll: true });
      buttons[index]?.scrollIntoView({ block: "center" });
      return;
    }
    marked = detail;
    if (index >= 0) {
      reach(index);
      detail.show(image.src, numbers[index].box, image.naturalWidth / image.naturalHeight);
    }
    show();
  }

  layer.addEventListener("keydown", press);
  const listen = () => [AT_CELL, TO_NUMBER].forEach((type) => document.addEventListener(type, hear));
  const ignore = () => [AT_CELL, TO_NUMBER].forEach((type) => document.removeEventListener(type, hear));

  function update(linked) {
    listen();
    layer.setAttribute("aria-label", linked.label);
    layer.hidden = linked.numbers.length === 0;
    if (JSON.stringify([linked.picture, linked.numbers]) === JSON.stringify([picture, numbers])) return;
    [picture, numbers] = [linked.picture, linked.numbers];
    buttons = numbers.map(make);
    layer.replaceChildren(...buttons);
    reach(0);
    show();
  }

  return [layer, update];
}
