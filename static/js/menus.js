// Popover menus: arrow keys inside, closed by a choice, and a place beside their button
// in browsers that cannot anchor one element to another.

const anchored = CSS.supports("position-area", "bottom");
const ITEMS = ".menu__item:not(:disabled), .menu input";

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!anchored && button && !menu.matches(".keys")) place(menu, button.getBoundingClientRect());
}, true);

function place(menu, button) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = button.bottom + height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(button.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? button.bottom : button.top - height)}px`;
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isOpener = event.target.matches?.("[popovertarget]");
  if (!step || (event.target.type === "radio" && menu)) return;
  const opened = menu ?? (isOpener ? document.getElementById(event.target.getAttribute("popovertarget")) : null);
  if (!opened?.matches(":popover-open")) return;
  const items = [...opened.querySelectorAll(ITEMS)];
  if (!items.length) return;
  event.preventDefault();
  const now = items.indexOf(document.activeElement);
  items[(now + step + items.length) % items.length].focus();
});

// A choice is made: the menu goes. Inputs in a menu (the theme) leave it open.
document.addEventListener("click", (event) => {
  const item = event.target.closest(".menu__item, [data-menu-done]");
  const menu = item?.closest(".menu[popover]");
  if (menu?.matches(":popover-open") && !item.hasAttribute("data-stay")) menu.hidePopover();
});
