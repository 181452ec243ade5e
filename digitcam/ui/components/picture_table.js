// The table of a picture, with an input in each cell. Enter and the arrow keys go to the next cells; the last row is empty, and
// becomes a new one when something is typed in it. Cells from a spreadsheet can be pasted.
//
// Sends edits as [number, "type", "delete" or "restore", row, column, text]. The numbers only grow, and what the server has not confirmed is
// sent again with the next. picture_numbers.js explains the events.

const TO_CELL = "digitcam-to-cell";
const TO_NUMBER = "digitcam-to-number";
const AT_CELL = "digitcam-at-cell";
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
const CROP_SHARE = 0.6;        // of the height of the crop that its number takes, if it is not too wide
const CROP_SHARE_ACROSS = 0.9;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function build(parent, send) {
  const crop = element("button", { type: "button", class: "crop" });
  const about = element("p", {});
  const [remove, undo] = [0, 1].map(() => element("button", { type: "button" }));
  const head = element("tr", {});
  const body = element("tbody", {});
  const table = element("table", {}, element("thead", {}, head), body);
  parent.append(element("div", { class: "now" }, crop, about, undo, remove), element("div", { class: "scroll" }, table));
  const lines = new Map();  // by key: {line, head, inputs, texts, row}
  let edits = [];           // what the server has not confirmed
  let number = 0;           // of the last edit
  let data = null;
  let current = null;       // {key, column}: the cell that was last in use

  const isTyped = (key, column) => edits.some(([, action, row, at]) => action === "type" && row === key && at === column);
  const nextKey = (keys) => `a${1 + Math.max(-1, ...keys.filter((key) => key[0] === "a").map((key) => Number(key.slice(1))))}`;
  // An empty row.
  const added = (key) => ({ key, label: data.words.row, head: "", cells: data.headings.map((heading) => ({ text: "", place: `${data.words.row}, ${heading}`, rule: "", sure: "" })) });

  // The rows of the server, those that are on their way to it, and an empty one.
  function rows() {
    const deleted = new Set(edits.filter(([, action]) => action === "delete").map(([, , row]) => row));
    const known = data.rows.filter(({ key }) => !deleted.has(key));
    const typed = new Set(edits.filter(([, action, row]) => action === "type" && row[0] === "a" && !deleted.has(row)).map((each) => each[2]));
    for (const { key } of known) typed.delete(key);
    const keys = [...data.rows.map(({ key }) => key), ...edits.map(([, , row]) => row)];
    return [...known, ...[...typed, nextKey(keys)].map(added)];
  }

  function describe() {
    const line = lines.get(current?.key);
    const cell = line?.row.cells[current.column];
    const [name, ...more] = cell ? [cell.place, cell.sure, cell.rule].filter(Boolean) : [];
    about.replaceChildren(...(name ? [element("b", {}, name), more.join(", ")] : [data.words.hint]));
    // An empty row that is not there yet cannot be deleted.
    remove.hidden = !line || line.line === body.lastElementChild;
    undo.hidden = !data.undo || edits.some(([, action]) => action === "restore");
    undo.textContent = data.words.undo;
    remove.textContent = data.words.remove;
    crop.title = data.words.show;
    crop.setAttribute("aria-label", data.words.show);
    remove.setAttribute("aria-label", `${data.words.remove}: ${line?.row.label ?? ""}`);
  }

  function showCrop(source, [x, y, width, height], aspect) {
    crop.hidden = false;
    const zoom = Math.min((CROP_SHARE * crop.clientHeight) / height, (CROP_SHARE_ACROSS * crop.clientWidth) / (width * aspect));
    const [h, w] = [100 * zoom, 100 * zoom * aspect];
    const left = crop.clientWidth / 2 - ((x + width / 2) * w) / 100;
    const top = crop.clientHeight / 2 - ((y + height / 2) * h) / 100;
    Object.assign(crop.style, { backgroundImage: `url("${source}")`, backgroundSize: `${w}px ${h}px`, backgroundPosition: `${left}px ${top}px` });
  }

  function point(key, column) {
    const before = lines.get(current?.key)?.inputs[current.column];
    before?.parentElement.classList.remove("now-here");
    current = key === null ? null : { key, column };
    lines.get(key)?.inputs[column].parentElement.classList.add("now-here");
    crop.hidden = true;
    describe();
    document.dispatchEvent(new CustomEvent(AT_CELL, { detail: { picture: data.picture, row: key, column, show: showCrop } }));
  }

  function push(...edit) {
    number += 1;
    edits.push([number, ...edit]);
  }

  function commit(key, column) {
    const { inputs, texts } = lines.get(key);
    const text = inputs[column].value.trim();
    if (text === texts[column]) return;
    texts[column] = text;
    push("type", key, column, text);
    arrange();
    send(edits);
  }

  function at(line, column) {
    return line && [...lines.values()].find((each) => each.line === line)?.inputs[column];
  }

  function press(event, key, column) {
    // Streamlit has keys of its own.
    event.stopPropagation();
    const input = event.target;
    if (event.isComposing) return;
    if (event.key === "Escape") {
      input.value = lines.get(key).texts[column];
      input.select();
    }
    const [start, end, length] = [input.selectionStart, input.selectionEnd, input.value.length];
    const isAll = start === 0 && end === length;
    // Within a text, the arrow keys move the cursor.
    if (event.key === "ArrowLeft" && !isAll && end > 0) return;
    if (event.key === "ArrowRight" && !isAll && start < length) return;
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && event.key !== "Enter")) return;
    event.preventDefault();
    commit(key, column);
    const { line } = lines.get(key);
    const down = event.shiftKey ? -move[0] : move[0];
    const next = down === 0 ? line : down > 0 ? line.nextElementSibling : line.previousElementSibling;
    const there = at(next, column + move[1]);
    if (there) there.focus();
    else input.select();
  }

  function paste(event, key, column) {
    const pasted = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(pasted)) return;
    event.preventDefault();
    let { line } = lines.get(key);
    for (const cells of pasted.split("\n").map((row) => row.split("\t"))) {
      const [of, { inputs, texts }] = [...lines].find(([, each]) => each.line === line);
      cells.slice(0, inputs.length - column).forEach((cell, index) => {
        const text = cell.trim().slice(0, data.words.longest);
        [inputs[column + index].value, texts[column + index]] = [text, text];
        push("type", of, column + index, text);
      });
      arrange();
      line = line.nextElementSibling;
    }
    send(edits);
  }

  function makeInput(key, column) {
    const input = element("input", { type: "text", size: "4", autocomplete: "off", spellcheck: "false", enterkeyhint: "next", maxlength: data.words.longest });
    input.addEventListener("focus", () => {
      input.select();
      point(key, column);
    });
    input.addEventListener("blur", () => lines.has(key) && commit(key, column));
    input.addEventListener("keydown", (event) => press(event, key, column));
    input.addEventListener("paste", (event) => paste(event, key, column));
    return input;
  }

  function make(key) {
    const inputs = data.headings.map((_, column) => makeInput(key, column));
    const first = element("th", { scope: "row" });
    const line = element("tr", {}, first, ...inputs.map((input) => element("td", {}, input)));
    return { line, first, inputs, texts: inputs.map(() => ""), row: null };
  }

  function fill(row) {
    const shown = lines.get(row.key) ?? make(row.key);
    shown.row = row;
    shown.first.textContent = row.head;
    row.cells.forEach((cell, column) => {
      const input = shown.inputs[column];
      input.setAttribute("aria-label", [cell.place, cell.sure, cell.rule].filter(Boolean).join(", "));
      input.parentElement.className = [cell.rule && "rule", cell.sure && "unsure"].filter(Boolean).join(" ");
      // What is being typed stays, and what is on its way to the server.
      if (cell.text === shown.texts[column] || isTyped(row.key, column)) return;
      if (input.value.trim() === shown.texts[column]) input.value = cell.text;
      shown.texts[column] = cell.text;
    });
    lines.set(row.key, shown);
    return shown;
  }

  function arrange() {
    const shown = rows().map(fill);
    for (const [key, { line }] of lines) {
      if (shown.some((each) => each.line === line)) continue;
      lines.delete(key);
      line.remove();
    }
    // Only what is not yet in its place is moved: a moved input loses the focus.
    shown.forEach(({ line }, index) => {
      if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
    });
    lines.get(current?.key)?.inputs[current.column].parentElement.classList.add("now-here");
    describe();
  }

  function goTo(event) {
    if (!table.isConnected) return document.removeEventListener(TO_CELL, goTo);
    if (event.detail.picture !== data.picture) return;
    lines.get(event.detail.row)?.inputs[event.detail.column].focus();
  }

  crop.addEventListener("click", () => {
    const { key: row, column } = current;
    document.dispatchEvent(new CustomEvent(TO_NUMBER, { detail: { picture: data.picture, row, column } }));
  });
  remove.addEventListener("click", () => {
    const { line } = lines.get(current.key);
    const next = line.nextElementSibling;
    push("delete", current.key, 0, "");
    const { column } = current;
    arrange();
    send(edits);
    at(next, column).focus();
  });

  undo.addEventListener("click", () => {
    push("restore", "", 0, "");
    describe();
    send(edits);
    // The button is gone.
    (lines.get(current?.key) ?? lines.values().next().value).inputs[current?.column ?? 0].focus();
  });

  return (sent) => {
    document.addEventListener(TO_CELL, goTo);
    const isOther = data?.headings.length !== sent.headings.length;
    data = sent;
    if (isOther) {
      lines.clear();
      body.replaceChildren();
      current = null;
    }
    number = Math.max(number, data.applied);
    edits = edits.filter(([edit]) => edit > data.applied);
    table.setAttribute("aria-label", data.label);
    head.replaceChildren(...[data.first, ...data.headings].map((text) => element(text ? "th" : "td", text ? { scope: "col" } : {}, text)));
    crop.hidden ||= current === null;
    arrange();
  };
}

export default function ({ data, parentElement, setStateValue }) {
  parentElement.digitcamUpdate ??= build(parentElement, (edits) => setStateValue("edits", [...edits]));
  parentElement.digitcamUpdate(data);
}
