/** Where the client's modules lie; CLIENT_MODULES points the tests at published ones instead. */

import { pathToFileURL } from "node:url";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const folder = process.env.CLIENT_MODULES ?? path.join(here, "../../theme/assets/search");

/** @param {string} name */
export const load = (name) => import(pathToFileURL(path.join(folder, name)).href);
