// The map's behaviours. Each listens on the document, so fragments that arrive later need no set-up.
import "./select.js"; // before keyboard.js: with several chosen, keys are about all of them
import "./keyboard.js";
import "./approve.js";
import "./assumed.js";
import "./blank.js";
import "./combo.js";
import "./drag.js";
import "./drawer.js";
import "./find.js";
import "./heads.js";
import "./lines.js";
import "./paste.js";
import "./refresh.js";
import "./minimap.js";
import "./view.js";
import "./whom.js";
import "../live/index.js";
import { reopenDrafts } from "./edit.js";

reopenDrafts();
