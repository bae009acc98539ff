// The list of maps is live: strips move, names and states change as people work.
import "./alerts.js";
import "./apply.js";
import { expectStream } from "./bar.js";
import { on } from "./bus.js";
import { follow } from "./share.js";

const seen = new Set(); // maps that are not on this page; the list was read again for them once
let news = false;

const partOf = (id) => document.getElementById(`map-status-${id}`) ?? document.getElementById(`row-status-${id}`);

/** A map that came, went, or was archived or restored: the list itself is another. */
function isNews(html) {
  if (!html) return true;
  const maps = [...html.matchAll(/ id="map-status-(\d+)"( data-archived)?/g)];
  return maps.some(([, id, archived]) => {
    const part = partOf(id);
    if (part) return part.hasAttribute("data-archived") !== Boolean(archived);
    return !seen.has(id) && seen.add(id);
  });
}

on("before", ({ html }) => { news = isNews(html); });
on("applied", () => { if (news) document.dispatchEvent(new CustomEvent("board:refresh")); });

expectStream();
follow();
