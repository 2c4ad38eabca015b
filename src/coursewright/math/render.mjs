// TeX to MathML, for process.py. Arguments: the folder that holds Temml's script; how many
// milliseconds of CPU time a formula may take.
//
// Each line on stdin is one batch, {"formulas": [[tex, display], ...], "macros": {...}}.
// Each formula is answered by one line, in order: {"mathml": text}, or {"error": text,
// "position": number or null, "slow": true or false}. With "alone": true in the batch a line
// is written as soon as it is there, so that the reader knows which formula a dying process
// was busy with. {"busy": true} answers nothing: it is a sign of life.
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createContext, runInContext, Script } from "node:vm";

const CPU_LIMIT_MS = Number(process.argv[3]);
const FIRST_PATIENCE_MS = 1.25 * CPU_LIMIT_MS;
const OUT_OF_TIME = "ERR_SCRIPT_EXECUTION_TIMEOUT";
// A time limit costs a thread, more than most formulas: it is for many of them together.
const TOGETHER = 64;
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
// Each formula has options of its own: a \gdef in one must not reach the next.
// Positions are counted in characters, as Python does, not in UTF-16 units.
const render = new Script(`JSON.stringify(JSON.parse(job).map(([tex, options]) => {
  try {
    return { mathml: temml.renderToString(tex, options) };
  } catch (error) {
    const position = error?.position == null ? null : [...tex.slice(0, error.position)].length;
    return { error: String(error?.message ?? error), position };
  }
}))`);

function answers(formulas, macros) {
  const jobs = formulas.map(([tex, display]) => {
    const wrap = !display && tex.length > LONG_INLINE ? "tex" : "none";
    return [tex, { ...OPTIONS, displayMode: display, wrap, macros }];
  });
  context.job = JSON.stringify(jobs);
  try {
    return JSON.parse(formulas.length > 1 ? attempt(FIRST_PATIENCE_MS) : patiently());
  } catch (error) {
    if (formulas.length > 1) return formulas.flatMap((one) => answers([one], macros));
    const slow = error?.code === OUT_OF_TIME;
    return [{ error: String(error?.message ?? error), position: null, slow }];
  }
}

// A context is interrupted by the clock on the wall, which runs on while a busy machine does
// something else. So what was stopped has another, longer try, until it had its CPU time.
function patiently() {
  for (let patience = FIRST_PATIENCE_MS; ; patience *= 2) {
    const before = process.cpuUsage();
    try {
      return attempt(patience);
    } catch (error) {
      const { user, system } = process.cpuUsage(before); // microseconds
      if (error?.code !== OUT_OF_TIME || user + system >= CPU_LIMIT_MS * 1000) throw error;
    }
  }
}

function attempt(patience) {
  try {
    return render.runInContext(context, { timeout: patience });
  } catch (error) {
    if (error?.code === OUT_OF_TIME) write('{"busy": true}\n');
    throw error;
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
  const { formulas, macros, alone } = JSON.parse(line);
  const size = alone ? 1 : TOGETHER;
  for (let at = 0; at < formulas.length; at += size) {
    const given = answers(formulas.slice(at, at + size), macros);
    write(given.map((one) => JSON.stringify(one) + "\n").join(""));
  }
}
