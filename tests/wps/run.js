// run.js: work in JSON on stdin, what came of it in JSON on stdout; see tests/wps_office.py.
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");
const { Application } = require("./fake_et.js");
const { Page } = require("./page.js");

const work = JSON.parse(fs.readFileSync(0, "utf-8"));

// The add-in's scripts without a service, for what needs none.
function scripts() {
  const window = { JSON, Array, Object, Number, String, Date, Math };
  window.window = window;
  const context = vm.createContext(window);
  vm.runInContext("window.XLT = { words: " + JSON.stringify(work.words) + " };", context);
  for (const name of ["book", "work", "patch", "notes", "rows", "sheets"]) {
    const file = path.join(work.scripts, name + ".js");
    vm.runInContext(fs.readFileSync(file, "utf-8"), context, { filename: file });
  }
  return context.XLT;
}

function read() {
  const XLT = scripts();
  return work.models.map(model => XLT.book.read(new Application(model).ActiveWorkbook));
}

function apply() {
  const XLT = scripts();
  return work.tries.map(each => {
    const app = new Application(each.model), before = app.ActiveWorkbook.dump();
    const active = app.ActiveWorkbook.ActiveSheet.Name;
    app.bad = each.bad || null;
    let error = null;
    try {
      XLT.patch.apply(app, app.ActiveWorkbook, each.patch);
    } catch (caught) { error = caught.message; if (process.env.XLT_TRACE) process.stderr.write(String(caught.stack)); }
    const after = app.ActiveWorkbook.dump();
    return {
      error, after: each.look ? after : null, same: JSON.stringify(after) === JSON.stringify(before),
      differ: before.filter((sheet, at) => JSON.stringify(sheet) !== JSON.stringify(after[at])).map(sheet => sheet.name),
      facts: XLT.book.read(app.ActiveWorkbook), counts: app.counts,
      settings: [app.ScreenUpdating, app.EnableEvents, app.DisplayAlerts],
      stayed: app.ActiveWorkbook.ActiveSheet.Name === active,
    };
  });
}

async function click() {
  const app = new Application(work.model);
  const page = new Page(work.url, app, work.answers || {});
  await page.load();
  page.window.OnAddinLoad({});
  const steps = [];
  for (const step of work.steps) {
    if (step.token) page.window.XLT.token = step.token;
    if (step.chosen !== undefined) app.chosen = step.chosen;
    if (step.url) page.window.XLT.base = step.url;
    if (step.port) page.url.port = step.port;
    app.bad = step.bad || null;
    app.selected = null;
    if (step.leave) setTimeout(() => { app.other.Activate(); }, 300);
    if (step.edit) {
      const [name, cell, value] = step.edit;
      setTimeout(() => { app.ActiveWorkbook.Sheets.Item(name).Range(cell).Value2 = value; }, 300);
    }
    for (let time = 0; time < (step.times === undefined ? 1 : step.times); time += 1) page.window.OnAction({ Id: "xlt_" + step.action });
    await page.settled();
    steps.push({
      window: app.workbook && app.workbook.window, other: app.other && [app.other.window || null, app.other.dump()],
      image: page.window.GetImage({ Id: "xlt_" + step.action }), said: page.said.splice(0), asked: page.asked.splice(0),
      status: app.StatusBar, selected: app.selected, opened: app.opened.splice(0), requests: page.requests.splice(0),
      book: app.ActiveWorkbook && step.look !== false ? app.ActiveWorkbook.dump() : null,
      facts: app.ActiveWorkbook ? page.window.XLT.book.read(app.ActiveWorkbook) : null,
      active: app.ActiveWorkbook && app.ActiveWorkbook.ActiveSheet.Name,
    });
  }
  return steps;
}

// The page in WPS' own folder: before and after the service answers its knock.
function wait() {
  const page = new Page("file:///jsaddons/index.html", null, {}), window = page.window;
  let picture = null;
  window.Image = class { constructor() { picture = this; } };
  vm.runInContext(work.waiting + work.main, window);
  window.OnAddinLoad({});
  window.OnAction({ Id: "xlt_score" });
  const before = page.went || null;
  picture.onload();
  return [before, picture.src, page.went, page.said, window.GetImage({ Id: "xlt_score" })];
}

Promise.resolve({ read, apply, click, wait }[work.mode]()).then(
  result => { process.stdout.write(JSON.stringify(result)); process.exitCode = 0; },
  error => { process.stderr.write(error.stack + "\n"); process.exitCode = 1; }
);
