// The player of one recording: waveform and words follow the sound, and lead it where one points.

const width = 1000;
const lane = 58;

/** @param {HTMLElement} place the element of Player.razor */
export function open(place) {
  const audio = place.querySelector('audio');
  const lines = [...place.querySelectorAll('.words li')].map((element) => ({ element, from: Number(element.dataset.from), to: Number(element.dataset.to) }));
  const cursor = place.querySelector('.cursor');
  let length = 0;

  const seek = (seconds) => {
    audio.currentTime = seconds;
    if (audio.paused) audio.play();
  };

  const follow = () => {
    const now = audio.currentTime;
    if (length > 0) for (const x of ['x1', 'x2']) cursor.setAttribute(x, (now / length) * width);
    for (const { element, from, to } of lines) {
      const said = now >= from && now <= to;
      if (said && !element.classList.contains('now')) element.scrollIntoView({ block: 'nearest' });
      element.classList.toggle('now', said);
    }
  };

  audio.addEventListener('timeupdate', follow);
  for (const { element, from } of lines) element.querySelector('button').addEventListener('click', () => seek(from));
  place.querySelector('.waveform').addEventListener('click', (e) => {
    const { left, width: wide } = e.currentTarget.getBoundingClientRect();
    if (length > 0) seek(((e.clientX - left) / wide) * length);
  });
  place.querySelector('[data-speed]').addEventListener('change', (e) => { audio.playbackRate = Number(e.target.value); });
  place.querySelector('[data-do=check]').addEventListener('click', () => check(place));
  draw(place).then((seconds) => { length = seconds; });
  return { dispose() { audio.pause(); } };
}

async function draw(place) {
  const answer = await fetch(place.dataset.waveform);
  if (!answer.ok) return 0;
  const wave = await answer.json();
  const seconds = (wave.citizen.length * wave.pieceMilliseconds) / 1000;
  place.querySelector('path.citizen').setAttribute('d', shape(wave.citizen, lane / 2));
  place.querySelector('path.agent').setAttribute('d', shape(wave.agent, lane + 4 + lane / 2));
  for (const gap of place.querySelectorAll('.gap')) {
    const from = Number(gap.dataset.from);
    const to = gap.dataset.to === '' ? seconds : Number(gap.dataset.to);
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of Object.entries({ x: (from / seconds) * width, width: Math.max(1, ((to - from) / seconds) * width), y: 0, height: 120 })) rect.setAttribute(name, value);
    place.querySelector('.gaps').append(rect);
  }
  place.dataset.drawn = '1';
  return seconds;
}

/** A shape that is as high above its middle as below. The square root makes speech visible beside a shout. */
function shape(peaks, middle) {
  const step = width / Math.max(1, peaks.length);
  const high = peaks.map((p) => Math.sqrt(p / 100) * (lane / 2));
  const above = high.map((h, i) => `${(i * step).toFixed(1)} ${(middle - h).toFixed(1)}`);
  const below = high.map((h, i) => `${(i * step).toFixed(1)} ${(middle + h).toFixed(1)}`).reverse();
  return above.length === 0 ? '' : `M${above.join('L')}L${below.join('L')}Z`;
}

async function check(place) {
  const told = place.querySelector('[data-checked]');
  const answer = await fetch(place.dataset.check);
  const whole = answer.ok && (await answer.json()).whole;
  told.textContent = whole ? told.dataset.whole : told.dataset.changed;
  told.className = whole ? 'tag good' : 'tag danger';
}
