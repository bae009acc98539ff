// The map is live: others' changes arrive, and others see who is here.
import { refresh } from "../map/refresh.js";
import { root } from "../map/state.js";
import "./alerts.js";
import "./apply.js";
import "./guard.js";
import "./drawer.js";
import "./presence.js";
import "./outbox.js";
import { expectStream } from "./bar.js";
import { on } from "./bus.js";
import { follow } from "./share.js";
import { topic } from "./topics.js";

const { map } = root().dataset;

/** The role has changed: the page is read again as the server shows it now. */
function setRights(canEdit) {
  if (canEdit === undefined || root().dataset.canEdit === (canEdit ? "1" : "0")) return;
  root().dataset.canEdit = canEdit ? "1" : "0";
  refresh();
}

on("hello", ({ rights }) => setRights(rights[map]?.can_edit));
on("rights", (said) => { if (said.topic === topic().name) setRights(said.can_edit); });

expectStream();
follow();
