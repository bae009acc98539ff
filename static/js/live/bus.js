// What the parts of the live page tell each other: the server's events by their names (change, presence …),
// and `state` {open, why}.
const target = new EventTarget();

export function on(kind, listener) {
  target.addEventListener(kind, (event) => listener(event.detail));
}

export function emit(kind, detail = {}) {
  target.dispatchEvent(new CustomEvent(kind, { detail }));
}
