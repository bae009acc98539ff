// A number crossed its threshold, or recovered: said on every open page of the workspace, to all ears too.
import { showToast } from "../toast.js";
import { on } from "./bus.js";
import { topic } from "./topics.js";

on("alert", ({ on: topics, said, address }) => {
  if (!topics.includes(topic().name)) return; // a tab of another workspace
  const label = document.getElementById("toasts").dataset.textShow;
  showToast({ text: said, action: { label, run: () => { location.href = address; } } });
});
