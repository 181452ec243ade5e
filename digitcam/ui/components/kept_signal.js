// Tells that a reading was kept: by a soft sound, and by a flash at the edge of the page. Both are made here, without a file.

const TONES = [[659.3, 0], [987.8, 0.09]];  // hertz, and when it begins, seconds: an E and the B above it
const RISE_S = 0.015;
const FALL_S = 0.35;
const LOUDNESS = 0.15;  // of 1
const SILENT = 0.0001;  // an exponential ramp cannot end at 0
const LATE_MS = 500;    // a browser may allow sound only after a later click: what was kept by then is not worth a sound

const FLASH_MS = 700;
const EDGE = "position:fixed;inset:0;z-index:1000000;pointer-events:none;border:0.6rem solid #16a34a";
const FILL = "background:rgb(22 163 74 / 0.18)";

let audio;

function ring() {
  for (const [hertz, after] of TONES) {
    const start = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const loudness = new GainNode(audio, { gain: SILENT });
    loudness.gain.setValueAtTime(SILENT, start);
    loudness.gain.exponentialRampToValueAtTime(LOUDNESS, start + RISE_S);
    loudness.gain.exponentialRampToValueAtTime(SILENT, start + FALL_S);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + FALL_S);
  }
}

async function sound() {
  const askedAt = performance.now();
  audio ??= new AudioContext();
  await audio.resume();
  if (performance.now() - askedAt < LATE_MS) ring();
}

// Without movement if the visitor wants none: an edge that is there for a moment, and no light over the page.
function flash() {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const edge = document.createElement("div");
  edge.className = "digitcam-flash";
  edge.setAttribute("aria-hidden", "true");
  edge.style = isCalm ? EDGE : `${EDGE};${FILL}`;
  document.body.appendChild(edge);
  edge.animate({ opacity: isCalm ? [1, 1] : [1, 0] }, FLASH_MS).finished.finally(() => edge.remove());
}

export default function ({ data, parentElement }) {
  const before = parentElement.digitcamCount ?? data.count;
  parentElement.digitcamCount = data.count;
  if (data.count <= before) return;
  // A browser without sound, or one that refuses it, still shows the flash.
  if (data.sound) sound().catch(() => {});
  if (data.flash) flash();
}
