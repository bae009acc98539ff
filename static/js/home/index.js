// Home's behaviours. Each listens on the document, so what is swapped in later needs no set-up.
import "./pick.js";
import "./keyboard.js";

const { htmx } = window;
const page = () => document.querySelector("main[data-home], main[data-reload]");
let running = false;
let again = false;

/** Read the list again after a change; calls during a reading end in one more. */
async function refresh() {
  again = true;
  if (running) return;
  running = true;
  try {
    while (again) {
      again = false;
      const home = page().hasAttribute("data-home");
      const target = home ? document.getElementById("home-maps") : page();
      await htmx.ajax("GET", location.pathname + location.search, {
        source: page(), target, swap: "outerMorph", ...(home ? {} : { select: "#main" }),
      });
    }
  } finally {
    running = false;
  }
}

document.addEventListener("board:refresh", refresh);
