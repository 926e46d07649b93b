// A-law (ITU-T G.711): 16-bit linear audio in 8 bits, even bits inverted on the wire.

export const silence = 0xD5;

/** The sample, -1..1, of each of the 256 codes. */
export const decoded = Float32Array.from({ length: 256 }, (_, code) => expand(code) / 32768);

/** @param {number} sample -1..1, cut off beyond */
export function encode(sample) {
  const linear = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
  const magnitude = linear < 0 ? -linear - 1 : linear;
  const segment = Math.max(0, 24 - Math.clz32(magnitude));
  const step = (magnitude >> (segment ? segment + 3 : 4)) & 15;
  return ((linear < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55;
}

function expand(code) {
  const plain = code ^ 0x55;
  const segment = (plain >> 4) & 7;
  const step = (plain & 15) << 4;
  const magnitude = segment ? (step + 0x108) << (segment - 1) : step + 8;
  return plain & 0x80 ? magnitude : -magnitude;
}
