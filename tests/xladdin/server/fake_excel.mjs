// A workbook behind the interface of Office.js, as much of it as the page uses, run by Node.
//
// The page's own script and the JavaScript of xlwings Server run on it unchanged and speak to a
// real server. Orders take effect as in Excel: on a protected sheet nothing can be written, after
// a failure the rest of a batch is dropped, and the failure comes out at the next sync.
//
// In: a JSON text on standard input (model, js, url, api, steps, fail); out: what came of it.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const given = JSON.parse(readFileSync(0, "utf8"));
const { model } = given;
const told = { words: [], asked: [], payloads: [], syncs: 0, orders: 0 };
let failure = null;

class Refused extends Error {}

function fail(words, code = "InvalidOperation") {
  failure ??= Object.assign(new Refused(words), { code });
}

// Every order that changes a sheet passes here.
function change(sheet, work, { locked = true } = {}) {
  if (failure) return;
  told.orders += 1;
  if (given.fail && told.orders === given.fail) return fail("Excel gave up");
  if (locked && sheet.protection) return fail(`${sheet.name} is protected`, "AccessDenied");
  work();
}

async function sync() {
  told.syncs += 1;
  if (!failure) return;
  const error = failure;
  failure = null;
  throw error;
}

const letters = (column) =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));

function four(address) {
  const corners = address.split(":").map((cell) => {
    const [, name, row] = /^\$?([A-Z]+)\$?([0-9]+)$/.exec(cell);
    return [Number(row) - 1, [...name].reduce((sum, l) => sum * 26 + l.charCodeAt(0) - 64, 0) - 1];
  });
  return [...corners[0], ...corners[corners.length - 1]];
}

const loadable = (made) => Object.assign(made, { load: () => made });

function places(area) {
  const [top, left, bottom, right] = area;
  const found = [];
  for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) found.push([r, c]);
  return found;
}

function cellOf(sheet, r, c) {
  return (sheet.cells[`${r},${c}`] ??= { n: "General", font: "Calibri" });
}

function write(sheet, r, c, value) {
  const cell = cellOf(sheet, r, c);
  delete cell.f;
  if (value === "" || value === null) {
    delete cell.v;
    delete cell.t;
  } else if (typeof value === "string" && value.startsWith("=") && cell.n !== "@") {
    Object.assign(cell, { f: value, v: "…", t: "String" });
  } else if (typeof value === "string") {
    const text = value.startsWith("'") ? value.slice(1) : value;
    const number = cell.n !== "@" && text === value && /^-?[0-9]+([.][0-9]+)?$/.test(text);
    Object.assign(cell, number ? { v: Number(text), t: "Double" } : { v: text, t: "String" });
  } else {
    Object.assign(cell, { v: value, t: typeof value === "boolean" ? "Boolean" : "Double" });
  }
}

function format(sheet, areas) {
  const each = (work) => change(sheet, () => areas.flatMap(places).forEach(([r, c]) => work(cellOf(sheet, r, c))));
  return {
    fill: {
      set color(value) { each((cell) => { cell.fill = { color: value, pattern: "Solid" }; }); },
      set pattern(value) { each((cell) => { cell.fill.pattern = value; }); },
      set patternColor(value) { each((cell) => { cell.fill.patternColor = value; }); },
      clear() { each((cell) => { delete cell.fill; }); },
    },
    font: {
      set bold(value) { each((cell) => { cell.bold = value; }); },
      set name(value) { each((cell) => { cell.font = value; }); },
      set color(value) { each((cell) => { cell.letters = value; }); },
    },
    set verticalAlignment(value) { each((cell) => { cell.upright = value; }); },
    set wrapText(value) { each((cell) => { cell.wrap = value; }); },
    set columnWidth(value) { change(sheet, () => {}); },
  };
}

function range(sheet, area) {
  const [top, left, bottom, right] = area;
  const rows = (read) =>
    Array.from({ length: bottom - top + 1 }, (_, r) =>
      Array.from({ length: right - left + 1 }, (_, c) => read(sheet.cells[`${top + r},${left + c}`] ?? {})),
    );
  const ends = [`${letters(left)}${top + 1}`, `${letters(right)}${bottom + 1}`];
  return loadable({
    rowIndex: top,
    columnIndex: left,
    rowCount: bottom - top + 1,
    columnCount: right - left + 1,
    isNullObject: false,
    address: `'${sheet.name}'!${ends[0] === ends[1] ? ends[0] : ends.join(":")}`,
    get values() { return rows((cell) => cell.v ?? ""); },
    set values(block) {
      change(sheet, () => block.forEach((row, r) => row.forEach((v, c) => write(sheet, top + r, left + c, v))));
    },
    get formulas() { return rows((cell) => cell.f ?? cell.v ?? ""); },
    get valueTypes() { return rows((cell) => cell.t ?? "Empty"); },
    get numberFormat() { return rows((cell) => cell.n ?? "General"); },
    set numberFormat([[value]]) {
      change(sheet, () => places(area).forEach(([r, c]) => { cellOf(sheet, r, c).n = value; }));
    },
    getCellProperties: () => ({
      value: rows((cell) => ({
        format: {
          fill: cell.fill ?? { color: "#FFFFFF", pattern: "None" },
          font: { name: cell.font ?? "Calibri" },
        },
      })),
    }),
    getRowProperties: () => ({
      value: Array.from({ length: bottom - top + 1 }, (_, r) => ({ rowHidden: sheet.hiddenRows.includes(top + r) })),
    }),
    getColumnProperties: () => ({
      value: Array.from({ length: right - left + 1 }, (_, c) => ({ columnHidden: sheet.hiddenColumns.includes(left + c) })),
    }),
    getMergedAreasOrNullObject: () =>
      loadable({
        isNullObject: sheet.merged.length === 0,
        areas: { items: sheet.merged.map((part) => ({ address: `'${sheet.name}'!${part}` })) },
      }),
    select() { model.selection = ends[0] === ends[1] ? ends[0] : ends.join(":"); },
    format: format(sheet, [area]),
  });
}

function note(sheet, index) {
  const entry = sheet.notes[index];
  return loadable({
    isNullObject: entry === undefined,
    get content() { return entry?.[1]; },
    set content(text) { change(sheet, () => { entry[1] = text; }); },
    set width(value) { size(sheet, entry, 2, value); },
    set height(value) { size(sheet, entry, 3, value); },
    getLocation: () => loadable({ address: `'${sheet.name}'!$${entry[0].replace(/([A-Z]+)/, "$1$")}` }),
    delete() { change(sheet, () => sheet.notes.splice(sheet.notes.indexOf(entry), 1)); },
  });
}

// Documented as not supported in Excel on the web.
function size(sheet, entry, at, value) {
  if (given.platform === "OfficeOnline") return fail("notes have no size", "NotImplemented");
  change(sheet, () => { entry[at] = value; });
}

function notes(sheet) {
  return loadable({
    get items() { return sheet.notes.map((_, index) => note(sheet, index)); },
    getItemOrNullObject: (cell) => note(sheet, sheet.notes.findIndex(([at]) => at === cell)),
    add(cell, text) {
      change(sheet, () => {
        if (sheet.notes.some(([at]) => at === cell)) fail("there is a note");
        if (sheet.threads.includes(cell)) fail("there is a conversation");
        sheet.notes.push([cell, text]);
      });
      return note(sheet, sheet.notes.length - 1);
    },
  });
}

function worksheet(sheet) {
  if (!sheet) return loadable({ isNullObject: true });
  return loadable({
    isNullObject: false,
    name: sheet.name,
    get visibility() { return sheet.visibility; },
    set visibility(value) { change(null, () => { sheet.visibility = value; }, { locked: false }); },
    set position(to) {
      change(null, () => {
        const front = model.sheets[model.active];
        model.sheets.splice(model.sheets.indexOf(sheet), 1);
        model.sheets.splice(to, 0, sheet);
        model.active = model.sheets.indexOf(front);
      }, { locked: false });
    },
    autoFilter: loadable({ isDataFiltered: sheet.filtered }),
    comments: loadable({
      items: sheet.threads.map((cell) => ({ getLocation: () => loadable({ address: `'${sheet.name}'!${cell}` }) })),
    }),
    notes: notes(sheet),
    protection: loadable({
      get protected() { return sheet.protection !== null; },
      get options() { return sheet.protection; },
      unprotect() {
        change(null, () => {
          if (sheet.password) fail("wrong password", "AccessDenied");
          else sheet.protection = null;
        }, { locked: false });
      },
      protect(options) {
        if (failure) return;
        if (sheet.protection) fail("already protected");
        else sheet.protection = options;
      },
    }),
    activate() {
      if (sheet.visibility !== "Visible") return fail("a hidden sheet");
      model.active = model.sheets.indexOf(sheet);
    },
    delete() {
      change(null, () => {
        if (sheet.visibility === "VeryHidden") return fail("a very hidden sheet");
        const front = model.sheets[model.active];
        model.sheets.splice(model.sheets.indexOf(sheet), 1);
        model.active = Math.max(model.sheets.indexOf(front), 0);
      }, { locked: false });
    },
    getUsedRangeOrNullObject() {
      const at = Object.keys(sheet.cells).map((place) => place.split(",").map(Number));
      if (at.length === 0) return loadable({ isNullObject: true });
      const [r, c] = [0, 1].map((axis) => at.map((place) => place[axis]));
      return range(sheet, [Math.min(...r), Math.min(...c), Math.max(...r), Math.max(...c)]);
    },
    getRangeByIndexes: (top, left, height, width) =>
      range(sheet, [top, left, top + height - 1, left + width - 1]),
    getRanges: (address) => ({ format: format(sheet, address.split(",").map(four)) }),
  });
}

const named = (name) => worksheet(model.sheets.find((sheet) => sheet.name === name));

const context = {
  sync,
  workbook: loadable({
    name: model.name,
    protection: loadable({ protected: model.locked }),
    getSelectedRange: () => range(model.sheets[model.active], four(model.selection)),
    worksheets: loadable({
      get items() { return model.sheets.map(worksheet); },
      getActiveWorksheet: () => worksheet(model.sheets[model.active]),
      getItem: named,
      getItemOrNullObject: named,
      add(name) {
        const sheet = { name, visibility: "Visible", protection: null, password: "", cells: {},
          notes: [], threads: [], merged: [], hiddenRows: [], hiddenColumns: [], filtered: false };
        change(null, () => model.sheets.push(sheet), { locked: false });
        return worksheet(sheet);
      },
    }),
  }),
};

const handlers = {};
const elements = {};
const element = (id) =>
  (elements[id] ??= {
    id,
    hidden: true,
    set textContent(text) { this.words = text; if (id === "thidua-words") told.words.push(text); },
    get textContent() {
      return id === "config" ? JSON.stringify({ onWasm: false, appPath: "", authProviders: [], xlwingsVersion: "0.37.8" }) : this.words;
    },
  });

Object.assign(globalThis, {
  window: globalThis,
  location: new URL(given.url),
  document: { getElementById: element, querySelector: () => null, querySelectorAll: () => [], addEventListener() {} },
  Office: {
    onReady: async (work) => work?.(),
    context: {
      platform: given.platform,
      requirements: { isSetSupported: (_, version) => Number(version.split(".")[1]) <= given.api },
      document: { mode: "readWrite" },
      ui: { openBrowserWindow: (url) => told.words.push(url) },
    },
    actions: { associate: (name, work) => { handlers[name] = work; } },
    addin: { showAsTaskpane: async () => {} },
  },
  Excel: {
    RequestContext: class { constructor() { return { ...context, application: { cultureInfo: loadable({ name: "", datetimeFormat: loadable({}) }) } }; } },
    CalculationType: {}, SaveBehavior: {}, ClearApplyTo: {}, DeleteShiftDirection: {}, InsertShiftDirection: {},
    async run(work) {
      failure = null; // a batch of its own
      const found = await work(context);
      await sync();
      return found;
    },
  },
});
const noise = console.error;
console.log = () => {};
await import(pathToFileURL(`${given.js}/custom-scripts/index.js`));
globalThis.xwRequest = {
  async get(url) { return { data: await (await fetch(given.url + url)).json() }; },
  async post(url, body, { headers }) {
    told.payloads.push(body);
    const found = await fetch(given.url + url, { method: "POST", body: JSON.stringify(body), headers });
    const data = await found.json();
    if (!found.ok) throw Object.assign(new Error(), { response: { data } });
    return { data };
  },
};
await import(pathToFileURL(`${given.js}/thidua.js`));

for (const step of given.steps) {
  if (step === "yes") {
    await elements["thidua-yes"].onclick();
  } else {
    let completed = 0;
    await handlers[step]({ completed: () => { completed += 1; } });
    if (completed !== 1) noise("event.completed was not called");
  }
}
process.stdout.write(JSON.stringify({ ...told, model, asking: elements["thidua-answer"]?.hidden === false, last: elements["thidua-words"]?.words ?? "" }));
