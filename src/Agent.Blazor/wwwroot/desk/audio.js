// The agent's headset: microphone and loudspeaker of the browser, joined with the seat on the server.
// The page learns of changes by AudioChanged(state); the meters are drawn here, so that nothing travels for them.
import { silence } from "./alaw.js";
import { Connection } from "./connection.js";

const quietFrame = new Uint8Array(160).fill(silence);
const refusals = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "no-microphone", OverconstrainedError: "no-microphone", NotReadableError: "busy",
};

/** @returns {Promise<Headset>} whatever happens: what went wrong is told by AudioChanged */
export async function open(page, meters, path) {
  const headset = new Headset(page, meters, path);
  headset.start();
  return headset;
}

class Headset {
  #page;
  #meters;
  #path;
  #context;
  #stream;
  #connection;
  #playback;
  #release;
  #ringing;
  #muted = false;
  #closed = false;
  #state;
  #bad = 0;
  #faults = 0;

  constructor(page, meters, path) {
    this.#page = page;
    this.#meters = meters;
    this.#path = path;
  }

  /** One tab of a browser has the headset; another one waits until it closes. */
  async start() {
    if (!navigator.mediaDevices || !window.AudioWorkletNode) return this.#tell("insecure");
    this.#tell("starting");
    const waiting = setTimeout(() => this.#tell("elsewhere"), 1000);
    navigator.locks.request("hotline-headset", async () => {
      clearTimeout(waiting);
      if (this.#closed) return;
      const released = new Promise((release) => { this.#release = release; });
      await this.#begin();
      await released;
    });
  }

  async #begin() {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      await this.#join();
    } catch (error) {
      this.#tell(refusals[error.name] ?? "failed");
      navigator.mediaDevices.addEventListener("devicechange", () => this.retry(), { once: true });
    }
  }

  async #join() {
    const context = this.#context = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
    const module = (name) => context.audioWorklet.addModule(new URL(name, import.meta.url));
    await Promise.all([module("./capture-worklet.js"), module("./playback-worklet.js")]);
    const capture = new AudioWorkletNode(context, "hotline-capture", { numberOfOutputs: 0 });
    this.#playback = new AudioWorkletNode(context, "hotline-playback", { numberOfInputs: 0, outputChannelCount: [1] });
    context.createMediaStreamSource(this.#stream).connect(capture);
    this.#playback.connect(context.destination);
    this.#connection = new Connection(this.#path, (frame) => this.#playback.port.postMessage(frame), (state) => this.#connected(state));
    capture.port.onmessage = ({ data }) => this.#spoken(data);
    this.#playback.port.onmessage = ({ data }) => this.#heard(data);
    this.#stream.getAudioTracks()[0].onended = () => this.retry();
    context.onstatechange = () => this.#connected(this.#state);
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, this.#resume);
  }

  // a page that was reloaded may not make a sound before somebody touches it
  #resume = () => { if (this.#context?.state === "suspended") this.#context.resume(); };

  #connected(state) {
    if (this.#closed) return;
    if (state === "needs-touch") state = "connected";
    this.#tell(state === "connected" && this.#context.state === "suspended" ? "needs-touch" : state);
  }

  #spoken({ frame, level }) {
    if (!this.#connection) return; // on its way when the headset was put down
    this.#connection.send(this.#muted ? quietFrame : frame);
    this.#draw("microphone", this.#muted ? 0 : level);
  }

  #heard({ level, delay, dropped, underruns }) {
    if (!this.#connection) return;
    this.#draw("speaker", level);
    const faults = dropped + underruns + this.#connection.lost + this.#connection.unsent;
    this.#bad = Math.max(0, this.#bad * 0.95 + (faults - this.#faults)); // forgets in some seconds
    this.#faults = faults;
    const quality = this.#meters.querySelector("[data-quality]");
    if (!quality) return;
    quality.dataset.quality = this.#bad < 1 ? "good" : this.#bad < 5 ? "fair" : "poor";
    quality.title = `${Math.round(delay)} ms`;
  }

  /** Root mean square to a bar: -50 dB is empty, -10 dB is full. */
  #draw(name, level) {
    const meter = this.#meters.querySelector(`[data-meter=${name}]`);
    if (meter) meter.value = Math.max(0, Math.min(1, (20 * Math.log10(level + 1e-9) + 50) / 40));
  }

  #tell(state) {
    if (state === this.#state || this.#closed) return;
    this.#state = state;
    this.#page.invokeMethodAsync("AudioChanged", state).catch(() => { }); // the circuit may be away; it asks again by State
  }

  state() { return this.#state ?? "starting"; }

  mute(muted) { this.#muted = muted; }

  /** Two short tones every three seconds, until told otherwise. */
  ring(on) {
    clearInterval(this.#ringing);
    if (!on) return;
    this.#beep();
    this.#ringing = setInterval(() => this.#beep(), 3000);
  }

  #beep() {
    if (this.#context?.state !== "running") return;
    const gain = new GainNode(this.#context, { gain: 0.15 });
    gain.connect(this.#context.destination);
    for (const [hertz, after] of [[660, 0], [880, 0.25]]) {
      const tone = new OscillatorNode(this.#context, { frequency: hertz });
      tone.connect(gain);
      tone.start(this.#context.currentTime + after);
      tone.stop(this.#context.currentTime + after + 0.2);
    }
  }

  async retry() {
    this.#leave();
    await this.#begin();
  }

  #leave() {
    this.#connection?.close();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#context?.close();
    this.#context = this.#connection = this.#stream = undefined;
    for (const gesture of ["pointerdown", "keydown"]) document.removeEventListener(gesture, this.#resume);
  }

  close() {
    this.#closed = true;
    this.ring(false);
    this.#leave();
    this.#release?.();
  }
}
