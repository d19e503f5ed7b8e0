// The buttons of the tab "Thi đua" in the browser's half of Excel.
//
// look() reads the open workbook as the server wants it, press() sends it and has xlwings carry
// out the answer; the functions in `orders` are what xlwings has no action for. Whatever fails in
// between, sheets are protected again with the flags that they had, and half-set marks are removed.
// Nothing is decided here: what is a fault and what it is called, only the server knows.

const CARD = "_thidua";
const MEMORY = "_danhdau";
const ROWS_AT_ONCE = 200;
const MOST_ROWS = 20000;
const MOST_COLUMNS = 500;
const LONGEST_ADDRESS = 2000;
const NOTE_WIDTH = 260; // points
const NOTE_LINE = 13;
const NOTE_LETTERS = 48;

// Fill patterns: the names of Office.js and the numbers of COM, which the marks are remembered by.
const PATTERNS = {
  Solid: 1, Checker: 9, SemiGray75: 10, LightHorizontal: 11, LightVertical: 12, LightDown: 13,
  LightUp: 14, Grid: 15, CrissCross: 16, Gray16: 17, Gray8: 18, Gray50: -4125, Gray75: -4126,
  Gray25: -4124, Horizontal: -4128, Vertical: -4166, Down: -4121, Up: -4162,
};
const NO_FILL = "-4142;;;;";

let words = {};
let protections = {}; // sheet → options, as they were when the button was pressed

class Locked extends Error {
  constructor(sheet) {
    super(`a password holds ${sheet}`);
    this.sheet = sheet;
  }
}

// --- reading ------------------------------------------------------------------------------------

function supports(version) {
  return Office.context.requirements.isSetSupported("ExcelApi", version);
}

function isOurs(name) {
  return name === CARD || name === MEMORY || !name.startsWith("_");
}

// Areas [top, left, bottom, right] of equal marks: runs down a column, equal neighbours joined.
export function areasOf(rows, columns, markOf) {
  const found = new Map();
  let open = [];
  for (let column = 0; column < columns; column += 1) {
    const runs = [];
    for (let row = 0; row < rows; row += 1) {
      const mark = markOf(row, column);
      const last = runs[runs.length - 1];
      if (last && last.mark === mark && last.bottom === row - 1) last.bottom = row;
      else runs.push({ mark, top: row, bottom: row });
    }
    open = runs
      .filter((run) => run.mark !== null && run.mark !== false)
      .map((run) => {
        const same = open.find(
          (area) => area.mark === run.mark && area.top === run.top && area.bottom === run.bottom,
        );
        if (same) {
          same.four[3] = column;
          return same;
        }
        const four = [run.top, column, run.bottom, column];
        if (!found.has(run.mark)) found.set(run.mark, []);
        found.get(run.mark).push(four);
        return { ...run, four };
      });
  }
  return found;
}

// Whether a number format shows a date or a time: its letters, without what is quoted.
export function isDated(format) {
  if (typeof format !== "string" || format === "General" || format === "@") return false;
  const bare = format
    .replace(/"[^"]*"?/g, "")
    .replace(/[\\_*]./g, "")
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, "");
  return /[ymdhs]/i.test(bare);
}

function bgr(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return red + green * 256 + blue * 65536;
}

function hex(number) {
  const part = (shift) => ((number >> shift) & 255).toString(16).padStart(2, "0");
  return `#${part(0)}${part(8)}${part(16)}`.toUpperCase();
}

// A fill in the words of the desktop add-in, so that either can take the other's marks away.
export function wordOf(fill) {
  const colour = /^#[0-9A-F]{6}$/i.test(fill?.color ?? "") ? fill.color.toUpperCase() : "";
  const pattern = fill?.pattern ?? (colour && colour !== "#FFFFFF" ? "Solid" : "None");
  const number = PATTERNS[pattern];
  if (number === undefined || !colour) return NO_FILL;
  const behind = number !== 1 && /^#[0-9A-F]{6}$/i.test(fill.patternColor ?? "");
  return `${number};${behind ? bgr(fill.patternColor) : ""};${bgr(colour)};;`;
}

function runsOf(rows, key) {
  const runs = [];
  rows.forEach((row, index) => {
    if (!row[key]) return;
    const last = runs[runs.length - 1];
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

function local(address) {
  return address.split("!").pop().replaceAll("$", "");
}

// "A1:B2" as [top, left, bottom, right]; whole rows and columns do not occur among merged cells.
export function fourOf(address) {
  const corners = address.split(":").map((cell) => {
    const [, letters, digits] = /^([A-Z]+)([0-9]+)$/.exec(cell);
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    return [Number(digits) - 1, column - 1];
  });
  return [...corners[0], ...corners[corners.length - 1]];
}

async function blockOf(context, sheet, rows, columns, styled) {
  const block = { values: [], formulas: [], types: [], formats: [], looks: [] };
  for (let top = 0; top < rows; top += ROWS_AT_ONCE) {
    const height = Math.min(ROWS_AT_ONCE, rows - top);
    const range = sheet.getRangeByIndexes(top, 0, height, columns);
    range.load("values,formulas,valueTypes,numberFormat");
    const fill = { color: true, pattern: true, patternColor: true };
    const format = { fill, font: { name: true } };
    const looks = styled ? range.getCellProperties({ format }) : null;
    await context.sync();
    block.values.push(...range.values);
    block.formulas.push(...range.formulas);
    block.types.push(...range.valueTypes);
    block.formats.push(...range.numberFormat);
    if (looks) block.looks.push(...looks.value);
  }
  return block;
}

async function pageOf(context, sheet, seen) {
  const page = { protected: seen.protection.protected, filtered: seen.filter.isDataFiltered };
  if (seen.used.isNullObject) return { page, values: [[]] };
  const rows = Math.min(seen.used.rowIndex + seen.used.rowCount, MOST_ROWS);
  const columns = Math.min(seen.used.columnIndex + seen.used.columnCount, MOST_COLUMNS);
  const styled = !sheet.name.startsWith("_"); // nothing of ours is marked on hidden sheets
  const block = await blockOf(context, sheet, rows, columns, styled);
  const is = (test) => areasOf(rows, columns, test).get(true) ?? [];
  page.formulas = is((r, c) => {
    const formula = block.formulas[r][c];
    return typeof formula === "string" && formula.startsWith("=") && formula !== block.values[r][c];
  });
  page.errors = is((r, c) => block.types[r][c] === "Error");
  page.dates = is(
    (r, c) => typeof block.values[r][c] === "number" && isDated(block.formats[r][c]),
  );
  if (sheet.name === MEMORY) {
    page.texts = block.formulas.flatMap((row, r) =>
      row.flatMap((text, c) =>
        typeof text === "string" && text.startsWith("=") ? [[r, c, text]] : [],
      ),
    );
  }
  if (styled) {
    const fills = areasOf(rows, columns, (r, c) => wordOf(block.looks[r][c]?.format?.fill));
    fills.delete(NO_FILL);
    page.fills = [...fills];
    page.fonts = [...areasOf(rows, columns, (r, c) => block.looks[r][c]?.format?.font?.name || null)];
    const whole = sheet.getRangeByIndexes(0, 0, rows, columns);
    const merged = whole.getMergedAreasOrNullObject().load("areas/address");
    const lines = whole.getRowProperties({ rowHidden: true });
    const files = whole.getColumnProperties({ columnHidden: true });
    const places = (seen.notes?.items ?? []).map((note) => note.getLocation().load("address"));
    const threads = seen.threads.items.map((thread) => thread.getLocation().load("address"));
    await context.sync();
    page.merged = merged.isNullObject
      ? []
      : merged.areas.items.map((area) => fourOf(local(area.address)));
    page.hidden_rows = runsOf(lines.value, "rowHidden");
    page.hidden_columns = runsOf(files.value, "columnHidden");
    page.threads = threads.map((place) => local(place.address));
    page.notes = places.map((place, at) => [local(place.address), seen.notes.items[at].content]);
  }
  return { page, values: block.values };
}

async function selectionOf(context) {
  try {
    const range = context.workbook.getSelectedRange().load("address");
    await context.sync();
    return local(range.address);
  } catch {
    return null; // a picture, or several areas
  }
}

export async function look(context, agreed = "") {
  const workbook = context.workbook.load("name");
  const sheets = workbook.worksheets.load("items/name,items/visibility");
  const front = sheets.getActiveWorksheet().load("name");
  const structure = workbook.protection.load("protected");
  await context.sync();
  const takesNotes = supports("1.18");
  const seen = sheets.items.map((sheet) => ({
    sheet,
    used: sheet.getUsedRangeOrNullObject(false).load("rowIndex,columnIndex,rowCount,columnCount"),
    protection: sheet.protection.load("protected,options"),
    filter: sheet.autoFilter.load("isDataFiltered"),
    threads: sheet.comments.load("items/id"),
    notes: takesNotes ? sheet.notes.load("items/content") : null,
  }));
  await context.sync();
  const args = {
    version: 1,
    agreed,
    locked: structure.protected,
    read_only: Office.context.document?.mode === "readOnly",
    takes_notes: takesNotes,
    sheets: {},
  };
  const told = [];
  protections = {};
  for (const one of seen) {
    const { name, visibility } = one.sheet;
    if (one.protection.protected) protections[name] = one.protection.options;
    if (isOurs(name)) {
      const { page, values } = await pageOf(context, one.sheet, one);
      args.sheets[name] = page;
      told.push({ name, visibility, values });
    } else {
      told.push({ name, visibility, values: [[]] });
    }
  }
  return {
    client: "Office.js",
    version: globalThis.config?.xlwingsVersion ?? "",
    book: {
      name: workbook.name,
      active_sheet_index: sheets.items.findIndex((sheet) => sheet.name === front.name),
      selection: await selectionOf(context),
    },
    names: [],
    sheets: told,
    args: [args],
  };
}

// --- orders of the server ------------------------------------------------------------------------

function rangesOf(sheet, cells) {
  const parts = [];
  let part = "";
  for (const cell of cells) {
    if (part && part.length + cell.length + 1 > LONGEST_ADDRESS) {
      parts.push(part);
      part = "";
    }
    part += part ? `,${cell}` : cell;
  }
  if (part) parts.push(part);
  return parts.map((address) => sheet.getRanges(address));
}

export const orders = {
  async thiduaUnprotect(context, name) {
    const { protection } = context.workbook.worksheets.getItem(name);
    protection.load("protected");
    await context.sync();
    if (!protection.protected) return;
    try {
      protection.unprotect();
      await context.sync();
    } catch {
      throw new Locked(name);
    }
  },

  async thiduaProtect(context, name) {
    const sheet = context.workbook.worksheets.getItemOrNullObject(name);
    sheet.load("isNullObject");
    await context.sync();
    if (sheet.isNullObject) return;
    sheet.protection.load("protected");
    await context.sync();
    if (sheet.protection.protected) return;
    sheet.protection.protect(protections[name]);
    await context.sync();
  },

  async thiduaConceal(context, name) {
    context.workbook.worksheets.getItem(name).visibility = "VeryHidden";
    await context.sync();
  },

  async thiduaPaint(context, name, word, cells) {
    const [number, behind, colour] = word.split(";");
    const pattern = Object.keys(PATTERNS).find((key) => PATTERNS[key] === Number(number));
    for (const ranges of rangesOf(context.workbook.worksheets.getItem(name), cells)) {
      const { fill } = ranges.format;
      if (!pattern || colour === "") {
        fill.clear();
        continue;
      }
      fill.color = hex(Number(colour));
      if (pattern !== "Solid") fill.pattern = pattern;
      if (pattern !== "Solid" && behind !== "") fill.patternColor = hex(Number(behind));
    }
    await context.sync();
  },

  async thiduaDropNotes(context, name, cells) {
    const sheet = context.workbook.worksheets.getItem(name);
    const notes = cells.map(([cell]) => sheet.notes.getItemOrNullObject(cell).load("isNullObject"));
    await context.sync();
    notes.filter((note) => !note.isNullObject).forEach((note) => note.delete());
    await context.sync();
  },

  async thiduaPutNotes(context, name, cells) {
    const sheet = context.workbook.worksheets.getItem(name);
    const notes = cells.map(([cell]) => sheet.notes.getItemOrNullObject(cell).load("isNullObject"));
    await context.sync();
    const added = [];
    cells.forEach(([cell, text], at) => {
      if (notes[at].isNullObject) added.push([sheet.notes.add(cell, text), text]);
      else notes[at].content = text; // somebody's own, whose size is theirs
    });
    await context.sync();
    if (Office.context.platform === "OfficeOnline") return; // notes have no size there
    for (const [note, text] of added) {
      const lines = text.split("\n").map((line) => Math.floor(line.length / NOTE_LETTERS) + 1);
      note.width = NOTE_WIDTH;
      note.height = NOTE_LINE * (lines.reduce((sum, count) => sum + count, 0) + 1);
    }
    await context.sync();
  },

  async thiduaTell(context, told) {
    say(told);
  },

  async thiduaAsk(context, told, agreed, script) {
    say(told, () => press(script, agreed));
  },
};

// --- the task pane ---------------------------------------------------------------------------------

function say(told, onYes = null) {
  document.getElementById("thidua-words").textContent = told;
  document.getElementById("thidua-answer").hidden = onYes === null;
  document.getElementById("thidua-yes").onclick = onYes;
  document.getElementById("thidua-no").onclick = () => say("");
  return globalThis.Office?.addin?.showAsTaskpane?.();
}

async function loadWords() {
  if (!words["ADD-174"]) words = (await globalThis.xwRequest.get("/thidua/words.json")).data;
}

// --- a press of a button ---------------------------------------------------------------------------

async function answerOf(script, payload) {
  const signedIn = (await globalThis.getAuth?.()) ?? { token: "", provider: "" };
  const headers = { "Content-Type": "application/json" };
  if (signedIn.token) {
    headers.Authorization = signedIn.token;
    headers["Auth-Provider"] = signedIn.provider;
  }
  try {
    const url = `/xlwings/custom-scripts-call/${script}`;
    return (await globalThis.xwRequest.post(url, payload, { headers, timeout: 120000 })).data;
  } catch (error) {
    say(error.response?.data?.words ?? words[error.response ? "ADD-174" : "ADD-168"]);
    return null;
  }
}

async function protectAgain() {
  for (const name of Object.keys(protections)) {
    await Excel.run((context) => orders.thiduaProtect(context, name));
  }
}

// Marks that were set in part are in the workbook's memory already: the server takes them away.
async function takeBack() {
  const payload = await Excel.run((context) => look(context));
  const answer = await answerOf("clear_marks", payload);
  if (!answer) return false;
  const silent = answer.actions.filter((action) => action.args?.[0] !== "thiduaTell");
  try {
    await Excel.run((context) => globalThis.xlwings.runActions({ actions: silent }, context));
    return true;
  } catch {
    return false;
  } finally {
    await protectAgain();
  }
}

async function carryOut(script, answer) {
  try {
    await Excel.run((context) => globalThis.xlwings.runActions(answer, context));
  } catch (error) {
    await protectAgain();
    if (error instanceof Locked || error.cause instanceof Locked) {
      say(words["ADD-006"].replaceAll("{sheet}", (error.cause ?? error).sheet));
    } else if (script === "check" || script === "clear_marks") {
      say(words[(await takeBack()) ? "ADD-169" : "ADD-170"]);
    } else {
      say(words["ADD-177"]);
    }
  } finally {
    await protectAgain();
  }
}

export async function press(script, agreed = "") {
  try {
    await Office.onReady();
    await loadWords();
    if (!supports("1.13")) return void say(words["ADD-176"]);
    say(words["ADD-175"]);
    const payload = await Excel.run((context) => look(context, agreed));
    const answer = await answerOf(script, payload);
    if (answer) await carryOut(script, answer);
  } catch (error) {
    const editing = error?.code === "InvalidOperationInCellEditMode";
    say(words[editing ? "ADD-009" : "ADD-174"] ?? String(error));
  }
}

export function openGuide() {
  Office.context.ui.openBrowserWindow(`${globalThis.location.origin}/thidua/huong-dan`);
}

const BUTTONS = {
  "thidua-check": () => press("check"),
  "thidua-previous": () => press("previous_fault"),
  "thidua-next": () => press("next_fault"),
  "thidua-clear": () => press("clear_marks"),
  "thidua-normalise": () => press("normalise"),
  "thidua-guide": openGuide,
};

let busy = false; // a second press while the first is under way does nothing

for (const [name, work] of Object.entries(BUTTONS)) {
  Office.actions.associate(name, async (event) => {
    try {
      if (busy) return;
      busy = true;
      await work();
    } finally {
      busy = false;
      event.completed();
    }
  });
}
for (const order of Object.values(orders)) globalThis.xlwings.registerCallback(order);
