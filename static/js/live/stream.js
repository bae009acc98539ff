// One stream of server-sent events, read by fetch: the status of the answer is known, it can be let go at
// once, and silence is noticed. It comes back by itself until it is closed or refused.
const SILENCE = 40_000; // the server says something every 15 s
const SHORTEST = 150;
const LONGEST = 5000;
const AGAIN = 2000;
const STEADY = 5000; // a stream that ends sooner has failed

const sleepers = new Set();
addEventListener("online", () => sleepers.forEach((wake) => wake()));

/** Wait, but not longer than until the network is back. */
function pause(time) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, time);
    sleepers.add(wake);
  });
}

/** "event: …\ndata: …\n\n" as text comes in → [name, data]; comments only show that the server is there. */
function parser(deliver) {
  let rest = "";
  return (text) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = field("data");
      if (data !== undefined) deliver(field("event"), JSON.parse(data));
    }
  };
}

/**
 * openStream({topics, resume, tab, deliver, state}) → {close}.
 * `resume()` is where the pages are now ("" at first), `deliver(event, data)` gets everything,
 * `state(open, why)` hears "open", or closed with why: "lost" (it tries again), "signed-out",
 * "missing", "removed", "none" (there are no streams on this server).
 */
export function openStream({ topics, resume, tab, deliver, state }) {
  let closed = false;
  let failed = 0;
  let soon = 0;
  let heard = Date.now();
  let aborter = new AbortController();

  const drop = () => aborter.abort();
  const watch = () => { if (Date.now() - heard > SILENCE) drop(); };
  const watching = setInterval(watch, 5000);
  addEventListener("offline", drop);
  document.addEventListener("visibilitychange", watch); // after sleep

  function close(why) {
    if (closed) return;
    closed = true;
    clearInterval(watching);
    removeEventListener("offline", drop);
    document.removeEventListener("visibilitychange", watch);
    drop();
    if (why) state(false, why);
  }

  const handle = parser((event, data) => {
    if (event === "again") soon = Math.random() * AGAIN + 1;
    if (event === "end") close(data.why);
    else if (!closed) deliver(event, data);
  });

  async function read(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard = Date.now();
      handle(value);
    }
  }

  async function once() {
    aborter = new AbortController();
    heard = Date.now();
    const address = new URLSearchParams([...topics.map((topic) => ["on", topic]), ["tab", tab]]);
    const headers = { Accept: "text/event-stream" };
    const reached = resume();
    if (reached) headers["Last-Event-ID"] = reached;
    const response = await fetch(`/events/?${address}`, { headers, signal: aborter.signal, cache: "no-store" });
    if (response.status === 204) { // only pages are served here, nothing is live: do not ask again
      close("none");
      return;
    }
    const why = { 401: "signed-out", 404: "missing" }[response.status];
    if (why && response.headers.get("Content-Type")?.startsWith("text/plain")) { // a page would be somebody else's answer
      close(why);
      return;
    }
    if (!response.ok) throw new Error(`stream: ${response.status}`);
    state(true, "open");
    const steady = setTimeout(() => { failed = 0; }, STEADY);
    await read(response).finally(() => clearTimeout(steady));
  }

  (async () => {
    while (!closed) {
      await once().catch(() => {}); // why does not matter: it is lost
      if (closed) return;
      failed += 1;
      if (!soon) state(false, "lost");
      await pause(soon || Math.min(LONGEST, SHORTEST * 2 ** failed) * (0.5 + Math.random() / 2));
      soon = 0;
    }
  })();

  return { close };
}
