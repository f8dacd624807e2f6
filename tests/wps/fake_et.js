// A small WPS spreadsheet program: as much of ET's object model as the add-in touches, with the
// habits that bite. Everything is 1-based; Value2 of several cells is rows of values; an empty
// cell is null and an error a number; mixed properties are null; a text that looks like a number,
// a date or a formula becomes one; a cell formatted as text makes a text of a number; a locked
// cell of a protected sheet refuses; a new link dresses its cell in a style of its own.
"use strict";

const CODES = {
  "#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273,
  "#REF!": -2146826265, "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246,
};
const ROWS = 1048576, COLUMNS = 16384, NONE = -4142;
const PLAIN = {
  NumberFormat: "General", Locked: true, HorizontalAlignment: 1, VerticalAlignment: -4107,
  WrapText: false, ShrinkToFit: false, IndentLevel: 0,
  "Font.Name": "宋体", "Font.Size": 11, "Font.Bold": false, "Font.Color": 0,
  "Font.Underline": NONE, "Font.ColorIndex": -4105, "Interior.Pattern": NONE, "Interior.Color": 16777215,
  "7": NONE, "8": NONE, "9": NONE, "10": NONE, "11": NONE, "12": NONE,
};
const ALLOWANCES = [
  "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
  "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
  "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
  "AllowUsingPivotTables",
];

function number(letters) {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function parse(address) {
  const rows = /^(\d+):(\d+)$/.exec(address), columns = /^([A-Z]+):([A-Z]+)$/.exec(address);
  if (rows) return [Number(rows[1]), 1, Number(rows[2]), COLUMNS];
  if (columns) return [1, number(columns[1]), ROWS, number(columns[2])];
  const cells = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(address);
  if (!cells) throw new Error("bad address " + address);
  const top = Number(cells[2]), left = number(cells[1]);
  return [top, left, Number(cells[4] || top), cells[3] ? number(cells[3]) : left];
}

const inside = (a, r, c) => a[0] <= r && r <= a[2] && a[1] <= c && c <= a[3];
const meet = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
const same = (a, b) => a.every((each, at) => each === b[at]);

// What is left of a validation where another area takes its place.
function cut(rule, area) {
  if (!meet(rule.area, area)) return [rule];
  const [top, left, bottom, right] = rule.area;
  const high = Math.max(top, area[0]), low = Math.min(bottom, area[2]);
  return [
    [top, left, area[0] - 1, right], [area[2] + 1, left, bottom, right],
    [high, left, low, area[1] - 1], [high, area[3] + 1, low, right],
  ].map(each => [Math.max(each[0], top), Math.max(each[1], left), Math.min(each[2], bottom), Math.min(each[3], right)])
    .filter(each => each[0] <= each[2] && each[1] <= each[3]).map(each => ({ ...rule, area: each }));
}

// Which rule holds for each cell, whatever areas it is written in.
function byCell(rules) {
  const found = [];
  for (const { area, ...rule } of rules) {
    for (let r = area[0]; r <= area[2]; r += 1) {
      for (let c = area[1]; c <= area[3]; c += 1) found.push([r, c, JSON.stringify(rule)]);
    }
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

// What a program makes of typed text.
function typed(text) {
  if (text.startsWith("'")) return text.slice(1);
  const plain = text.trim().replace(/,/g, "");
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return Number(plain);
  if (/^[-+]?\d+\.?\d*%$/.test(plain)) return Number(plain.slice(0, -1)) / 100;
  if (/^\d{4}[-/]\d{1,2}[-/]\d{1,2}$/.test(plain)) return 44925;
  if (/^(true|false)$/i.test(plain)) return /^true$/i.test(plain);
  return text;
}

class Cells {
  constructor() { this.map = new Map(); }
  get(r, c) { return this.map.get(r * COLUMNS + c); }
  make(r, c) {
    const key = r * COLUMNS + c;
    if (!this.map.has(key)) this.map.set(key, { v: null, f: "", s: PLAIN });
    return this.map.get(key);
  }
  // [row, column, cell] of what is inside an area
  *in(area) {
    if ((area[2] - area[0] + 1) * (area[3] - area[1] + 1) < this.map.size) {
      for (let r = area[0]; r <= area[2]; r += 1) {
        for (let c = area[1]; c <= area[3]; c += 1) {
          const cell = this.get(r, c);
          if (cell) yield [r, c, cell];
        }
      }
      return;
    }
    for (const [key, cell] of [...this.map]) {
      const c = key % COLUMNS || COLUMNS, r = (key - c) / COLUMNS;
      if (inside(area, r, c)) yield [r, c, cell];
    }
  }
  shift(from, by) {
    const moved = new Map();
    for (const [key, cell] of this.map) {
      const c = key % COLUMNS || COLUMNS, r = (key - c) / COLUMNS;
      if (by < 0 && r === from) continue;
      moved.set((r >= from ? r + by : r) * COLUMNS + c, cell);
    }
    this.map = moved;
  }
}

class Range {
  constructor(sheet, area) {
    Object.assign(this, { sheet, area });
    this.Font = this.group("Font", ["Name", "Size", "Bold", "Color", "Underline", "ColorIndex"]);
    this.Interior = this.group("Interior", ["Pattern", "Color"]);
    this.Borders = { Item: edge => this.border(edge) };
    this.Rows = { Count: area[2] - area[0] + 1 };
    this.Columns = { Count: area[3] - area[1] + 1 };
  }
  truth(value) { return this.sheet.book.numeric ? -Number(value) : value; }
  get Parent() { return this.sheet; }
  get Row() { return this.area[0]; }
  get Column() { return this.area[1]; }
  get single() { return this.area[0] === this.area[2] && this.area[1] === this.area[3]; }
  refuse() {
    this.sheet.book.app.count("write");
    if (!this.sheet.ProtectContents) return;
    for (let r = this.area[0]; r <= Math.min(this.area[2], 2000); r += 1) {
      for (let c = this.area[1]; c <= Math.min(this.area[3], 200); c += 1) {
        const cell = this.sheet.cells.get(r, c);
        if (!cell || cell.s.Locked) throw new Error("the cell is protected");
      }
    }
  }

  // --- values
  rows(read) {
    if (this.single) return read(this.sheet.cells.get(this.Row, this.Column));
    const rows = [];
    for (let r = this.area[0]; r <= this.area[2]; r += 1) {
      const row = [];
      for (let c = this.area[1]; c <= this.area[3]; c += 1) row.push(read(this.sheet.cells.get(r, c)));
      rows.push(row);
    }
    return rows;
  }
  get Value2() {
    return this.rows(cell => {
      if (!cell) return null;
      return cell.v !== null && typeof cell.v === "object" ? CODES[cell.v.error] : cell.v;
    });
  }
  set Value2(value) { this.enter(value, cell => cell.s.NumberFormat); }
  get Formula() {
    return this.rows(cell => {
      if (!cell) return "";
      return cell.f || (cell.v === null ? "" : String(typeof cell.v === "object" ? cell.v.error : cell.v));
    });
  }
  set Formula(value) { this.enter(value, cell => cell.s.NumberFormat); }
  enter(value, format) {
    if (!this.single) throw new Error("one cell at a time");
    this.refuse();
    this.sheet.book.app.fault(this.sheet.Name, this.Row, this.Column);
    const merge = this.sheet.mergeAt(this.Row, this.Column);
    if (merge && !(merge[0] === this.Row && merge[1] === this.Column)) throw new Error("under a merge");
    const cell = this.sheet.cells.make(this.Row, this.Column);
    cell.f = "";
    if (value === null || value === "") cell.v = null;
    else if (format(cell) === "@") cell.v = String(value).replace(/^'/, "");
    else if (typeof value === "string" && value.startsWith("=")) Object.assign(cell, { f: value, v: 0 });
    else cell.v = typeof value === "string" ? typed(value) : value;
  }
  get HasFormula() {
    const found = new Set();
    for (const [, , cell] of this.sheet.cells.in(this.area)) found.add(Boolean(cell.f));
    return found.size === 2 ? null : this.truth(found.has(true));
  }
  get Text() {
    const cell = this.sheet.cells.get(this.Row, this.Column);
    if (!cell || cell.v === null) return "";
    return typeof cell.v === "object" ? cell.v.error : String(cell.v);
  }
  ClearContents() {
    this.refuse();
    for (const [r, c, cell] of this.sheet.cells.in(this.area)) {
      this.sheet.book.app.fault(this.sheet.Name, r, c);
      Object.assign(cell, { v: null, f: "" });
    }
  }
  Find(what, after, look, part, order, direction) {
    let best = null;
    for (const [r, c, cell] of this.sheet.cells.in(this.area)) {
      if (cell.v === null && !cell.f) continue;
      if (!best || (order === 1 ? r > best[0] : c > best[1])) best = [r, c];
    }
    return best && new Range(this.sheet, [...best, ...best]);
  }

  // --- looks
  style(name) {
    let found, seen = 0, first = true;
    for (const [, , cell] of this.sheet.cells.in(this.area)) {
      seen += 1;
      if (first) found = cell.s[name];
      else if (found !== cell.s[name]) return null;
      first = false;
    }
    const all = this.Rows.Count * this.Columns.Count;
    if (seen < all && (first || found === PLAIN[name])) return PLAIN[name];
    return seen < all ? null : found;
  }
  dress(name, value) {
    if (this.sheet.ProtectContents) throw new Error("formats are protected");
    for (let r = this.area[0]; r <= this.area[2]; r += 1) {
      for (let c = this.area[1]; c <= this.area[3]; c += 1) {
        const cell = this.sheet.cells.make(r, c);
        cell.s = { ...cell.s, [name]: value };
      }
    }
  }
  group(name, members) {
    const range = this, made = {};
    for (const member of members) {
      Object.defineProperty(made, member, {
        get() { return range.style(name + "." + member); },
        set(value) { range.dress(name + "." + member, value); },
      });
    }
    return made;
  }
  border(edge) {
    const range = this;
    return {
      get LineStyle() { return range.style(String(edge)); },
      set LineStyle(value) { range.dress(String(edge), value); },
      set Weight(value) { range.dress("weight" + edge, value); },
    };
  }
  ClearFormats() { for (const [, , cell] of this.sheet.cells.in(this.area)) cell.s = PLAIN; }
  get RowHeight() { return this.sheet.heights.get(this.Row) || 15; }
  set RowHeight(value) {
    if (this.sheet.ProtectContents) throw new Error("rows are protected");
    for (let r = this.area[0]; r <= this.area[2]; r += 1) this.sheet.heights.set(r, value);
  }
  get ColumnWidth() { return this.sheet.widths.get(this.Column) || 8.43; }
  set ColumnWidth(value) {
    for (let c = this.area[1]; c <= this.area[3]; c += 1) this.sheet.widths.set(c, value);
  }

  // --- merged areas
  get MergeCells() {
    const merges = this.sheet.merges.filter(each => meet(each, this.area));
    if (!merges.length) return this.truth(false);
    const covered = merges.reduce((sum, a) => {
      const high = Math.min(a[2], this.area[2]) - Math.max(a[0], this.area[0]) + 1;
      return sum + high * (Math.min(a[3], this.area[3]) - Math.max(a[1], this.area[1]) + 1);
    }, 0);
    return covered === this.Rows.Count * this.Columns.Count ? this.truth(true) : null;
  }
  get MergeArea() {
    const merge = this.sheet.mergeAt(this.Row, this.Column);
    return merge ? new Range(this.sheet, merge) : this;
  }
  Merge() {
    if (this.sheet.ProtectContents) throw new Error("merging is protected");
    if (this.sheet.merges.some(each => meet(each, this.area))) throw new Error("merges overlap");
    for (const [r, c, cell] of this.sheet.cells.in(this.area)) {
      if (r !== this.Row || c !== this.Column) Object.assign(cell, { v: null, f: "" });
    }
    if (!this.single) this.sheet.merges.push([...this.area]);
  }
  UnMerge() { this.sheet.merges = this.sheet.merges.filter(each => !meet(each, this.area)); }

  // --- rows
  whole() {
    if (this.area[3] !== COLUMNS) throw new Error("whole rows only");
    if (this.sheet.ProtectContents) throw new Error("rows are protected");
  }
  Insert() {
    this.whole();
    const above = [...this.sheet.cells.in([this.Row - 1, 1, this.Row - 1, COLUMNS])];
    this.sheet.shift(this.Row, 1);
    for (const [, c, cell] of above) this.sheet.cells.make(this.Row, c).s = cell.s;
  }
  Delete() {
    this.whole();
    this.sheet.shift(this.Row, -1);
  }
  Copy(target) {
    const cells = [...this.sheet.cells.in(this.area)].map(([r, c, cell]) => [r - this.Row, c - this.Column, { ...cell }]);
    const merges = this.sheet.merges.filter(a => inside(this.area, a[0], a[1]) && inside(this.area, a[2], a[3]))
      .map(a => [a[0] - this.Row, a[1] - this.Column, a[2] - this.Row, a[3] - this.Column]);
    const rules = this.sheet.rules.filter(each => meet(each.area, this.area))
      .map(each => ({ ...each, area: [
        Math.max(each.area[0], this.area[0]) - this.Row, Math.max(each.area[1], this.area[1]) - this.Column,
        Math.min(each.area[2], this.area[2]) - this.Row, Math.min(each.area[3], this.area[3]) - this.Column,
      ] }));
    const clip = { cells, merges, rules, area: this.area };
    this.sheet.book.app.clip = clip;
    if (target) target.paste(clip, true, true, true);
  }
  PasteSpecial(what) {
    const clip = this.sheet.book.app.clip;
    if (!clip) throw new Error("nothing to paste");
    this.paste(clip, false, what === -4122, what === 6);
  }
  paste(clip, values, looks, rules) {
    if (this.sheet.ProtectContents) throw new Error("pasting is protected");
    const size = [clip.area[2] - clip.area[0], clip.area[3] - clip.area[1]];
    const area = [this.Row, this.Column, this.Row + size[0], this.Column + size[1]];
    if (looks) this.sheet.merges = this.sheet.merges.filter(each => !meet(each, area));
    if (rules) this.sheet.rules = this.sheet.rules.flatMap(each => cut(each, area));
    for (const [r, c, cell] of clip.cells) {
      const target = this.sheet.cells.make(this.Row + r, this.Column + c);
      if (looks) target.s = cell.s;
      if (values) Object.assign(target, { v: cell.v, f: cell.f });
    }
    const at = a => [this.Row + a[0], this.Column + a[1], this.Row + a[2], this.Column + a[3]];
    if (looks) this.sheet.merges.push(...clip.merges.map(at));
    if (rules) this.sheet.rules.push(...clip.rules.map(each => ({ ...each, area: at(each.area) })));
  }

  // --- notes, links, validations
  get Comment() { return this.sheet.noteAt(this.Row, this.Column); }
  AddComment(text) {
    if (this.Comment) throw new Error("it has a note");
    if (this.sheet.ProtectDrawingObjects) throw new Error("notes are protected");
    this.sheet.book.app.count("note");
    this.sheet.notes.push(new Note(this.sheet, this.Row, this.Column, text));
    this.sheet.sortNotes();
    return this.Comment;
  }
  get Hyperlinks() {
    const here = this.sheet.links.filter(each => meet(each.area, this.area));
    return {
      Count: here.length, Item: at => here[at - 1],
      Delete: () => { this.ClearHyperlinks(); this.ClearFormats(); },
    };
  }
  ClearHyperlinks() { this.sheet.links = this.sheet.links.filter(each => !meet(each.area, this.area)); }
  get Validation() {
    const sheet = this.sheet, area = this.area;
    const mine = () => sheet.rules.find(each => same(each.area, area)) || {};
    const made = {
      Add(type, style, operator, low, high) {
        if (sheet.rules.some(each => meet(each.area, area))) throw new Error("it has a validation");
        if (type === 3 && String(low).length > 255) throw new Error("list too long");
        sheet.rules.push({ area: [...area], type, style, operator, low, high });
      },
      Delete() { sheet.rules = sheet.rules.filter(each => !meet(each.area, area)); },
    };
    for (const name of ["IgnoreBlank", "ShowError", "ShowInput", "InputTitle", "InputMessage", "ErrorTitle", "ErrorMessage"]) {
      Object.defineProperty(made, name, { set(value) { mine()[name] = value; } });
    }
    return made;
  }
  get FormatConditions() {
    const found = { Interior: {} };
    this.sheet.conditions.push({ area: this.area, made: found });
    return { Add: (type, operator, text) => { found.text = text; return found; } };
  }
  AutoFilter() { this.sheet.filter = this.area; }
  Select() {
    this.sheet.book.app.at = [this.Row, this.Column];
    this.sheet.book.app.selected = [this.sheet.Name, this.Row, this.Column];
  }
}
for (const name of ["NumberFormat", "Locked", "HorizontalAlignment", "VerticalAlignment", "WrapText", "ShrinkToFit", "IndentLevel"]) {
  Object.defineProperty(Range.prototype, name, {
    get() { return this.style(name); },
    set(value) { this.dress(name, value); },
  });
}

class Note {
  constructor(sheet, row, column, text) {
    Object.assign(this, { sheet, row, column, text });
    this.Shape = { TextFrame: {} };
  }
  Text() { return this.text; }
  get Parent() { return new Range(this.sheet, [this.row, this.column, this.row, this.column]); }
  Delete() {
    if (this.sheet.ProtectDrawingObjects) throw new Error("notes are protected");
    this.sheet.notes = this.sheet.notes.filter(each => each !== this);
  }
}

class Sheet {
  constructor(book, model) {
    Object.assign(this, { book, Name: model.name, Visible: model.visible === false ? 0 : -1 });
    this.cells = new Cells();
    this.merges = (model.merges || []).map(each => [...each]);
    this.heights = new Map(model.heights || []);
    this.widths = new Map();
    this.links = [];
    this.rules = (model.rules || []).map(each => ({ ...each }));
    this.conditions = [];
    this.notes = (model.notes || []).map(each => new Note(this, ...each));
    this.sortNotes();
    Object.assign(this, { Tab: {}, PageSetup: {}, EnableSelection: 0 });
    this.ProtectContents = this.ProtectDrawingObjects = this.ProtectScenarios = false;
    this.Protection = {};
    this.password = model.password || "";
    for (const [r, c, v, f, s] of model.cells || []) {
      this.cells.map.set(r * COLUMNS + c, { v, f: f || "", s: { ...PLAIN, ...s } });
    }
    if (model.protection) {
      Object.assign(this.Protection, model.protection.allowed);
      this.ProtectContents = true;
      this.ProtectDrawingObjects = this.ProtectScenarios = model.protection.objects === true;
    }
  }
  get UsedRange() {
    const area = [1, 1, 1, 1];
    const take = (r, c) => { area[2] = Math.max(area[2], r); area[3] = Math.max(area[3], c); };
    for (const key of this.cells.map.keys()) {
      const c = key % COLUMNS || COLUMNS;
      take((key - c) / COLUMNS, c);
    }
    this.merges.forEach(each => take(each[2], each[3]));
    return new Range(this, area);
  }
  get Cells() { return new Range(this, [1, 1, ROWS, COLUMNS]); }
  Range(address) { return new Range(this, parse(address)); }
  mergeAt(r, c) { return this.merges.find(each => inside(each, r, c)); }
  noteAt(r, c) { return this.notes.find(each => each.row === r && each.column === c) || null; }
  sortNotes() { this.notes.sort((a, b) => a.row - b.row || a.column - b.column); }
  get Comments() { return { Count: this.notes.length, Item: at => this.notes[at - 1] }; }
  get Hyperlinks() {
    return { Add: (range, address, sub, tip) => {
      if (this.ProtectContents) throw new Error("links are protected");
      range.ClearHyperlinks();
      this.links.push({ area: [...range.area], Address: address, SubAddress: sub, ScreenTip: tip });
      range.Font.Name = "等线";
      range.Font.Size = 12;
      range.Font.Color = 0xC16305;
    } };
  }
  shift(from, by) {
    this.cells.shift(from, by);
    const move = area => {
      if (by > 0) return [area[0] >= from ? area[0] + 1 : area[0], area[1], area[2] >= from ? area[2] + 1 : area[2], area[3]];
      return [area[0] > from ? area[0] - 1 : area[0], area[1], area[2] >= from ? area[2] - 1 : area[2], area[3]];
    };
    const alive = area => area[2] >= area[0];
    this.merges = this.merges.map(move).filter(a => alive(a) && (a[2] > a[0] || a[3] > a[1]));
    for (const name of ["links", "rules"]) {
      this[name] = this[name].map(each => { each.area = move(each.area); return each; }).filter(each => alive(each.area));
    }
    this.notes = this.notes.filter(each => by > 0 || each.row !== from);
    this.notes.forEach(each => { if (each.row >= from) each.row += by; });
    const heights = [...this.heights].filter(([row]) => by > 0 || row !== from);
    this.heights = new Map(heights.map(([row, high]) => [row >= from ? row + by : row, high]));
    this.book.shiftReferences(this.Name, from, by);
  }
  Protect(password, drawing, contents, scenarios, ui, ...allowed) {
    this.password = password || "";
    Object.assign(this, { ProtectDrawingObjects: drawing, ProtectContents: contents, ProtectScenarios: scenarios });
    ALLOWANCES.forEach((name, at) => { this.Protection[name] = allowed[at]; });
  }
  Unprotect(password) {
    if ((password || "") !== this.password) throw new Error("wrong password");
    this.ProtectContents = this.ProtectDrawingObjects = this.ProtectScenarios = false;
    this.Protection = {};
  }
  Activate() { this.book.active = this; }
  Delete() {
    if (this.book.app.DisplayAlerts) throw new Error("asks the user");
    this.book.sheets = this.book.sheets.filter(each => each !== this);
    if (this.book.active === this) this.book.active = this.book.sheets[0];
  }
}

class Workbook {
  constructor(app, model) {
    Object.assign(this, { app, Name: model.name, Path: model.path || "", Date1904: model.since_1904 === true });
    this.FullName = model.path ? model.path + "/" + model.name : model.name;
    this.sheets = model.sheets.map(each => new Sheet(this, each));
    this.active = this.sheets.find(each => each.Name === model.active) || this.sheets[0];
    this.structure = model.structure === true;
    this.numeric = model.numeric === true;
    if (this.numeric) this.Date1904 = -Number(this.Date1904);
    this.names = (model.names || []).map(([Name, RefersTo]) => ({ Name, RefersTo }));
    const properties = (model.properties || []).map(([Name, Value]) => ({ Name, Value }));
    this.CustomDocumentProperties = { Count: properties.length, Item: at => properties[at - 1] };
  }
  get ActiveSheet() { return this.active; }
  get ProtectStructure() { return this.numeric ? -Number(this.structure) : this.structure; }
  get Sheets() {
    return {
      Count: this.sheets.length,
      Item: key => {
        const found = typeof key === "number" ? this.sheets[key - 1] : this.sheets.find(each => each.Name === key);
        if (!found) throw new Error("no sheet " + key);
        return found;
      },
      Add: (before, after) => {
        if (this.structure) throw new Error("the structure is protected");
        const sheet = new Sheet(this, { name: "Sheet" + (this.sheets.length + 100) });
        this.sheets.splice(this.sheets.indexOf(after) + 1, 0, sheet);
        this.active = sheet;
        return sheet;
      },
    };
  }
  get Names() {
    return {
      Count: this.names.length,
      Item: key => {
        const found = typeof key === "number" ? this.names[key - 1] : this.names.find(each => each.Name === key);
        if (!found) throw new Error("no name " + key);
        found.Delete = () => { this.names = this.names.filter(each => each !== found); };
        return found;
      },
      Add: (Name, RefersTo) => { this.names.push({ Name, RefersTo }); },
    };
  }
  Activate() { this.app.workbook = this; }
  // Formulas and names follow their cells; what pointed at a row that went points nowhere.
  shiftReferences(name, from, by) {
    const reference = /(?:('(?:[^']|'')+'|[^\s'!=(),+*/:&<>"-]+)!)?(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?/g;
    const moved = (text, own) => text.replace(reference, (all, sheet, left, top, right, bottom) => {
      const where = sheet === undefined ? own : sheet.replace(/^'|'$/g, "").replace(/''/g, "'");
      if (where !== name) return all;
      const head = sheet === undefined ? "" : sheet + "!";
      let first = Number(top), last = Number(bottom || top);
      if (by < 0 && first === from && last === from) return head + "#REF!";
      if (by > 0 ? first >= from : first > from) first += by;
      if (last >= from) last += by;
      return head + left + first + (right ? ":" + right + last : "");
    });
    for (const sheet of this.sheets) {
      for (const cell of sheet.cells.map.values()) if (cell.f) cell.f = moved(cell.f, sheet.Name);
    }
    this.names.forEach(each => { each.RefersTo = moved(each.RefersTo, ""); });
  }
  // All there is, to compare and to look at.
  dump() {
    return this.sheets.map(sheet => ({
      name: sheet.Name, protected: [sheet.ProtectContents, sheet.ProtectDrawingObjects, { ...sheet.Protection }],
      cells: [...sheet.cells.in([1, 1, ROWS, COLUMNS])]
        .filter(([, , cell]) => cell.v !== null || cell.f || Object.keys(PLAIN).some(key => cell.s[key] !== PLAIN[key]))
        .map(([r, c, cell]) => [r, c, cell.f ? null : cell.v, cell.f, cell.s]).sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      merges: [...sheet.merges].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      notes: sheet.notes.map(each => [each.row, each.column, each.text]),
      links: sheet.links.map(each => [each.area, each.Address, each.SubAddress, each.ScreenTip]),
      rules: byCell(sheet.rules), choices: sheet.rules.filter(each => each.type === 3).map(each => each.low),
      heights: [...sheet.heights].sort((a, b) => a[0] - b[0]), widths: [...sheet.widths],
      conditions: sheet.conditions.length, filter: sheet.filter || null, tab: sheet.Tab.Color || null,
    })).concat([{ names: this.names.map(each => [each.Name, each.RefersTo]) }]);
  }
}

class Application {
  constructor(model) {
    this.workbook = model ? new Workbook(this, model) : null;
    this.other = model && model.other ? new Workbook(this, model.other) : null;
    Object.assign(this, { ScreenUpdating: true, EnableEvents: true, DisplayAlerts: true, StatusBar: false });
    Object.assign(this, { CutCopyMode: false, opened: [], counts: {}, bad: null });
    this.Workbooks = { Open: path => { this.opened.push(path); } };
    this.at = (model && model.selection) || [1, 1];
    this.row = Boolean(model && model.whole_row);
    this.chosen = null;
  }
  get ActiveWindow() {
    if (!this.workbook.window) this.workbook.window = {};
    const [row, column] = this.at;
    const area = this.row ? [row, 1, row, COLUMNS] : [row, column, row, column];
    const value = new Range(this.workbook.active, area);
    return Object.defineProperty(this.workbook.window, "RangeSelection", { value, configurable: true });
  }
  get ActiveWorkbook() { return this.workbook; }
  get ActiveCell() { return this.workbook && new Range(this.workbook.active, [this.at[0], this.at[1], this.at[0], this.at[1]]); }
  count(what) {
    this.counts[what] = (this.counts[what] || 0) + 1;
    if (this.bad && this.bad[0] === what && this.counts[what] === this.bad[1]) throw new Error("injected fault");
  }
  fault(sheet, row, column) {
    if (this.bad && this.bad[0] === sheet && this.bad[1] === row && this.bad[2] === column) {
      this.bad = null;
      throw new Error("injected fault");
    }
  }
  FileDialog(kind) {
    return { Show: () => (this.chosen ? -1 : 0), SelectedItems: { Item: () => this.chosen }, kind };
  }
}

module.exports = { Application };
