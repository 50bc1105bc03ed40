// What was saved or done is said once: whoever loads the page again, or keeps its address, is not told anew. While it can be
// taken back, which is for an hour at most, the address stays, and with it the way to do so.
import { find } from "./document.js";

const address = new URL(location.href);
const told = ["saved", "done"].filter((name) => address.searchParams.has(name));
if (told.length && find("main .notice") && !find("main .notice form")) {
  for (const name of told) address.searchParams.delete(name);
  history.replaceState(history.state, "", address.pathname + address.search + address.hash);
}
