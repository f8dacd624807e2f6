// New sheets, and sheets dressed again as their form was sent out.
(function (XLT) {
  "use strict";

  var book = XLT.book;
  var NONE = -4142, SOLID = 1, AUTOMATIC = -4105, FORMATS = -4122, VALIDATION = 6;
  var EDGES = [7, 10, 8, 9]; // left, right, top, bottom, as in CellLook
  var INSIDE = [11, 12]; // vertical, horizontal
  var LINES = { // SpreadsheetML's word: LineStyle and Weight
    thin: [1, 2], medium: [1, -4138], thick: [1, 4], hair: [1, 1], dashed: [-4115, 2],
    dotted: [-4118, 2], "double": [-4119, 4], dashDot: [4, 2], dashDotDot: [5, 2],
    mediumDashed: [-4115, -4138], mediumDashDot: [4, -4138], mediumDashDotDot: [5, -4138],
    slantDashDot: [13, -4138]
  };
  var ACROSS = {
    general: 1, left: -4131, center: -4108, right: -4152, fill: 5, justify: -4130,
    centerContinuous: 7, distributed: -4117
  };
  var DOWN = { top: -4160, center: -4108, bottom: -4107, justify: -4130, distributed: -4117 };
  var KINDS = { none: 0, whole: 1, decimal: 2, list: 3, date: 4, time: 5, textLength: 6, custom: 7 };
  var STYLES = { stop: 1, warning: 2, information: 3 };
  var OPERATORS = {
    between: 1, notBetween: 2, equal: 3, notEqual: 4, greaterThan: 5, lessThan: 6,
    greaterThanOrEqual: 7, lessThanOrEqual: 8
  };
  var ROOM = 500; // rows that filter, drop-downs and colours of a new sheet reach

  function color(rgb) {
    var red = parseInt(rgb.slice(0, 2), 16), green = parseInt(rgb.slice(2, 4), 16);
    return red + 256 * green + 65536 * parseInt(rgb.slice(4, 6), 16);
  }

  function fill(range, rgb) {
    if (rgb) {
      range.Interior.Pattern = SOLID;
      range.Interior.Color = color(rgb);
    } else range.Interior.Pattern = NONE;
  }

  function line(range, edge, style) {
    var border = range.Borders.Item(edge), how = LINES[style];
    if (!how) {
      border.LineStyle = NONE;
      return;
    }
    border.LineStyle = how[0];
    border.Weight = how[1];
  }

  // --- new sheets

  function freeName(workbook, wish) {
    var taken = {}, at, name = wish.slice(0, 31);
    for (at = 1; at <= workbook.Sheets.Count; at += 1) {
      taken[workbook.Sheets.Item(at).Name.toLowerCase()] = true;
    }
    for (at = 2; taken[name.toLowerCase()]; at += 1) {
      var tail = "(" + at + ")";
      name = wish.slice(0, 31 - tail.length) + tail;
    }
    return name;
  }

  function dressCell(cell, look) {
    var how = XLT.words.looks[look];
    cell.Font.Name = how.font;
    cell.Font.Size = how.size;
    cell.Font.Bold = how.bold;
    cell.Font.Color = color(how.color);
    cell.Font.Underline = how.underline ? 2 : NONE;
    fill(cell, how.fill);
    cell.HorizontalAlignment = ACROSS[how.horizontal];
    cell.VerticalAlignment = DOWN.center;
    cell.WrapText = true;
    if (how.border) EDGES.forEach(function (edge) { line(cell, edge, "thin"); });
  }

  function fillCells(sheet, rows) {
    rows.forEach(function (cells, r) {
      cells.forEach(function (each, c) {
        var cell = book.rangeOf(sheet, [r + 1, c + 1, r + 1, c + 1]), value = each.value;
        if (value !== null && typeof value === "object") value = Number(value.decimal);
        if (value !== null && value !== "") XLT.patch.put(cell, value);
        if (each.link) sheet.Hyperlinks.Add(cell, "", each.link, XLT.words.link_tip);
        dressCell(cell, each.look); // after the link, which dresses the cell its own way
      });
    });
  }

  function column(sheet, at, top, bottom) {
    return book.rangeOf(sheet, [top, at, bottom, at]);
  }

  // Colours of words and drop-downs that take any other text as well.
  function rules(sheet, wish, last) {
    XLT.entries(wish.choices).forEach(function (pair) {
      var range = column(sheet, pair[0], wish.head_row + 1, last);
      range.Validation.Add(KINDS.list, STYLES.stop, OPERATORS.between, pair[1].join(","));
      range.Validation.ShowError = false;
    });
    XLT.entries(wish.marks).forEach(function (pair) {
      var range = column(sheet, pair[0], wish.head_row + 1, last);
      Object.keys(pair[1]).forEach(function (word) {
        var text = "=\"" + word.replace(/"/g, "\"\"") + "\"";
        range.FormatConditions.Add(1, 3, text).Interior.Color = color(pair[1][word]);
      });
    });
  }

  // What only decorates and not every build knows must not cost the list.
  function decorate(app, sheet, wish, last) {
    var width = wish.widths.length;
    var steps = [
      function () { if (wish.tab) sheet.Tab.Color = color(wish.tab); },
      function () { rules(sheet, wish, last); },
      function () { book.rangeOf(sheet, [wish.head_row, 1, last, width]).AutoFilter(); },
      function () {
        app.ActiveWindow.DisplayGridlines = false;
        app.ActiveWindow.SplitColumn = 0;
        app.ActiveWindow.SplitRow = wish.head_row;
        app.ActiveWindow.FreezePanes = true;
      },
      function () {
        var page = sheet.PageSetup;
        page.PaperSize = 9;
        page.Orientation = 2;
        page.Zoom = false;
        page.FitToPagesWide = 1;
        page.FitToPagesTall = false;
        page.PrintTitleRows = "$" + wish.head_row + ":$" + wish.head_row;
      }
    ];
    steps.forEach(function (step) { try { step(); } catch (unknown) { /* see above */ } });
  }

  function addOne(work, wish) {
    var sheets = work.workbook.Sheets, sheet, last, row;
    sheet = sheets.Add(undefined, sheets.Item(sheets.Count));
    work.back.push(function () { sheet.Delete(); });
    sheet.Name = freeName(work.workbook, wish.name);
    wish.widths.forEach(function (width, at) {
      var letters = book.letters(at + 1);
      sheet.Range(letters + ":" + letters).ColumnWidth = width;
    });
    fillCells(sheet, wish.rows);
    XLT.entries(wish.heights).forEach(function (pair) {
      sheet.Range(pair[0] + ":" + pair[0]).RowHeight = Math.min(pair[1], 409);
    });
    for (row = 1; row < wish.head_row; row += 1) {
      book.rangeOf(sheet, [row, 1, row, wish.widths.length]).Merge(false);
    }
    addNames(work, sheet, wish.names);
    last = Math.max(wish.head_row + ROOM, wish.rows.length);
    decorate(work.app, sheet, wish, last);
  }

  function addNames(work, sheet, names) {
    Object.keys(names).forEach(function (name) {
      var spot = names[name];
      var where = "='" + sheet.Name.replace(/'/g, "''") + "'!$" + book.letters(spot[1]) + "$" + spot[0];
      work.workbook.Names.Add(name, where);
      work.back.push(function () { work.workbook.Names.Item(name).Delete(); });
    });
  }

  function add(work, wishes) {
    wishes.forEach(function (wish) { addOne(work, wish); });
  }

  // --- sheets dressed again

  function dressArea(range, look) {
    range.NumberFormat = look.number_format;
    range.Locked = look.locked;
    range.Font.Name = look.font;
    range.Font.Size = look.size;
    range.Font.Bold = look.bold;
    if (look.color) range.Font.Color = color(look.color);
    else range.Font.ColorIndex = AUTOMATIC;
    fill(range, look.fill);
    range.HorizontalAlignment = ACROSS[look.horizontal] || ACROSS.general;
    range.VerticalAlignment = DOWN[look.vertical] || DOWN.bottom;
    range.WrapText = look.wrap;
    range.ShrinkToFit = look.shrink;
    range.IndentLevel = look.indent;
    EDGES.forEach(function (edge, at) { line(range, edge, look.borders[at]); });
    if (range.Columns.Count > 1) line(range, INSIDE[0], look.borders[0]);
    if (range.Rows.Count > 1) line(range, INSIDE[1], look.borders[2]);
  }

  // A formula of SpreadsheetML as the program takes it: a list of words bare, a reference with =.
  function criterion(text) {
    if (text === "") return undefined;
    if (/^".*"$/.test(text)) return text.slice(1, -1).replace(/""/g, "\"");
    return isNaN(Number(text)) ? "=" + text : text;
  }

  function standOn(sheet, area) {
    try {
      sheet.Activate();
      book.rangeOf(sheet, [area[0], area[1], area[0], area[1]]).Select();
    } catch (hidden) { /* a hidden sheet cannot be stood on */ }
  }

  function validate(range, rule) {
    if (rule.kind === "none" && !rule.prompt) return;
    range.Validation.Add(
      KINDS[rule.kind] || 0, STYLES[rule.style], OPERATORS[rule.operator] || 1,
      criterion(rule.low), criterion(rule.high)
    );
    var made = range.Validation;
    made.IgnoreBlank = true;
    made.ShowError = rule.shows_error;
    made.ShowInput = rule.prompt !== "";
    made.InputTitle = rule.prompt_title;
    made.InputMessage = rule.prompt;
    made.ErrorTitle = rule.error_title;
    made.ErrorMessage = rule.error;
  }

  // How the formats come back: a sheet of their own keeps them while the work is under way.
  function keepFormats(work, sheet) {
    var used = book.usedArea(sheet), spare = used && XLT.rows.spareSheet(work);
    if (spare) paste(work, sheet, spare, used);
    work.back.push(function () {
      if (spare) paste(work, spare, sheet, used);
      else work.incomplete = true; // values are as they were, formats are not
    });
  }

  function paste(work, from, to, area) {
    book.rangeOf(from, area).Copy();
    book.rangeOf(to, area).PasteSpecial(FORMATS);
    book.rangeOf(to, area).PasteSpecial(VALIDATION);
    work.app.CutCopyMode = false;
  }

  function sizes(work, sheet, pairs, name, letter, most) {
    XLT.entries(pairs).forEach(function (pair) {
      var key = letter ? book.letters(pair[0]) : String(pair[0]);
      var range = sheet.Range(key + ":" + key), old = range[name];
      work.back.push(function () { range[name] = old; });
      range[name] = Math.min(pair[1], most);
    });
  }

  function dressOne(work, wish) {
    var sheet = work.sheet(wish.sheet);
    keepFormats(work, sheet);
    wish.looks.forEach(function (pair) {
      pair[1].forEach(function (area) { dressArea(book.rangeOf(sheet, area), pair[0]); });
    });
    sheet.Cells.Validation.Delete();
    wish.validations.forEach(function (rule) {
      rule.areas.forEach(function (area) {
        if (rule.kind === "custom") standOn(sheet, area); // its addresses count from there
        validate(book.rangeOf(sheet, area), rule);
      });
    });
    sizes(work, sheet, wish.widths, "ColumnWidth", true, 255);
    sizes(work, sheet, wish.heights, "RowHeight", false, 409);
    if (wish.protected) work.protects(sheet);
  }

  function dress(work, wishes) {
    wishes.forEach(function (wish) { dressOne(work, wish); });
  }

  XLT.sheets = { add: add, dress: dress };
}(window.XLT));
