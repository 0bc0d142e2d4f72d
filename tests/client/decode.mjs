/** Prints what a QR code says: its argument names a JSON file with width, height and RGBA data. */

import { readFileSync } from "node:fs";
import decodeQR from "qr/decode.js";

const { width, height, data } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
process.stdout.write(decodeQR({ width, height, data: Uint8Array.from(data) }));
