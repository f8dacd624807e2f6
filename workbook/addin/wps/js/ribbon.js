// The buttons: a click reads the workbook, asks the service, applies its answer, tells the user.
(function (XLT) {
  "use strict";

  var PATIENCE = 1500; // ms after which the workbook is looked at again before it is written
  var POLL = 400; // ms between two looks at the progress of long work
  var FOLDER = 4, FILE = 3; // what FileDialog chooses
  var TABLES = /\.(xlsx|xlsm|xls|et|csv|ods)$/i;
  var busy = null;

  function application() {
    var wps = window.wps;
    if (window.Application) return window.Application;
    return wps && wps.EtApplication ? wps.EtApplication() : wps;
  }

  function press(action, more) {
    var app = application(), click, workbook;
    more = more || {};
    if (busy) {
      offerStop();
      return;
    }
    try {
      workbook = app.ActiveWorkbook || null;
      click = {
        action: action, facts: null, path: null, selection: null,
        chosen: more.chosen || null, confirmed: more.confirmed === true
      };
      if (workbook && XLT.words.needs[action] === "form") {
        click.facts = XLT.book.read(workbook);
        click.path = XLT.book.pathOf(workbook);
        click.selection = XLT.book.selectionOf(app, workbook);
      }
    } catch (error) {
      tell(app, { message: XLT.words.unread.replace("{}", error.message), level: "failed" });
      return;
    }
    busy = { action: action, what: "" };
    var start = new Date().getTime();
    poll(app, busy);
    XLT.link.send("POST", "press", click, function (answer) {
      busy = null;
      status(app, false);
      answer = answer || { message: XLT.words.no_service, level: "failed" };
      if (new Date().getTime() - start < PATIENCE) start = 0;
      receive(app, workbook, click, answer, start > 0);
    });
  }

  function receive(app, workbook, click, answer, late) {
    if (answer.ask) {
      askAgain(app, click, answer);
      return;
    }
    try {
      if (answer.patch) {
        if (late && JSON.stringify(XLT.book.read(workbook)) !== JSON.stringify(click.facts)) {
          throw new Error(XLT.words.changed);
        }
        answer.message += XLT.patch.apply(app, workbook, answer.patch);
      }
    } catch (error) {
      answer = { message: XLT.words.unwritten.replace("{}", error.message), level: "failed" };
    }
    try {
      if (answer.select) jump(workbook, answer.select);
    } catch (hidden) { /* all is written, and that is what is to be told */ }
    tell(app, answer);
    offer(app, answer);
  }

  function askAgain(app, click, answer) {
    var more = { chosen: click.chosen, confirmed: click.confirmed };
    if (answer.ask === "yes") {
      if (!window.confirm(answer.message)) return;
      more.confirmed = true;
    } else {
      more.chosen = choose(app, answer.ask === "folder" ? FOLDER : FILE, answer.message);
      if (!more.chosen) return;
    }
    press(click.action, more);
  }

  // The program's own dialog; where a build has none, the path is typed.
  function choose(app, kind, title) {
    var dialog;
    try { dialog = app.FileDialog(kind); } catch (none) { dialog = null; }
    if (!dialog) return window.prompt(title, "") || null;
    dialog.Title = title;
    if (!XLT.book.yes(dialog.Show())) return null;
    return String(dialog.SelectedItems.Item(1));
  }

  function jump(workbook, place) {
    var sheet = workbook.Sheets.Item(place.sheet);
    sheet.Activate();
    XLT.book.rangeOf(sheet, [place.row, place.column, place.row, place.column]).Select();
  }

  // One line into the status bar; a window for what must be read.
  function tell(app, answer) {
    var lines = [answer.message].concat(answer.lines || []);
    status(app, answer.message);
    if (answer.level !== "done" || lines.length > 1 || !answer.patch) {
      if (!answer.opens) window.alert(lines.join("\n"));
    }
  }

  function status(app, text) {
    try { app.StatusBar = text; } catch (none) { /* it has no status bar to write to */ }
  }

  function offer(app, answer) {
    var file = answer.files && answer.files[0];
    if (!file) return;
    var name = file.replace(/^.*[\\\/]/, "");
    if (answer.opens || window.confirm(XLT.words.open.replace("{}", name))) openFile(app, file);
  }

  function openFile(app, file) {
    if (TABLES.test(file)) {
      try {
        app.Workbooks.Open(file);
        return;
      } catch (refused) { /* the system's own way is tried */ }
    }
    XLT.link.send("POST", "open", { file: file }, function (answer) {
      if (!answer || answer.level === "failed") tell(app, answer || { message: XLT.words.no_service });
    });
  }

  function poll(app, mine) {
    window.setTimeout(function () {
      if (busy !== mine) return;
      XLT.link.send("GET", "progress", null, function (answer) {
        if (busy !== mine) return;
        if (answer && answer.message) {
          mine.what = answer.message;
          status(app, answer.message);
        }
        poll(app, mine);
      });
    }, POLL);
  }

  // A click while another is under way: the user hears so, and may end it.
  function offerStop() {
    var text = XLT.words.busy + (busy.what ? "\n" + busy.what : "") + "\n" + XLT.words.stop;
    if (window.confirm(text)) XLT.link.send("POST", "cancel", {}, function () {});
  }

  function action(control) {
    return String(control.Id).replace(/^xlt_/, "");
  }

  // What ribbon.xml calls.
  window.OnAddinLoad = function () {
    return true;
  };
  window.OnAction = function (control) {
    press(action(control));
    return true;
  };
  window.GetImage = function (control) {
    return "images/" + XLT.words.icons[action(control)];
  };

  XLT.press = press;
}(window.XLT));
