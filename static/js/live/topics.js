// What this page wants to hear of: its map, or the workspace's home or lists, and how far it has come.
const main = document.getElementById("main");

/** The period in the address, as the server names it; "" is the map's own. */
function period() {
  const asked = new URLSearchParams(location.search);
  const [first, last] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  return first || last ? `${first}..${last}` : asked.get("period") ?? "";
}

/** {name, at, period}: `name` is what events call it. */
export function topic() {
  const { map, seq, home, list, stamp } = main.dataset;
  if (map) return { name: `map.${map}`, at: Number(seq), period: period() };
  return { name: home ? `home.${home}` : `list.${list}`, at: Number(stamp), period: "" };
}

/** The page has everything up to here. */
export function moveTo(at) {
  main.dataset[main.dataset.map ? "seq" : "stamp"] = at;
}

/** As the server reads it: map.12.340.90 */
export function written({ name, at, period: days }) {
  return days ? `${name}.${at}.${days}` : `${name}.${at}`;
}
