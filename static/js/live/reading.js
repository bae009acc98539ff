// Pages that are not made of the board's parts, the outline and the presentation: they follow their map by
// reading themselves again, once a second at most, however much happens meanwhile.
import { refresh } from "../map/refresh.js";
import { shown } from "../map/state.js";
import { readInstead } from "./apply.js";

const EVERY = 1000;
const LONGEST = 30_000; // between readings that fail
let began = -Infinity;
let every = EVERY;

const has = (to) => Number(shown().dataset.seq) >= to;

readInstead({
  /** Until the next reading may begin. */
  turn: () => new Promise((resolve) => { setTimeout(resolve, Math.max(0, began + every - Date.now())); }),

  /** Show everything up to this change; false when it could not be read. One's own may be there already. */
  async upTo(to) {
    if (has(to)) return true;
    began = Date.now();
    await refresh();
    every = has(to) ? EVERY : Math.min(LONGEST, every * 2);
    return has(to);
  },
});
