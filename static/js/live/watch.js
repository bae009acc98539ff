// A page that only watches its map: changes come, nothing is edited.
import "./reading.js";
import "./voice.js";
import { expectStream } from "./bar.js";
import { follow } from "./share.js";

expectStream();
follow();
