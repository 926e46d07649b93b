// The WebSocket that carries the seat's audio: comes back after a loss, and never lets unsent audio pile up.
import { Depacketizer, Packetizer } from "./rtp.js";

const mostUnsent = 172 * 10; // 200 ms: what is older than that nobody wants to hear
const firstWait = 500;
const longestWait = 8000;

export class Connection {
  #packetizer = new Packetizer();
  #socket;
  #wait = firstWait;
  #timer;
  #closed = false;
  lost = 0;
  unsent = 0;

  /**
   * @param {(frame: Uint8Array) => void} heard
   * @param {(state: "connected" | "reconnecting") => void} changed
   */
  constructor(path, heard, changed) {
    this.#open(new URL(path, location.href.replace(/^http/, "ws")), heard, changed);
  }

  #open(url, heard, changed) {
    const frames = new Depacketizer();
    const socket = this.#socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#wait = firstWait;
      changed("connected");
    };
    socket.onmessage = ({ data }) => {
      const before = frames.lost;
      const frame = data instanceof ArrayBuffer ? frames.unpack(data) : null;
      this.lost += frames.lost - before;
      if (frame) heard(frame);
    };
    socket.onclose = () => {
      if (this.#closed) return;
      changed("reconnecting");
      this.#timer = setTimeout(() => this.#open(url, heard, changed), this.#wait * (0.75 + Math.random() / 2));
      this.#wait = Math.min(longestWait, this.#wait * 2);
    };
  }

  /** @param {Uint8Array} frame */
  send(frame) {
    if (this.#socket.readyState !== WebSocket.OPEN || this.#socket.bufferedAmount > mostUnsent) {
      if (this.#socket.readyState === WebSocket.OPEN) this.unsent++;
      return this.#packetizer.skip();
    }
    this.#socket.send(this.#packetizer.pack(frame));
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }
}
