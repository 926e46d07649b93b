// 20 ms A-law frames behind a 12-byte RTP header (RFC 3550 section 5.1), as they travel over the WebSocket.

const headerLength = 12;
const alaw = 8; // RFC 3551 section 6

/** Numbers the frames we send. */
export class Packetizer {
  #sequence = Math.floor(Math.random() * 0x8000);
  #timestamp = Math.floor(Math.random() * 0x80000000);
  #source = Math.floor(Math.random() * 0x100000000);

  /** @param {Uint8Array} frame */
  pack(frame) {
    const packet = new Uint8Array(headerLength + frame.length);
    const header = new DataView(packet.buffer);
    header.setUint8(0, 0x80);
    header.setUint8(1, alaw);
    header.setUint16(2, this.#sequence);
    header.setUint32(4, this.#timestamp);
    header.setUint32(8, this.#source);
    packet.set(frame, headerLength);
    this.skip(frame.length);
    return packet;
  }

  /** Time goes on although a frame is not sent. */
  skip(samples = 160) {
    this.#sequence = (this.#sequence + 1) & 0xFFFF;
    this.#timestamp = (this.#timestamp + samples) >>> 0;
  }
}

/** Takes frames out of packets and counts those that are missing in between. */
export class Depacketizer {
  #next;
  lost = 0;

  /** @param {ArrayBuffer} packet  @returns {Uint8Array | null} null for what is not A-law in RTP */
  unpack(packet) {
    if (packet.byteLength <= headerLength) return null;
    const header = new DataView(packet);
    if (header.getUint8(0) >> 6 !== 2 || (header.getUint8(1) & 0x7F) !== alaw) return null;
    const sequence = header.getUint16(2);
    if (this.#next !== undefined) this.#count((sequence - this.#next) & 0xFFFF);
    this.#next = (sequence + 1) & 0xFFFF;
    return new Uint8Array(packet, headerLength);
  }

  #count(gap) {
    if (gap < 100) this.lost += gap; // a larger gap is another stream
  }
}
