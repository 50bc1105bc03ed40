// What the pages need beyond htmx. Every page works without this file. No text is made into markup here, and none that
// people read is written here. script/assets makes one file of these modules: ../public/app.js.
import "./trusted_types.js";
import "./focus.js";
import "./message.js";
import "./once.js";
import "./task.js";
import "./choose.js";
import "./draft.js";
import "./said.js";
import "./palette.js";
import "./keyboard.js";
