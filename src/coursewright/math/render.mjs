// TeX to MathML, for engine.py. Argument: the folder that holds Temml's script.
//
// Each line on stdin is one batch, {"formulas": [[tex, display], ...], "macros": {...}}.
// Each formula is answered by one line, in order: {"mathml": text}, or {"error": text,
// "position": number or null, "slow": true or false}. A line is written as soon as it is
// there, so that the reader knows which formula a dying process was busy with.
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createContext, runInContext, Script } from "node:vm";

const TIME_LIMIT_MS = 1000;
const OPTIONS = {
  throwOnError: true,
  trust: false,
  maxExpand: 1000,
  maxSize: [40, 500], // em, pt
};
const LONG_INLINE = 40; // characters of TeX; a longer formula may break over lines

// A context of its own has a time limit per call, and neither files nor processes.
const context = createContext(Object.create(null));
runInContext(readFileSync(join(process.argv[2], "temml.js"), "utf8"), context);
const render = new Script("temml.renderToString(...JSON.parse(job))");

function answer([tex, display], macros) {
  const wrap = !display && tex.length > LONG_INLINE ? "tex" : "none";
  // Parsed anew each time: a \gdef in one formula must not reach the next.
  context.job = JSON.stringify([tex, { ...OPTIONS, displayMode: display, wrap, macros }]);
  try {
    return { mathml: render.runInContext(context, { timeout: TIME_LIMIT_MS }) };
  } catch (error) {
    return {
      error: String(error?.message ?? error),
      // Counted in characters, as Python does, not in UTF-16 units.
      position: error?.position == null ? null : [...tex.slice(0, error.position)].length,
      slow: error?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT",
    };
  }
}

function write(text) {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(1, bytes, sent);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { formulas, macros } = JSON.parse(line);
  for (const formula of formulas) write(JSON.stringify(answer(formula, macros)) + "\n");
}
