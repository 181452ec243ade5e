// A button that copies a text to the clipboard, and says that it did.

const SAID_MS = 2500;  // time for which the button says so

// Browsers have no clipboard for scripts at an address without HTTPS.
function copyOld(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOld(text);
  }
}

function build(parent) {
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  status.setAttribute("role", "status");
  parent.append(button, status);
  let words = {};
  let timer;
  button.addEventListener("click", async () => {
    clearTimeout(timer);
    status.textContent = (await copy(words.text)) ? words.copied : words.failed;
    button.focus();
    timer = setTimeout(() => (status.textContent = ""), SAID_MS);
  });
  return (data) => {
    words = data;
    button.textContent = data.label;
  };
}

export default function ({ data, parentElement }) {
  parentElement.digitcamUpdate ??= build(parentElement);
  parentElement.digitcamUpdate(data);
}
