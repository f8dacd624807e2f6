// Rows that come and go, with the look, the validations and the merged areas of their neighbours.
(function (XLT) {
  "use strict";

  var book = XLT.book;
  var DOWN = -4121, UP = -4162, LIKE_ABOVE = 0, FORMATS = -4122, VALIDATION = 6;

  function whole(sheet, row) {
    return sheet.Range(row + ":" + row);
  }

  // Pairs of a mapping whose keys are no texts; an empty one is written as an object.
  function entries(mapping) {
    return Array.isArray(mapping) ? mapping : [];
  }

  function touching(sheet, row) {
    var used = book.usedArea(sheet);
    if (!used || row > used[2]) return [];
    return book.mergesIn(sheet, [row, 1, row, used[3]]);
  }

  function unmerge(sheet, area) {
    var cell = book.rangeOf(sheet, [area[0], area[1], area[0], area[1]]);
    if (book.yes(cell.MergeCells)) cell.MergeArea.UnMerge();
  }

  function merge(sheet, area) {
    book.rangeOf(sheet, area).Merge(false);
  }

  // The areas `there` give way to those wanted.
  function setMerges(work, sheet, there, wanted) {
    var key = String;
    var gone = there.filter(function (area) { return wanted.map(key).indexOf(key(area)) < 0; });
    var come = wanted.filter(function (area) { return there.map(key).indexOf(key(area)) < 0; });
    work.back.push(function () {
      come.forEach(function (area) { unmerge(sheet, area); });
      gone.forEach(function (area) { merge(sheet, area); });
    });
    gone.forEach(function (area) { unmerge(sheet, area); });
    come.forEach(function (area) { merge(sheet, area); });
  }

  function setFormulas(work, sheet, formulas) {
    entries(formulas).forEach(function (pair) {
      var cell = book.rangeOf(sheet, [pair[0][0], pair[0][1], pair[0][0], pair[0][1]]);
      var old = cell.Formula;
      work.back.push(function () { cell.Formula = old; });
      cell.Formula = "=" + pair[1];
    });
  }

  // What merged areas became that touched a row: a row more, a row less, or nothing.
  function grown(areas, row) {
    return areas.map(function (a) { return a[2] > row ? [a[0], a[1], a[2] + 1, a[3]] : a; });
  }

  function shrunk(areas) {
    return areas.map(function (a) { return [a[0], a[1], a[2] - 1, a[3]]; })
      .filter(function (a) { return a[2] >= a[0] && (a[2] > a[0] || a[3] > a[1]); });
  }

  function insert(work, sheet, change) {
    var row = change.row, there = touching(sheet, row), source, target;
    whole(sheet, row + 1).Insert(DOWN, LIKE_ABOVE);
    work.back.push(function () { whole(sheet, row + 1).Delete(UP); });
    setMerges(work, sheet, grown(there, row), []); // a row of a tall area is not copied alone
    source = whole(sheet, row);
    target = whole(sheet, row + 1);
    source.Copy();
    target.PasteSpecial(FORMATS);
    target.PasteSpecial(VALIDATION);
    work.app.CutCopyMode = false;
    target.RowHeight = source.RowHeight;
    setMerges(work, sheet, touching(sheet, row + 1), change.merges);
  }

  function remove(work, sheet, change) {
    var row = change.row, there = touching(sheet, row);
    var bring = keepRow(work, sheet, row, there);
    whole(sheet, row).Delete(UP);
    work.back.push(bring);
    there = shrunk(there).filter(function (area) { return area[0] > row || area[2] < row; });
    setMerges(work, sheet, there.concat(touching(sheet, row)), change.merges);
  }

  // How a row that is about to go comes back: a copy on a sheet of its own, and every formula
  // and name of the workbook as they were, since what pointed at the row points nowhere now.
  function keepRow(work, sheet, row, merges) {
    var height = whole(sheet, row).RowHeight, formulas = allFormulas(work), names = allNames(work);
    var contents = contentsOf(sheet, row), spare = spareSheet(work);
    if (spare) whole(sheet, row).Copy(whole(spare, 1));
    return function () {
      whole(sheet, row).Insert(DOWN, LIKE_ABOVE);
      if (spare) whole(spare, 1).Copy(whole(sheet, row));
      // what was tall begins a row too low now, or ends a row too high
      merges.forEach(function (area) { book.rangeOf(sheet, area).UnMerge(); });
      whole(sheet, row).RowHeight = height;
      contents.forEach(function (each) {
        XLT.patch.put(book.rangeOf(sheet, [row, each[0], row, each[0]]), each[1]);
      });
      merges.forEach(function (area) { merge(sheet, area); });
      formulas.forEach(function (each) {
        var cell = each[0].Range(each[1]);
        if (cell.Formula !== each[2]) cell.Formula = each[2];
      });
      names.forEach(function (each) {
        if (each[0].RefersTo !== each[1]) each[0].RefersTo = each[1];
      });
      if (!spare) work.incomplete = true; // the row's looks are those of its neighbour now
    };
  }

  function contentsOf(sheet, row) {
    var used = book.usedArea(sheet), found = [], c;
    for (c = 1; used && c <= used[3]; c += 1) {
      var cell = book.rangeOf(sheet, [row, c, row, c]), value = XLT.patch.plainValue(cell);
      if (value !== null && !book.yes(cell.HasFormula)) found.push([c, value]);
    }
    return found;
  }

  function allFormulas(work) {
    var found = [];
    for (var at = 1; at <= work.workbook.Sheets.Count; at += 1) {
      var sheet = work.workbook.Sheets.Item(at);
      book.formulasOf(sheet).forEach(function (each) {
        found.push([sheet, book.address([each[0], each[1], each[0], each[1]]), each[2]]);
      });
    }
    return found;
  }

  function allNames(work) {
    var names = work.workbook.Names, found = [];
    for (var at = 1; at <= names.Count; at += 1) found.push([names.Item(at), names.Item(at).RefersTo]);
    return found;
  }

  // An empty sheet that lives as long as the work; null where the structure is protected.
  function spareSheet(work) {
    var active = work.workbook.ActiveSheet, sheets = work.workbook.Sheets, spare;
    try { spare = sheets.Add(undefined, sheets.Item(sheets.Count)); } catch (refused) { return null; }
    work.spare = (work.spare || []).concat([spare]);
    active.Activate();
    return spare;
  }

  // Take spare sheets away, after the work or after it was taken back.
  function finish(work) {
    (work.spare || []).forEach(function (each) { each.Delete(); });
    work.spare = [];
  }

  function change(work, changes) {
    changes.forEach(function (each) {
      var sheet = work.sheet(each.sheet);
      if (each.kind === "insert") insert(work, sheet, each);
      else remove(work, sheet, each);
      setFormulas(work, sheet, each.formulas);
      Object.keys(each.elsewhere).forEach(function (name) {
        setFormulas(work, work.sheet(name), each.elsewhere[name]);
      });
    });
  }

  XLT.entries = entries;
  XLT.rows = { change: change, finish: finish, spareSheet: spareSheet };
}(window.XLT));
