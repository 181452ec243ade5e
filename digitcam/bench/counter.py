"""A number painted into each frame, for a browser to read back: sixteen squares, light for a one."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

BITS: Final = 16
SQUARE_PX: Final = 24
"""Larger than a macroblock and its blur, in a picture of 640×480."""


def painted(picture: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    """A copy of a picture (480, 640) uint8 with a number in its upper left corner, the lowest bit first."""
    copy = picture.copy()
    for bit in range(BITS):
        copy[:SQUARE_PX, bit * SQUARE_PX : (bit + 1) * SQUARE_PX] = 235 if number >> bit & 1 else 16
    return copy


def read_back(picture: NDArray[np.uint8]) -> int:
    """The number in a picture (480, 640) uint8; the browser does the same.

    Examples:
        >>> read_back(painted(np.full((480, 640), 128, np.uint8), 40_503))
        40503
    """
    middle = SQUARE_PX // 2
    return sum(int(picture[middle, bit * SQUARE_PX + middle] > 127) << bit for bit in range(BITS))


def motion_jpeg(pictures: list[NDArray[np.uint8]]) -> bytes:
    """Pictures as a file that Chromium plays as its camera, 30 a second, over and over; each has its number."""
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
"""Notes when each number first came from a track, in a thread of its own. The page's is busy now and then, which keeps
a program in it waiting, but not the video: that goes to the screen past it. A track hands out nothing at all at times,
so that nobody may wait for its next frame for good."""

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
"""Run in the page: how long after the camera's own picture each number came back, milliseconds. Frames are taken from
the tracks, not from the screen: that shows sixty a second, and would round all to its beat of 17 ms."""

KEEP_THE_CAMERA: Final = """
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async wishes => (window.camera = await ask(wishes));
"""
