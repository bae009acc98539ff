// Forms: one press sends once, a repeated press after success is a new thing, Ctrl+Enter saves.
import { newId } from "./page.js";

const busy = new WeakSet();

function submitters(form) {
  return [...form.elements].filter((item) => item.type === "submit");
}

function setBusy(form, on) {
  if (on) busy.add(form);
  else busy.delete(form);
  submitters(form).forEach((button) => {
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  });
}

// A plain form leaves the page: the second submit is dropped. Buttons are not disabled, or their value would be lost.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || isHtmx(form, event.submitter)) return;
  if (busy.has(form)) event.preventDefault();
  else setBusy(form, true);
});

function isHtmx(form, submitter) {
  return [form, submitter].some((item) => item?.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]"));
}

// Back from the next page: the browser may show this one as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => setBusy(form, false)));

document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event);
  if (form && event.detail.ctx.request.method !== "GET") {
    if (busy.has(form)) event.preventDefault();
    else setBusy(form, true);
  }
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = formOf(event);
  if (form) setBusy(form, false);
});

// The same key again means "the same thing again": only after a success does the form get a new one.
document.addEventListener("htmx:after:request", (event) => {
  const form = formOf(event);
  if (!form || !event.detail.ctx.response.raw.ok || event.detail.ctx.request.method === "GET") return;
  form.querySelectorAll("[data-key]").forEach((field) => { field.value = newId(); });
  if (form.hasAttribute("data-reset")) form.reset();
});

function formOf(event) {
  return event.detail.ctx?.sourceElement?.closest?.("form");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const form = event.target.closest?.("form");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  event.preventDefault();
  form.requestSubmit();
});

// Selects and switches that send their form by themselves.
document.addEventListener("change", (event) => {
  event.target.closest?.("form[data-submit-on-change]")?.requestSubmit();
});
