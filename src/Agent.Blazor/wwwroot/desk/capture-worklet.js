// The microphone: 48 kHz blocks in, 20 ms A-law frames out.
import { encode } from "./alaw.js";
import { Decimator } from "./filter.js";

const quiet = new Float32Array(128);

class Capture extends AudioWorkletProcessor {
  #decimator = new Decimator();
  #frame = new Uint8Array(160);
  #filled = 0;
  #energy = 0;

  process([input]) {
    this.#decimator.push(input[0] ?? quiet, (sample) => this.#take(sample)); // frames go on while no microphone is connected
    return true;
  }

  #take(sample) {
    this.#frame[this.#filled++] = encode(sample);
    this.#energy += sample * sample;
    if (this.#filled < this.#frame.length) return;
    this.port.postMessage({ frame: this.#frame, level: Math.sqrt(this.#energy / this.#filled) });
    this.#filled = 0;
    this.#energy = 0;
  }
}

registerProcessor("hotline-capture", Capture);
