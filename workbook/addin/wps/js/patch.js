// A patch put into the open workbook, all of it or nothing: every step leaves behind how it is
// taken back, and the first failure takes back what was done.
(function (XLT) {
  "use strict";

  var book = XLT.book;
  var NONE = -4142, FORMATS = -4122, BOTTOM_EDGE = 9;
  // texts that a program would take for a number, a date, a truth or a formula
  var RISKY = /^\s*[-=+@'(.,\d$%\u00a5\uffe5\uff08\uff0d\uff0b\uff1d\uff10-\uff19]|^(true|false)$/i;

  // --- values

  function isFormula(cell) {
    return book.yes(cell.HasFormula);
  }

  function plainValue(cell) {
    var value = cell.Value2;
    if (Array.isArray(value)) value = Array.isArray(value[0]) ? value[0][0] : value[0];
    return value === undefined ? null : value;
  }

  // Put exactly this into the cell: a number stays a number, a text a text, whatever it looks like.
  function put(cell, value) {
    if (value === null || value === "") {
      cell.MergeArea.ClearContents();
      return;
    }
    if (typeof value !== "string") {
      cell.Value2 = value;
      if (plainValue(cell) !== value) putInto(cell, value, "General");
      return;
    }
    if (!RISKY.test(value) || cell.NumberFormat === "@") cell.Value2 = value;
    if (plainValue(cell) !== value) cell.Value2 = "'" + value;
    if (plainValue(cell) !== value) putInto(cell, value, "@");
  }

  // A cell that is formatted as text makes a text of a number; its format is kept all the same.
  function putInto(cell, value, format) {
    var own = cell.NumberFormat;
    cell.NumberFormat = format;
    cell.Value2 = value;
    cell.NumberFormat = own;
    if (plainValue(cell) !== value) {
      throw new Error(XLT.words.refused.replace("{}", cell.Parent.Name + "!" + place(cell)));
    }
  }

  var place = book.place;

  function restore(sheet, at, formula, value) {
    var cell = sheet.Range(at);
    if (formula) cell.Formula = formula; else put(cell, value);
  }

  function writeValue(work, sheet, cell, write) {
    var had = isFormula(cell), value = write.value;
    if (had && write.keep_formula) return false; // the program computes it
    if (value !== null && typeof value === "object") value = Number(value.decimal);
    if (value === "") value = null;
    var old = plainValue(cell);
    if (!had && (old === value || (value === null && old === ""))) return false;
    var formula = had ? String(cell.Formula) : "", at = place(cell);
    work.back.push(function () { restore(sheet, at, formula, old); });
    put(cell, value);
    return true;
  }

  // A cell that has no look of its own yet gets that of another row's cell in its column.
  function lendLook(work, sheet, cell, row) {
    if (cell.Row === row || !isBare(cell) || book.yes(cell.MergeCells)) return;
    var lender = book.rangeOf(sheet, [row, cell.Column, row, cell.Column]);
    if (isBare(lender) || book.yes(lender.MergeCells)) return;
    var at = place(cell);
    work.back.push(function () { sheet.Range(at).ClearFormats(); });
    lender.Copy();
    cell.PasteSpecial(FORMATS);
    work.app.CutCopyMode = false;
  }

  function isBare(cell) {
    return cell.Borders.Item(BOTTOM_EDGE).LineStyle === NONE && cell.Interior.Pattern === NONE;
  }

  function writeCells(work, writes) {
    var direct = {};
    writes.forEach(function (write) {
      var sheet = work.sheet(write.sheet);
      var cell = book.rangeOf(sheet, [write.row, write.column, write.row, write.column]);
      var row = write.row, column = write.column;
      if (book.yes(cell.MergeCells)) { // what is written under a merge shows in its first cell
        var area = book.areaOf(cell.MergeArea);
        row = area[0];
        column = area[1];
      }
      var key = write.sheet + "!" + row + "," + column;
      if (row === write.row && column === write.column) direct[key] = true;
      else if (write.value === null && direct[key]) return;
      else cell = book.rangeOf(sheet, [row, column, row, column]);
      if (writeValue(work, sheet, cell, write)) {
        work.changed[write.sheet + "!" + row] = true;
        if (write.style_row && write.value !== null) lendLook(work, sheet, cell, write.style_row);
      }
      writeLink(work, sheet, cell, write.link);
    });
  }

  // --- links

  function writeLink(work, sheet, cell, target) {
    var count = cell.Hyperlinks.Count, at = place(cell);
    if (!target && !count) return;
    var old = count ? cell.Hyperlinks.Item(1) : null;
    if (old && (old.Address || "") !== "") { // leads out of the workbook: somebody else's
      if (!target) return;
    } else if (old && target) {
      var before = old.SubAddress;
      if (before === target) return;
      work.back.push(function () { sheet.Range(at).Hyperlinks.Item(1).SubAddress = before; });
      old.SubAddress = target;
      return;
    }
    if (old) {
      if (!target && !isOurs(sheet, old)) return;
      removeLink(work, sheet, at, old);
    }
    if (target) addLink(work, sheet, at, target);
  }

  function isOurs(sheet, link) {
    return link.ScreenTip === XLT.words.link_tip || sheet.Name.indexOf(XLT.words.list_sheet) === 0;
  }

  function removeLink(work, sheet, at, link) {
    var address = link.Address || "", sub = link.SubAddress || "", tip = link.ScreenTip || "";
    work.back.push(function () { keepFont(sheet.Range(at), function (cell) {
      sheet.Hyperlinks.Add(cell, address, sub, tip);
    }); });
    keepFont(sheet.Range(at), clearLinks);
  }

  function addLink(work, sheet, at, target) {
    work.back.push(function () { keepFont(sheet.Range(at), clearLinks); });
    keepFont(sheet.Range(at), function (cell) {
      sheet.Hyperlinks.Add(cell, "", target, XLT.words.link_tip);
    });
  }

  function clearLinks(cell) {
    if (typeof cell.ClearHyperlinks === "function") cell.ClearHyperlinks();
    else cell.Hyperlinks.Delete();
  }

  // Programs dress a linked cell in a style of their own; ours has its look already.
  function keepFont(cell, act) {
    var font = cell.Font, name = font.Name, size = font.Size, color = font.Color;
    var under = font.Underline, across = cell.HorizontalAlignment, down = cell.VerticalAlignment;
    var wrap = cell.WrapText;
    act(cell);
    font = cell.Font;
    font.Name = name;
    font.Size = size;
    font.Color = color;
    font.Underline = under;
    cell.HorizontalAlignment = across;
    cell.VerticalAlignment = down;
    cell.WrapText = wrap;
  }

  // --- heights

  function raiseRows(work, heights) {
    Object.keys(heights).forEach(function (name) {
      XLT.entries(heights[name]).forEach(function (pair) {
        var row = pair[0], height = Math.min(pair[1], 409);
        if (!work.changed[name + "!" + row]) return;
        var range = work.sheet(name).Range(row + ":" + row), old = range.RowHeight;
        if (old >= height) return;
        work.back.push(function () { range.RowHeight = old; });
        range.RowHeight = height;
      });
    });
  }

  // --- the whole

  // A workbook whose structure is protected gets everything but the new sheets; returns what to tell.
  function addSheets(work, added) {
    if (added.length && book.yes(work.workbook.ProtectStructure)) {
      return XLT.words.unlisted.replace("{}", added[0].name);
    }
    XLT.sheets.add(work, added);
    return "";
  }

  // Returns what is to be told besides, mostly nothing.
  function apply(app, workbook, patch) {
    var work = new XLT.Work(app, workbook), active = workbook.ActiveSheet, told = "";
    var before = { ScreenUpdating: app.ScreenUpdating, EnableEvents: app.EnableEvents,
                   DisplayAlerts: app.DisplayAlerts };
    // a user who went to another workbook meanwhile is brought back: windows are the active one's
    if (app.ActiveWorkbook.FullName !== workbook.FullName) workbook.Activate();
    app.ScreenUpdating = app.EnableEvents = app.DisplayAlerts = false;
    try {
      XLT.rows.change(work, patch.rows);
      writeCells(work, patch.cells);
      raiseRows(work, patch.heights);
      told = addSheets(work, patch.added);
      if (patch.notes) XLT.notes.write(work, patch.notes);
      XLT.sheets.dress(work, patch.looks);
      XLT.rows.finish(work);
      return told;
    } catch (error) {
      work.undo();
      try { XLT.rows.finish(work); } catch (left) { work.incomplete = true; }
      if (work.incomplete) error.message += XLT.words.incomplete;
      throw error;
    } finally {
      if (workbook.ActiveSheet.Name !== active.Name) active.Activate();
      work.lock();
      Object.keys(before).forEach(function (key) {
        app[key] = before[key] === undefined ? true : before[key];
      });
    }
  }

  XLT.patch = { apply: apply, plainValue: plainValue, put: put };
}(window.XLT));
