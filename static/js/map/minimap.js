// A wide map in small: where one is, and a press or drag to go elsewhere. For the eye and the pointer only;
// the keyboard has its arrows and 1–9. It shows itself where the map is much wider than the window.
import { board, root } from "./state.js";

const WIDE = 1.5;
const WIDTH = 220;
const narrow = matchMedia("(max-width: 48rem)"); // there it is not shown, and rows are no table's
const mini = document.getElementById("minimap");
const frame = mini?.firstElementChild;
const picture = mini?.querySelector("canvas");

/** How many pixels of the small one a pixel of the map takes; as it was drawn, so that scrolling measures nothing. */
let by = 1;

const PAUSE = 100; // ms: each move of the frame costs a large map more than its scrolling, so it glides between few
let due = 0;

/** While the map scrolls the frame only moves: that needs no layout and no painting. */
function follow() {
  due = 0;
  const { scrollLeft, scrollTop } = root();
  frame.style.transform = `translate(${scrollLeft * by}px, ${scrollTop * by}px)`;
}

function draw() {
  const { scrollWidth, scrollHeight, clientWidth, clientHeight } = root();
  mini.hidden = narrow.matches || scrollWidth < clientWidth * WIDE;
  if (mini.hidden) return;
  by = WIDTH / scrollWidth;
  frame.style.inlineSize = `${clientWidth * by}px`;
  frame.style.blockSize = `${Math.min(clientHeight, scrollHeight) * by}px`;
  picture.width = WIDTH * 2;
  picture.height = Math.min(400, scrollHeight * by * 2);
  picture.style.height = `${picture.height / 2}px`;
  const pen = picture.getContext("2d");
  const style = getComputedStyle(mini);
  const home = board().getBoundingClientRect();
  const place = (node) => {
    const box = node.getBoundingClientRect();
    return [box.left - home.left, box.top - home.top, box.width, box.height].map((side) => side * by * 2);
  };
  const heads = [...board().querySelectorAll("thead th[data-stage]")].filter((head) => head.checkVisibility()).map(place);
  pen.fillStyle = style.borderTopColor;
  heads.forEach(([x, y, width, height]) => pen.fillRect(x + 1, y, width - 2, height));
  pen.fillStyle = style.color;
  for (const row of board().querySelectorAll("tr.lane:not([hidden])")) {
    const [, y, , height] = place(row);
    const cells = [...row.querySelectorAll("td")].filter((cell) => cell.checkVisibility());
    if (cells.length < heads.length) pen.fillRect(heads[0]?.[0] ?? 0, y + height / 2, WIDTH * 2, 2); // the curve
    else cells.forEach((cell, at) => {
      const count = cell.querySelectorAll("ol > li:not(.blank)").length;
      const [x, , width] = (!board().matches(".map--split") && heads[at]) || place(cell);
      for (let line = 0; line < Math.min(count, Math.floor(height / 5)); line += 1) pen.fillRect(x + 2, y + 1 + line * 5, width - 4, 3);
    });
  }
  follow();
}

let timer = 0;
const later = () => {
  clearTimeout(timer);
  timer = setTimeout(draw, 300);
};

function go(event) {
  const box = picture.getBoundingClientRect();
  const { clientWidth, clientHeight } = root();
  root().scrollTo({
    left: (event.clientX - box.left) / by - clientWidth / 2,
    top: (event.clientY - box.top) / by - clientHeight / 2,
    behavior: "instant",
  });
}

if (mini) {
  root().addEventListener("scroll", () => { if (!mini.hidden) due ||= setTimeout(follow, PAUSE); }, { passive: true });
  mini.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    mini.setPointerCapture(event.pointerId);
    go(event);
    mini.addEventListener("pointermove", go);
    mini.addEventListener("pointerup", () => mini.removeEventListener("pointermove", go), { once: true });
  });
  new ResizeObserver(later).observe(root());
  document.addEventListener("htmx:after:swap", later);
  document.addEventListener("view:changed", later);
  later();
}
