// Watchers and editors of one document, as raw sockets: only what counts is read of a message.
// node client.mjs '{"port": …, "watching": …, "editing": …, "perSecond": …, "seconds": …, "size": …}'
import * as encoding from "lib0/encoding";
import WebSocket from "ws";
import * as Y from "yjs";

const { port, watching, editing, perSecond, seconds, size } = JSON.parse(process.argv[2]);
const NAME = "board", SYNC = 0, AUTH = 2, TOKEN = 0, STEP1 = 0, UPDATE = 2;
const now = () => performance.timeOrigin + performance.now();
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const taken = [], first = new Map(), last = new Map();
let events = 0, bytes = 0, closed = 0;

function message(type, write) {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, NAME);
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

// One socket with its own document; resolves when the server has let it in and answered.
function join(number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${NAME}`, { perMessageDeflate: false });
  const doc = new Y.Doc();
  const person = { number, socket, doc, ready: null };
  socket.on("open", () => {
    socket.send(message(AUTH, (to) => {
      encoding.writeVarUint(to, TOKEN);
      encoding.writeVarString(to, "anyone");
      encoding.writeVarString(to, "4.7.0");
    }));
    socket.send(message(SYNC, (to) => {
      encoding.writeVarUint(to, STEP1);
      encoding.writeVarUint8Array(to, Y.encodeStateVector(doc));
    }));
  });
  socket.on("message", (data) => hear(person, data));
  socket.on("close", () => (closed += 1));
  socket.on("error", () => {});
  doc.on("update", (update) => {
    socket.send(message(SYNC, (to) => {
      encoding.writeVarUint(to, UPDATE);
      encoding.writeVarUint8Array(to, update);
    }));
  });
  return new Promise((done) => (person.ready = done)).then(() => person);
}

// A card's text begins with "@@", who wrote it and when: "@@0003 1763834123456.123 …".
function hear(person, data) {
  const at = now();
  let found = data.indexOf("@@");
  if (found < 0) {
    person.ready(); // sync step 2, or that we are let in
    return;
  }
  events += 1;
  bytes += data.length;
  for (; found >= 0; found = data.indexOf("@@", found + 24)) { // the server may send several as one
    const writer = Number(data.toString("latin1", found + 2, found + 6));
    const sent = data.toString("latin1", found + 7, found + 24);
    if (writer === person.number) continue;
    taken.push(at - Number(sent));
    if (!first.has(sent)) first.set(sent, at);
    last.set(sent, at);
  }
}

function write(person) {
  const mark = `@@${String(person.number).padStart(4, "0")} ${now().toFixed(3)} `;
  person.doc.getMap("cards").set(`card-${person.number}`, mark.padEnd(size - 60, "words "));
}

const spread = (list) => {
  list.sort((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((part) => list[Math.min(list.length - 1, Math.floor(list.length * part))]);
};

const people = [];
const began = now();
while (people.length < watching) {
  const some = Array.from({ length: Math.min(64, watching - people.length) }, (_, i) => join(people.length + i));
  people.push(...(await Promise.all(some)));
}
const opening = (now() - began) / 1000;
await sleep(1000);
console.log(JSON.stringify({ opening }));
await new Promise((done) => process.stdin.once("data", done));
const cpu = process.cpuUsage(), start = now();
let written = 0;
while (now() < start + seconds * 1000) {
  write(people[written % editing]);
  written += 1;
  await sleep(Math.max(0, start + (written / perSecond) * 1000 - now()));
}
const lasted = (now() - start) / 1000;
await sleep(2000);
const used = process.cpuUsage(cpu);
const fan = [...first].map(([sent, at]) => last.get(sent) - at);
console.log(JSON.stringify({
  written, seconds: lasted, events, bytes, closed, took: spread(taken), spread: spread(fan),
  lost: written * (watching - 1) - taken.length, cpu: (used.user + used.system) / 1e6 / lasted,
}));
process.exit(0);
