// The button to approve is drawn the same for all; only who was asked, and owners, see it. The server refuses others.
import { root } from "./state.js";

const sheet = new CSSStyleSheet();
const me = Number(document.body.dataset.person);
if (root().dataset.owner === undefined) sheet.replaceSync(`[data-approver]:not([data-approver="${me}"]) { display: none; }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
