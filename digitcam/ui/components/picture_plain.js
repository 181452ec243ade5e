// A picture whose numbers are linked to the cells of its table.

function build(parent) {
  const image = element("img", { draggable: "false" });
  const [layer, link] = numberLayer(image);
  const frame = element("div", { class: "frame" }, image, layer);
  parent.append(frame);
  image.addEventListener("load", () => frame.style.setProperty("--aspect", image.naturalWidth / image.naturalHeight));
  return (data) => {
    if (image.src !== data.source) image.src = data.source;
    image.alt = data.alt;
    link(data.linked);
  };
}

export default function ({ data, parentElement }) {
  parentElement.digitcamUpdate ??= build(parentElement);
  parentElement.digitcamUpdate(data);
}
