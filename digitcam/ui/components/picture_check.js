// Numbers to check, each with its picture and an input. Enter accepts or corrects one and goes to the next, so that all can be
// checked by keys alone; beside them, the whole picture shows where the current one is. A number that is still against a rule
// comes back; Enter again accepts it.
//
// Sends answers as [number, id, text]. The numbers only grow, and what the server has not confirmed is sent again with the next.

const UNREAD = "?";
const MARK_MARGIN = 1;  // percent of the picture that the mark is larger than the number, each way

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function build(parent, send) {
  const title = element("b", {});
  const left = element("span", { role: "status" });
  const hint = element("p", {});
  const list = element("div", { class: "cards" });
  const picture = element("img", { alt: "" });
  const mark = element("div", { class: "mark" });
  const where = element("div", { class: "where" }, picture, mark);
  const group = element("div", { class: "check", role: "group" }, element("header", {}, title, left), hint,
    element("div", { class: "body" }, list, where));
  parent.append(group);
  const cards = new Map();  // by id, in the order of the list
  let answers = [];         // what the server has not confirmed
  let number = 0;           // of the last answer
  let words = {};
  let pictures = {};        // by picture, all that were ever sent
  let current = null;

  const open = () => [...cards.values()].filter((card) => !card.done);

  function refresh() {
    const count = open().length;
    left.textContent = count === 0 ? words.done : words.left.replace("{count}", count);
    for (const card of cards.values()) {
      card.box.classList.toggle("done", card.done);
      card.box.classList.toggle("current", card === current);
    }
  }

  function point(card) {
    current = card;
    mark.hidden = !card.cell.place;
    const [x, y, width, height] = card.cell.place ?? [0, 0, 0, 0];
    const source = pictures[card.cell.picture];
    where.hidden = source === undefined;
    if (source !== undefined && picture.src !== source) picture.src = source;
    picture.alt = words.where.replace("{name}", () => card.cell.name);
    Object.assign(mark.style, { left: `${x - MARK_MARGIN}%`, top: `${y - MARK_MARGIN}%`,
      width: `${width + 2 * MARK_MARGIN}%`, height: `${height + 2 * MARK_MARGIN}%` });
    refresh();
  }

  function go(card) {
    card.input.focus();
    card.box.scrollIntoView({ block: "nearest", inline: "center" });
  }

  // The next card that is not done, after this one and from the start again.
  function after(card) {
    const all = [...cards.values()];
    const start = all.indexOf(card) + 1;
    return [...all.slice(start), ...all.slice(0, start - 1)].find((other) => !other.done);
  }

  function accept(card) {
    const text = card.input.value.trim();
    // What nobody can read stays to be checked.
    if (!text.includes(UNREAD)) {
      card.done = true;
      number += 1;
      answers.push([number, card.cell.id, text]);
      send(answers);
    }
    const next = after(card);
    if (next) go(next);
    refresh();
  }

  function press(event, card) {
    // Streamlit has keys of its own.
    event.stopPropagation();
    if (event.isComposing) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Enter") accept(card);
    else if (step) {
      const all = [...cards.values()];
      go(all[(all.indexOf(card) + step + all.length) % all.length]);
    } else return;
    event.preventDefault();
  }

  function make(cell) {
    const crop = element("img", { src: cell.crop });
    crop.hidden = !cell.crop;
    const input = element("input", { type: "text", autocomplete: "off", spellcheck: "false", enterkeyhint: "next",
      maxlength: words.longest });
    const [label, rule, sure] = ["label", "rule", "sure"].map((name) => element("small", { class: name }));
    const box = element("div", { class: "card" }, crop, input, label, rule, sure);
    const card = { cell, box, input, crop, label, rule, sure, done: false };
    input.value = cell.text;
    input.addEventListener("focus", () => {
      input.select();
      point(card);
    });
    input.addEventListener("keydown", (event) => press(event, card));
    crop.addEventListener("click", () => go(card));
    return card;
  }

  function update(cell) {
    const card = cards.get(cell.id) ?? make(cell);
    // A text that was changed in the table replaces the one here, unless a newer one is on its way.
    const isNewer = answers.some(([, id]) => id === cell.id);
    if (cell.text !== card.cell.text && !isNewer) card.input.value = cell.text;
    card.cell = cell;
    for (const name of ["label", "rule", "sure"]) card[name].textContent = cell[name];
    card.crop.alt = words.crop.replace("{place}", () => cell.label);
    card.input.setAttribute("aria-label", [cell.label, cell.rule, cell.sure].filter(Boolean).join(", "));
    card.done = cell.done || isNewer;
    return card;
  }

  return (data) => {
    words = data.words;
    pictures = { ...pictures, ...data.pictures };
    number = Math.max(number, data.applied);
    answers = answers.filter(([answer]) => answer > data.applied);
    title.textContent = words.title;
    hint.textContent = words.hint;
    group.setAttribute("aria-label", words.title);
    const updated = data.cells.map((cell) => [cell.id, update(cell)]);
    for (const [id, card] of cards) if (!updated.some(([other]) => other === id)) card.box.remove();
    cards.clear();
    for (const [id, card] of updated) cards.set(id, card);
    // Only what is not yet in its place is moved: a moved input loses the focus.
    const root = list.getRootNode();
    const focused = root.activeElement;
    [...cards.values()].forEach((card, index) => {
      if (list.children[index] !== card.box) list.insertBefore(card.box, list.children[index] ?? null);
    });
    if (list.contains(focused) && root.activeElement !== focused) {
      const selected = [focused.selectionStart, focused.selectionEnd];
      focused.focus();
      focused.setSelectionRange(...selected);
    }
    // Nobody is at work here: what comes first is shown.
    if (!cards.has(current?.cell.id) || !list.contains(root.activeElement)) current = null;
    const shown = current ?? open()[0] ?? cards.values().next().value;
    if (shown) point(shown);
  };
}

export default function ({ data, parentElement, setStateValue }) {
  parentElement.digitcamUpdate ??= build(parentElement, (answers) => setStateValue("answers", [...answers]));
  parentElement.digitcamUpdate(data);
}
