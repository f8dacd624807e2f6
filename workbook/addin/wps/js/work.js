// One patch on its way into a workbook: sheets that were unlocked for it, and the way back.
(function (XLT) {
  "use strict";

  var book = XLT.book;
  var ALLOWANCES = [
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
    "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
    "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables"
  ];
  var FREE = [ // what our own forms allow while they are protected
    "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingHyperlinks",
    "AllowSorting", "AllowFiltering"
  ];

  function Work(app, workbook) {
    this.app = app;
    this.workbook = workbook;
    this.sheets = {};
    this.locked = [];
    this.back = [];
    this.changed = {};
  }

  Work.prototype.undo = function () {
    var step;
    while ((step = this.back.pop())) {
      try { step(); } catch (failed) { this.incomplete = true; }
    }
  };

  // A sheet that may be written to: its protection is lifted, and put back in the end.
  Work.prototype.sheet = function (name) {
    if (!this.sheets[name]) {
      this.sheets[name] = this.unlocked(this.workbook.Sheets.Item(name));
    }
    return this.sheets[name];
  };

  Work.prototype.unlocked = function (sheet) {
    if (!sheet.ProtectContents && !sheet.ProtectDrawingObjects) return sheet;
    var allowed = {}, rules = sheet.Protection;
    ALLOWANCES.forEach(function (each) { allowed[each] = !!rules && book.yes(rules[each]); });
    var lock = {
      sheet: sheet, drawing: book.yes(sheet.ProtectDrawingObjects),
      contents: book.yes(sheet.ProtectContents), scenarios: book.yes(sheet.ProtectScenarios),
      allowed: allowed, selection: sheet.EnableSelection
    };
    try { sheet.Unprotect(""); } catch (refused) { /* told below */ }
    if (sheet.ProtectContents || sheet.ProtectDrawingObjects) {
      throw new Error(XLT.words.locked.replace("{}", sheet.Name));
    }
    this.locked.push(lock);
    return sheet;
  };

  Work.prototype.lock = function () {
    this.locked.forEach(function (each) {
      protect(each.sheet, each);
    });
    this.locked = [];
  };

  function protect(sheet, how) {
    var rest = ALLOWANCES.map(function (name) { return how.allowed[name]; });
    sheet.Protect.apply(sheet, ["", how.drawing, how.contents, how.scenarios, false].concat(rest));
    if (how.selection !== undefined && how.selection !== null) sheet.EnableSelection = how.selection;
  }

  // A sheet that the form wants protected and that was not: without a password, as it was sent out.
  Work.prototype.protects = function (sheet) {
    var known = this.locked.some(function (each) { return each.sheet.Name === sheet.Name; });
    if (known) return;
    var allowed = {};
    ALLOWANCES.forEach(function (each) { allowed[each] = FREE.indexOf(each) >= 0; });
    var lock = { sheet: sheet, drawing: false, contents: true, scenarios: false, allowed: allowed };
    this.locked.push(lock);
    var locked = this.locked;
    this.back.push(function () { locked.splice(locked.indexOf(lock), 1); });
  };

  XLT.Work = Work;
}(window.XLT));
