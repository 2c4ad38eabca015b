// Stands before Material's search worker, so that a visit costs no index: what Material sends at
// load (SETUP, then an empty query) is answered here; the first real query fetches the index and
// hands over. The build fills in the two addresses, relative to this file.
const INDEX = "{{index}}", WORKER = "{{worker}}";
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
const post = self.postMessage.bind(self);
const nothing = {type: RESULT, data: {items: []}};
let setup, waiting, starting;

addEventListener("message", greet);

function greet({data: message}) {
  if (message.type === SETUP) {
    setup = message.data;
    post({type: READY});
  } else if (message.type === QUERY && !starting && !String(message.data ?? "").trim()) {
    post(nothing);
  } else {
    waiting = message;
    starting ??= start();
  }
}

async function start() {
  let docs;
  try {
    docs = (await (await fetch(new URL(INDEX, location))).json()).docs;
    importScripts(new URL(WORKER, location));
  } catch {
    // Without the network there is nothing to be found; the next letter tries again.
    starting = undefined;
    return post(nothing);
  }
  removeEventListener("message", greet);
  await new Promise(ready => {
    self.postMessage = message => message.type === READY ? ready() : post(message);
    pass({type: SETUP, data: {...setup, docs}});
  });
  pass(waiting);
}

function pass(message) {
  dispatchEvent(new MessageEvent("message", {data: message}));
}
