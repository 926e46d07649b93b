// Low-pass filters between 48 kHz, at which the browser works, and the telephone's 8 kHz.

/** Samples of the browser for one of the telephone. */
export const ratio = 6;

/**
 * A windowed sinc (Kaiser). With 216 taps and beta 5.65 everything from 4 kHz up is 60 dB down at 48 kHz.
 * @param {number} cutoff in cycles per sample
 */
export function lowPass(taps, cutoff, beta = 5.65) {
  const middle = (taps - 1) / 2;
  const filter = Float32Array.from({ length: taps }, (_, i) => {
    const x = i - middle;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * bessel(beta * Math.sqrt(1 - (x / (middle + 0.5)) ** 2)) / bessel(beta);
  });
  const sum = filter.reduce((a, b) => a + b);
  return filter.map((tap) => tap / sum);
}

/** The modified Bessel function of the first kind and order 0. */
function bessel(x) {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

/** 48 kHz in, 8 kHz out; keeps the tail of one block for the next. */
export class Decimator {
  #filter = lowPass(216, 3600 / 48000);
  #buffer = new Float32Array(216 + 128);
  #skip = 0;

  /** @param {Float32Array} block at most 128 samples  @param {(sample: number) => void} out */
  push(block, out) {
    const taps = this.#filter.length;
    this.#buffer.copyWithin(0, block.length, taps + block.length);
    this.#buffer.set(block, taps);
    let at = this.#skip;
    for (; at < block.length; at += ratio) {
      let sum = 0;
      for (let i = 0; i < taps; i++) sum += this.#filter[i] * this.#buffer[at + 1 + i];
      out(sum);
    }
    this.#skip = at - block.length;
  }
}

/** Reads a ring of 8 kHz samples at any place between them: 16 neighbours, 128 phases. */
export class Interpolator {
  static neighbours = 16;
  static #phases = 128;
  #filter = lowPass(Interpolator.neighbours * Interpolator.#phases + 1, 0.45 / Interpolator.#phases);

  /** @param {Float32Array} ring its length is a power of two  @param {number} position in samples, the centre of the neighbours */
  read(ring, position) {
    const half = Interpolator.neighbours / 2;
    const whole = Math.floor(position);
    const phase = Math.round((position - whole) * Interpolator.#phases);
    let sum = 0;
    for (let j = -half; j < half; j++) {
      sum += this.#filter[(j + half) * Interpolator.#phases + phase] * ring[(whole - j) & (ring.length - 1)];
    }
    return sum * Interpolator.#phases;
  }
}
