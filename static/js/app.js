// What every page can do. Each module listens on the document, so fragments that arrive later need no set-up.
import "./theme.js";
import "./toast.js";
import "./keys.js";
import "./dialog.js";
import "./menus.js";
import "./confirm.js";
import "./forms.js";
import "./drafts.js";
import "./palette.js";
