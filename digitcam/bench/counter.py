"""Frame numbers painted into the frames as sixteen squares (light for 1), which the browser reads back."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

BITS: Final = 16
"""Number of squares."""

SQUARE_PX: Final = 24
"""Side of a square in a picture of 640×480, pixels. Larger than a macroblock, so that it survives compression."""


def painted(picture: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    """Return a copy of a picture (480, 640) uint8 with a number in its upper left corner, lowest bit first."""
    copy = picture.copy()
    for bit in range(BITS):
        copy[:SQUARE_PX, bit * SQUARE_PX : (bit + 1) * SQUARE_PX] = 235 if number >> bit & 1 else 16
    return copy


def read_back(picture: NDArray[np.uint8]) -> int:
    """Return the number in a picture (480, 640) uint8, as the browser does.

    Examples:
        >>> read_back(painted(np.full((480, 640), 128, np.uint8), 40_503))
        40503
    """
    middle = SQUARE_PX // 2
    return sum(int(picture[middle, bit * SQUARE_PX + middle] > 127) << bit for bit in range(BITS))


def motion_jpeg(pictures: list[NDArray[np.uint8]]) -> bytes:
    """Encode numbered pictures as a Motion JPEG file, which Chromium plays as its camera in a loop, 30 a second."""
    coded = [cv2.imencode(".jpg", painted(p, n), [cv2.IMWRITE_JPEG_QUALITY, 85])[1] for n, p in enumerate(pictures)]
    return b"".join(jpeg.tobytes() for jpeg in coded)


WATCHER: Final = """
const watch = async (frames, {seconds, bits, square}) => {
    const until = performance.now() + 1000 * seconds, times = {}, reader = frames.getReader();
    const canvas = new OffscreenCanvas(bits * square, square);
    const context = canvas.getContext("2d", {willReadFrequently: true});
    for (let now = 0; now < until;) {
        const enough = new Promise(stop => setTimeout(stop, until - performance.now(), {done: true}));
        const {value: frame, done} = await Promise.race([reader.read(), enough]);
        if (done) break;
        now = performance.now();
        const scale = frame.displayWidth / 640;
        context.drawImage(frame, 0, 0, bits * square * scale, square * scale, 0, 0, bits * square, square);
        frame.close();
        const row = context.getImageData(0, square / 2, bits * square, 1).data;
        let number = 0;
        for (let bit = 0; bit < bits; bit++) number += (row[4 * (bit * square + square / 2)] > 127) << bit;
        times[number] ??= now;
    }
    reader.cancel();
    return times;
};
onmessage = async ({data: {tracks, how}}) => {
    const [sent, came] = await Promise.all(tracks.map(frames => watch(frames, how)));
    postMessage(Object.keys(came).filter(n => n in sent).map(n => came[n] - sent[n]));
};
"""
"""Web worker that records when each number first arrived on each track, and posts the delays. It is a worker because
the page's own thread is sometimes busy, which delays scripts but not the video. Sometimes a track stops delivering
frames, so reading has a time limit."""

WATCH: Final = """
([watcher, how]) => new Promise((resolve, reject) => {
    const shown = document.querySelector("video").srcObject;
    const tracks = [window.camera, shown].map(stream => {
        const [track] = stream.getVideoTracks();
        return new MediaStreamTrackProcessor({track}).readable;
    });
    const worker = new Worker(URL.createObjectURL(new Blob([watcher])));
    worker.onmessage = ({data}) => { worker.terminate(); resolve(data); };
    worker.onerror = ({message}) => reject(new Error(message));
    worker.postMessage({tracks, how}, tracks);
})
"""
"""Script for the page that returns the delay of each number from the camera's track to the returned track, ms. It reads
the tracks and not the screen, whose refresh interval of 17 ms would limit the resolution."""

KEEP_THE_CAMERA: Final = """
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async wishes => (window.camera = await ask(wishes));
"""
"""Script that keeps the camera's stream in ``window.camera``."""
