// The reply on a phone (DEP-4): what is typed is kept here until it was sent, and it is sent once however often the line is lost.
import { keep as keepPage, drop as dropPage } from "./offline.js";
import { where } from "./place.js";
import { keepPhotos, photosOf, dropPhotos } from "./photos.js";

const form = document.getElementById("reply");
const said = document.getElementById("reply-said");
const ticket = form.dataset.ticket;
const name = `reply:${form.dataset.account}:${ticket}`;
const days = 3;
let sending = false;

const fresh = () => ({ key: newKey(), fields: {}, waiting: false, photosSent: 0, place: null, at: Date.now() });
let draft = load();

function newKey() {
  return "phone-" + Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, "0")).join("");
}

// Drafts nobody came back to are not left lying on a phone.
function load() {
  for (const key of Object.keys(localStorage).filter(k => k.startsWith("reply:"))) {
    const kept = JSON.parse(localStorage.getItem(key));
    if (Date.now() - kept.at > days * 86400000) { localStorage.removeItem(key); dropPhotos(key); }
  }
  return JSON.parse(localStorage.getItem(name)) ?? fresh();
}

function keep() {
  draft.at = Date.now();
  localStorage.setItem(name, JSON.stringify(draft));
}

function read() {
  const fields = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "file") continue;
    if (field.type === "checkbox") { if (field.checked) (fields[field.name] ??= []).push(field.value); }
    else fields[field.name] = field.value;
  }
  return fields;
}

function fill() {
  for (const field of form.elements) {
    if (!field.name || field.type === "file") continue;
    if (field.type === "checkbox") field.checked = (draft.fields[field.name] ?? []).includes(field.value);
    else field.value = draft.fields[field.name] ?? "";
  }
  show();
}

function show() {
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(form.elements.result.value);
}

async function count() {
  const photos = await photosOf(name);
  document.getElementById("photo-count").textContent = photos.length ? form.dataset.chosen.replace("{0}", photos.length) : "";
}

function say(text, tone) {
  said.textContent = text;
  said.className = `notice ${tone}`;
  said.hidden = false;
}

// Another wording is another reply: it gets a key of its own.
function typed() {
  const fields = read();
  if (JSON.stringify(fields) !== JSON.stringify(draft.fields)) draft.key = newKey();
  draft.fields = fields;
  draft.waiting = false;
  keep();
  show();
  say(form.dataset.kept, "");
}

function body() {
  const f = draft.fields, text = v => v?.trim() ? v : null, when = id => form.querySelector(`#${id}`).closest("[data-when]").hidden ? null : text(f[id]);
  const points = Array.from({ length: Number(form.dataset.demands) }, (_, i) => ({ point: i + 1, answer: text(f[`answer-${i}`]), ground: text(f[`ground-${i}`]) }));
  const citations = (f.citations ?? []).map(id => ({ article: id.split("@")[0], version: Number(id.split("@")[1]) }));
  return {
    finding: f.finding || null, result: f.result || null, publicText: text(f.publicText), internalNote: text(f.internalNote), promisedFor: when("promisedFor"), ground: when("ground"),
    points: points.length ? points : null, citations: citations.length ? citations : null,
  };
}

// What the hotline would refuse anyway is said before the line comes back: by then nobody may look at this page any more.
function firstMissing() {
  for (const field of form.querySelectorAll("[aria-required]")) if (!field.closest("[hidden]") && !field.value.trim()) return field;
  for (let i = 0; i < Number(form.dataset.demands); i++) {
    const answer = form.elements[`answer-${i}`];
    if (!answer.value.trim() && !form.elements[`ground-${i}`].value.trim()) return answer;
  }
  return null;
}

// The point a field stands under, else its label; without the star.
const called = field => (field.closest("fieldset")?.querySelector("legend") ?? form.querySelector(`label[for="${field.id}"]`)).textContent.replace("*", "").trim();

async function problem(answer) {
  if (answer.status === 401 || answer.status === 403) return form.dataset.signedOut;
  const told = await answer.json().catch(() => ({}));
  const errors = Object.values(told.errors ?? {}).flat();
  const english = document.documentElement.lang.startsWith("en");
  const reason = english && told.english ? told.english : told.detail ?? told.title;
  return `${form.dataset.wrong} ${errors.length ? errors.join(english ? "; " : "；") : reason ?? answer.status}`;
}

// One after the other: a photograph that arrived before the line was lost is known again and counts as sent.
async function sendPhotos() {
  const photos = await photosOf(name);
  while (draft.photosSent < photos.length) {
    const photo = photos[draft.photosSent], content = new FormData();
    content.append("file", photo.file, photo.file.name || "photo.jpg");
    content.append("proof", "true");
    content.append("takenAt", photo.at);
    if (draft.place) { content.append("longitude", draft.place.longitude); content.append("latitude", draft.place.latitude); }
    const answer = await fetch(`/api/v1/tickets/${ticket}/attachments`, { method: "POST", body: content });
    if (!answer.ok && !(answer.status === 409 && (await answer.clone().json()).type?.endsWith("attachment-already-there"))) return answer;
    draft.photosSent++;
    keep();
  }
  return null;
}

async function send() {
  if (sending || !draft.waiting) return;
  sending = true;
  say(form.dataset.sending, "");
  try {
    const refused = await sendPhotos();
    const answer = refused ?? await fetch(`/api/v1/tickets/${ticket}/reply`, {
      method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": draft.key }, body: JSON.stringify(body()),
    });
    if (answer.ok && !refused) await sent();
    else if (answer.status >= 500) say(form.dataset.waiting, "warning");
    else {
      draft.waiting = false;
      keep();
      say(await problem(answer), "danger");
    }
  } catch {
    say(form.dataset.waiting, "warning"); // no line: it stays until there is one
  } finally {
    sending = false;
  }
}

async function sent() {
  await clear();
  await dropPage();
  await count();
  for (const field of form.elements) field.disabled = true;
  say(form.dataset.sent, "good");
  form.dataset.done = "1";
}

async function clear() {
  localStorage.removeItem(name);
  await dropPhotos(name);
  draft = fresh();
}

form.addEventListener("input", e => e.target.type !== "file" && typed());
form.elements.photos.addEventListener("change", async e => {
  await keepPhotos(name, Array.from(e.target.files).slice(0, 9));
  draft.photosSent = 0;
  keep();
  await count();
  draft.place = await where();
  keep();
});
form.addEventListener("submit", e => {
  e.preventDefault();
  draft.fields = read();
  const missing = firstMissing();
  draft.waiting = !missing;
  keep();
  if (missing) {
    say(form.dataset.missing.replace("{0}", called(missing)), "danger");
    missing.focus();
  } else send();
});
form.addEventListener("reset", async () => {
  await clear();
  said.hidden = true;
  await count();
  show();
});
addEventListener("online", () => { said.hidden = !draft.waiting; send(); });
addEventListener("offline", () => say(form.dataset.offline, "warning"));
setInterval(send, 15000);
fill();
count();
if (!navigator.onLine) say(form.dataset.offline, "warning");
keepPage().then(() => form.dataset.opens = "1").catch(() => { }); // the line went while it was kept: the page goes on, and is kept the next time
send();
