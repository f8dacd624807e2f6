// The open workbook as plain facts: what the program says of it, nothing judged.
// Runs in WPS' own web view, an old Chromium: plain ES5, no modules, no build step.
window.XLT = window.XLT || {};

(function (XLT) {
  "use strict";

  var BLOCK = 20000; // cells that are read in one call
  var MOST = 400000; // cells between A1 and the last one; more is no form
  var WHOLE_ROW = 256; // so many selected cells side by side are a row
  var EDGE = 2000; // rows or columns beyond which a used range is looked at twice
  var GENERAL = { "General": true, "G/\u901a\u7528\u683c\u5f0f": true };
  var ERRORS = {
    "-2146826288": "#NULL!", "-2146826281": "#DIV/0!", "-2146826273": "#VALUE!",
    "-2146826265": "#REF!", "-2146826259": "#NAME?", "-2146826252": "#NUM!",
    "-2146826246": "#N/A"
  };
  var KNOWN = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!)$/;

  function letters(column) {
    var text = "";
    while (column > 0) {
      var rest = (column - 1) % 26;
      text = String.fromCharCode(65 + rest) + text;
      column = (column - 1 - rest) / 26;
    }
    return text;
  }

  // The address of an area [top, left, bottom, right], 1-based; of one cell without a colon.
  function address(area) {
    var first = letters(area[1]) + area[0];
    var single = area[0] === area[2] && area[1] === area[3];
    return single ? first : first + ":" + letters(area[3]) + area[2];
  }

  // The address of a cell.
  function place(cell) {
    return address([cell.Row, cell.Column, cell.Row, cell.Column]);
  }

  function rangeOf(sheet, area) {
    return sheet.Range(address(area));
  }

  function areaOf(range) {
    return [
      range.Row, range.Column,
      range.Row + range.Rows.Count - 1, range.Column + range.Columns.Count - 1
    ];
  }

  // Value2 and Formula of an area as rows, whatever the shape that the program gives one row in.
  function grid(values, area) {
    var rows = area[2] - area[0] + 1, columns = area[3] - area[1] + 1, made = [], at;
    if (rows === 1 && columns === 1 && !Array.isArray(values)) return [[values]];
    if (Array.isArray(values) && Array.isArray(values[0])) return values;
    if (rows === 1) return [values];
    for (at = 0; at < rows; at += 1) made.push([values[at]]);
    return made;
  }

  // Halves of an area, rows first: formats and merges of a form run along its rows.
  function halves(area) {
    var middle;
    if (area[2] > area[0]) {
      middle = Math.floor((area[0] + area[2]) / 2);
      return [[area[0], area[1], middle, area[3]], [middle + 1, area[1], area[2], area[3]]];
    }
    middle = Math.floor((area[1] + area[3]) / 2);
    return [[area[0], area[1], area[2], middle], [area[0], middle + 1, area[2], area[3]]];
  }

  // Builds of the program say yes and no as truths or, as COM does, as -1 and 0; mixed is null.
  function yes(value) {
    return value === true || value === -1 || value === 1;
  }

  function no(value) {
    return value === false || value === 0;
  }

  function isCell(area) {
    return area[0] === area[2] && area[1] === area[3];
  }

  function usedArea(sheet) {
    var used = sheet.UsedRange;
    if (!used) return null;
    var area = areaOf(used);
    area = [1, 1, area[2], area[3]];
    if (area[2] > EDGE || area[3] > EDGE) area = filledArea(sheet, area);
    if (area[2] * area[3] > MOST) throw new Error(XLT.words.too_large.replace("{}", sheet.Name));
    return area;
  }

  // Where formats reach to the end of the sheet, the last cell that holds something counts.
  function filledArea(sheet, area) {
    var start = sheet.Range("A1");
    var low = sheet.Cells.Find("*", start, -4123, 2, 1, 2);
    var far = sheet.Cells.Find("*", start, -4123, 2, 2, 2);
    if (!low || !far) return [1, 1, 1, 1];
    return [1, 1, Math.min(area[2], low.Row), Math.min(area[3], far.Column)];
  }

  function errorOf(sheet, row, column, value, formula) {
    if (typeof value === "number") return ERRORS[String(value)] || "";
    if (typeof value === "string") return formula && KNOWN.test(value) ? value : "";
    if (typeof value === "boolean" || (value === null && !formula)) return "";
    var text = String(rangeOf(sheet, [row, column, row, column]).Text || "");
    return KNOWN.test(text) ? text : "";
  }

  function readCells(sheet, area, facts) {
    var height = Math.max(1, Math.floor(BLOCK / area[3])), top, r, c;
    for (top = 1; top <= area[2]; top += height) {
      var box = [top, 1, Math.min(area[2], top + height - 1), area[3]];
      var range = rangeOf(sheet, box);
      var values = grid(range.Value2, box), formulas = grid(range.Formula, box);
      for (r = 0; r < values.length; r += 1) {
        var row = [];
        for (c = 0; c < area[3]; c += 1) {
          row.push(readCell(sheet, box[0] + r, c + 1, values[r][c], formulas[r][c], facts));
        }
        facts.rows.push(row);
      }
    }
  }

  function readCell(sheet, row, column, value, text, facts) {
    if (value === undefined) value = null;
    // a text that begins with = is its own value, which no formula is
    var formula = typeof text === "string" && text.charAt(0) === "=" && text !== value;
    var error = errorOf(sheet, row, column, value, formula);
    if (formula) facts.formulas.push([row, column, text]);
    if (error) facts.errors.push([row, column, error]);
    return error || (value !== null && typeof value === "object") ? null : value;
  }

  function readFormats(sheet, area, facts) {
    var code = rangeOf(sheet, area).NumberFormat;
    if (typeof code === "string" && code !== "") {
      if (!GENERAL[code]) facts.formats.push(area.concat([code]));
    } else if (!isCell(area)) {
      halves(area).forEach(function (half) { readFormats(sheet, half, facts); });
    }
  }

  function readMerges(sheet, area, found, covered) {
    if (isCell(area) && covered[area[0] + "," + area[1]]) return;
    var range = rangeOf(sheet, area), r, c;
    if (no(range.MergeCells)) return;
    if (!isCell(area)) {
      halves(area).forEach(function (half) { readMerges(sheet, half, found, covered); });
      return;
    }
    var merge = areaOf(range.MergeArea);
    if (isCell(merge)) return;
    found.push(merge);
    for (r = merge[0]; r <= merge[2]; r += 1) {
      for (c = merge[1]; c <= merge[3]; c += 1) covered[r + "," + c] = true;
    }
  }

  function mergesIn(sheet, area) {
    var found = [];
    readMerges(sheet, area, found, {});
    return found;
  }

  function isVisible(sheet) {
    return yes(sheet.Visible);
  }

  function readSheet(sheet) {
    var facts = {
      name: sheet.Name, visible: isVisible(sheet),
      rows: [], formulas: [], formats: [], merges: [], errors: []
    };
    var area = usedArea(sheet); // null of a chart sheet, which has no cells
    if (area) {
      readCells(sheet, area, facts);
      readFormats(sheet, area, facts);
      facts.merges = mergesIn(sheet, area);
    }
    return facts;
  }

  // [row, column, text] of every formula of a sheet.
  function formulasOf(sheet) {
    var facts = { rows: [], formulas: [], errors: [] }, area = usedArea(sheet);
    if (area) readCells(sheet, area, facts);
    return facts.formulas;
  }

  // [name, text] of every item of a collection; what the program refuses to tell is left out.
  function pairs(items, second) {
    var found = [], at, count = 0;
    try { count = items ? items.Count : 0; } catch (none) { count = 0; }
    for (at = 1; at <= count; at += 1) {
      try {
        var item = items.Item(at);
        found.push([String(item.Name), String(item[second])]);
      } catch (hidden) { continue; }
    }
    return found;
  }

  function properties(book) {
    try { return pairs(book.CustomDocumentProperties, "Value"); } catch (none) { return []; }
  }

  function read(book) {
    var facts = {
      sheets: [], names: pairs(book.Names, "RefersTo"), properties: properties(book),
      since_1904: yes(book.Date1904)
    };
    for (var at = 1; at <= book.Sheets.Count; at += 1) {
      facts.sheets.push(readSheet(book.Sheets.Item(at)));
    }
    return facts;
  }

  // Where the workbook is saved; null if it never was, or lives in a web address.
  function pathOf(book) {
    var name = String(book.FullName || "");
    if (!book.Path || /^[a-z]{2,}:\/\//i.test(name)) return null;
    return name;
  }

  // The active cell; of a whole row its last one: the first may be merged with those of other rows.
  function selectionOf(app, book) {
    var cell = app.ActiveCell, width = 0;
    if (!cell) return null;
    try { width = app.ActiveWindow.RangeSelection.Columns.Count; } catch (none) { width = 0; }
    return [book.ActiveSheet.Name, cell.Row, width >= WHOLE_ROW ? width : cell.Column];
  }

  XLT.book = {
    address: address, areaOf: areaOf, formulasOf: formulasOf, letters: letters, mergesIn: mergesIn,
    pathOf: pathOf, place: place, rangeOf: rangeOf, read: read, selectionOf: selectionOf, usedArea: usedArea, yes: yes
  };
}(window.XLT));
