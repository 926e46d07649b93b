// The other side's voice: A-law frames in, 48 kHz out of a ring kept near 50 ms. The sender's clock and ours differ a little, so
// the ring is read up to 0.5 % faster or slower; a backlog over 200 ms (a stalled connection) is dropped to be live again.
import { decoded } from "./alaw.js";
import { Interpolator, ratio } from "./filter.js";

const samplesPerMs = 8;
const target = 50 * samplesPerMs;
const tooLate = 200 * samplesPerMs;
const mostCorrection = 0.005;
const smoothing = 1 / 400; // blocks of 2.7 ms: about a second

class Playback extends AudioWorkletProcessor {
  #ring = new Float32Array(8192);
  #interpolator = new Interpolator();
  #written = 0;
  #position = 0;
  #average = target;
  #running = false;
  #energy = 0;
  #blocks = 0;
  #dropped = 0;
  #underruns = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#write(data);
  }

  #write(frame) {
    for (const code of frame) this.#ring[this.#written++ & (this.#ring.length - 1)] = decoded[code];
    if (this.#written - this.#position > tooLate) {
      if (this.#running) this.#dropped++;
      this.#position = this.#written - target;
      this.#average = target;
    }
  }

  process(_, [[out]]) {
    const fill = this.#written - this.#position;
    if (!this.#running && fill >= target) this.#running = true;
    if (this.#running) this.#play(out, fill);
    if (++this.#blocks % 75 === 0) this.#report(fill);
    return true;
  }

  #play(out, fill) {
    this.#average += (fill - this.#average) * smoothing;
    const correction = Math.max(-mostCorrection, Math.min(mostCorrection, (this.#average / target - 1) * mostCorrection));
    const step = (1 + correction) / ratio;
    for (let i = 0; i < out.length; i++, this.#position += step) {
      if (this.#written - this.#position < Interpolator.neighbours / 2 + 1) return this.#starve();
      out[i] = this.#interpolator.read(this.#ring, this.#position);
      this.#energy += out[i] * out[i];
    }
  }

  #starve() {
    this.#running = false; // fills up to the target again before it goes on
    this.#underruns++;
  }

  #report(fill) {
    this.port.postMessage({
      level: Math.sqrt(this.#energy / (75 * 128)), delay: fill / samplesPerMs, dropped: this.#dropped, underruns: this.#underruns,
    });
    this.#energy = 0;
  }
}

registerProcessor("hotline-playback", Playback);
