// The list of maps is live: strips move and names change as people work.
import "./apply.js";
import { expectStream } from "./bar.js";
import { follow } from "./share.js";

expectStream();
follow();
