// The add-in's page as a web view loads it: its scripts come from the running service, in order,
// and see a window, a document that can be written to, and XMLHttpRequest of the page's origin.
"use strict";

const http = require("http");
const vm = require("vm");

function fetch(options, body) {
  return new Promise((done, failed) => {
    const request = http.request(options, response => {
      const pieces = [];
      response.on("data", piece => pieces.push(piece));
      response.on("end", () => done({ status: response.statusCode, text: Buffer.concat(pieces).toString() }));
    });
    request.on("error", failed);
    if (body !== null && body !== undefined) request.write(body);
    request.end();
  });
}

class Page {
  constructor(url, app, answers) {
    this.url = new URL(url);
    this.said = [];
    this.asked = [];
    this.requests = [];
    this.pending = 0;
    const page = this;
    this.written = [];
    const window = {
      Application: app, location: { protocol: this.url.protocol, replace: to => { page.went = to; } },
      alert: text => page.said.push(text),
      confirm: text => { page.asked.push(text); return answers.yes !== false; },
      prompt: text => { page.asked.push(text); return answers.typed || null; },
      setTimeout: (act, time) => { const timer = setTimeout(act, time); timer.unref(); return timer; },
      document: { write: text => page.written.push(text) }, JSON, Array, Object, Number, String, Date, Math,
      XMLHttpRequest: class { constructor() { page.xhr(this); } },
      Image: class { set src(at) { page.image = at; } },
    };
    window.window = window;
    this.window = vm.createContext(window);
  }
  xhr(made) {
    const page = this, headers = {};
    let method, path;
    made.readyState = 0;
    made.open = (verb, to) => { method = verb; path = new URL(to, page.url).pathname; };
    made.setRequestHeader = (name, value) => { headers[name] = value; };
    made.send = body => {
      page.requests.push(method + " " + path.replace(/^\/[^/]+\//, ""));
      if (method === "POST") headers.Origin = page.url.origin;
      if (body) headers["Content-Length"] = Buffer.byteLength(body);
      page.pending += 1;
      const finish = (status, text) => {
        page.pending -= 1;
        Object.assign(made, { readyState: 4, status, responseText: text });
        made.onreadystatechange();
      };
      fetch({ host: page.url.hostname, port: page.url.port, method, path, headers }, body)
        .then(answer => finish(answer.status, answer.text), () => finish(0, ""));
    };
  }
  async script(name) {
    const at = new URL(name, this.url);
    const answer = await fetch({ host: at.hostname, port: at.port, path: at.pathname });
    if (answer.status !== 200) throw new Error(name + " " + answer.status);
    vm.runInContext(answer.text, this.window, { filename: name });
    return answer.text;
  }
  async load() {
    const at = new URL("index.html", this.url);
    const html = (await fetch({ host: at.hostname, port: at.port, path: at.pathname })).text;
    const scripts = text => [...text.matchAll(/<script src="([^"]+)">/g)].map(match => match[1]);
    for (const name of scripts(html)) {
      await this.script(name);
      for (const text of this.written.splice(0)) {
        for (const more of scripts(text)) await this.script(more);
      }
    }
  }
  async settled() {
    const turn = () => new Promise(done => setTimeout(done, 5));
    await turn();
    while (this.pending) await turn();
  }
}

module.exports = { Page, fetch };
