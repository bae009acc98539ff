// The button to approve is drawn the same for all; only who was asked, and owners, see it. The server refuses others.
import { root } from "./state.js";

const sheet = new CSSStyleSheet();
const me = Number(document.body.dataset.person);
if (root().dataset.owner === undefined) sheet.replaceSync(`[data-approver]:not([data-approver="${me}"]) { display: none; }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

// Approved, reopened, restored: its button goes with that, and the keyboard stays among those that are left.
let pressed = false;
document.addEventListener("click", ({ target }) => { pressed = Boolean(target.closest?.("#map-head .topbar__actions .btn")); });
document.addEventListener("board:refreshed", () => {
  if (pressed && document.activeElement === document.body) [...document.querySelectorAll("#map-head .topbar__actions :is(.btn:not(.btn--quiet), .icon-btn)")].find((button) => button.checkVisibility())?.focus();
  pressed = false;
});
