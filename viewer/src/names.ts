// Names of boxes and frames in letters that can be read, where the picture's own are too small: whole, or not at all.

import type { BoxData, FrameData } from "./document";
import { create } from "./svg";
import { touches } from "./units";
import type { Rectangle } from "./viewport";

/** Scale below which a picture's own letters are too small. */
export const READABLE = 0.6;
/** Scale below which signs in boxes are too small, and make room for names. */
export const SIGNS = 0.4;

/** On the screen: sizes of letters, with and without the sign of a box beside them; height of a line; room beside a name. */
const SIZES = [11.5, 10.5, 9.5];
const SMALLER = [...SIZES, 8.5, 7.5];
const LINE = 1.12;
const BESIDE = 2;
/** Lines of a name at most. */
const MOST_LINES = 3;
/** How much higher than its box a name of one line may be: letters rarely fill the height of a line. */
const OVER = 1.2;
/** In a picture: the middle of the strip on which the name of a frame is. */
const STRIP = 13;

/** A name to be drawn, in the units of the picture. */
export interface PlacedName {
  element: string;
  kind: "box" | "group";
  lines: string[];
  x: number;
  y: number;
  size: number;
  anchor: "start" | "middle";
  /** Whether it needs the room of the sign that is in its box. */
  alone: boolean;
}

/** Where a box or frame is, and where its own letters begin. */
export interface Room {
  area: Rectangle;
  start: number;
}

/** Names at a scale: of frames from the outside in, none over another, then of boxes. */
export function placedNames(
  frames: readonly FrameData[],
  boxes: readonly BoxData[],
  rooms: ReadonlyMap<string, Room>,
  scale: number,
  signs: boolean,
): PlacedName[] {
  const taken: Rectangle[] = [];
  const found: PlacedName[] = [];
  const free = (place: Rectangle): boolean => !taken.some((other) => touches(place, other));
  for (const frame of frames) {
    const room = rooms.get(frame.id);
    const name = room && nameOfFrame(frame, room.area, scale);
    if (!name || !free(extentOf(name))) continue;
    taken.push(extentOf(name));
    found.push(name);
  }
  for (const box of boxes) {
    const room = rooms.get(box.id);
    const fit = room && fitOf(box.label, room, scale, signs);
    const name = fit && [0.5, 1, 0].map((at) => nameOfBox(box, room, scale, fit, at)).find((one) => free(extentOf(one)));
    if (name) found.push(name);
  }
  return found;
}

function nameOfFrame(frame: FrameData, area: Rectangle, scale: number): PlacedName | null {
  if (area.height * scale < 2 * (SIZES.at(-1) ?? 0)) return null;
  for (const words of spellings(frame.label)) {
    for (const size of scale < SIGNS / 2 ? SMALLER.slice(2) : SMALLER) {
      if (lengthOf(words) * size > area.width * scale - 8) continue;
      const y = area.y + STRIP + (0.36 * size) / scale;
      return { element: frame.id, kind: "group", lines: [words], x: area.x + 5 / scale, y, size: size / scale, anchor: "start", alone: false };
    }
  }
  return null;
}

interface Fit {
  lines: string[];
  /** Of letters, on the screen. */
  size: number;
  alone: boolean;
}

/** How a name fits into a box: beside its sign, or without it; null if it does not. */
function fitOf(label: string, { area, start }: Room, scale: number, signs: boolean): Fit | null {
  const height = area.height * scale;
  const beside = (area.x + area.width - start) * scale - BESIDE;
  const whole = area.width * scale - 2 * BESIDE;
  const sizes = [...(signs ? SIZES.map((size) => ({ size, alone: false })) : []), ...SMALLER.map((size) => ({ size, alone: true }))];
  for (const words of spellings(label)) {
    for (const { size, alone } of sizes) {
      if (size > OVER * height) continue;
      const most = Math.min(MOST_LINES, Math.max(1, Math.floor(height / (size * LINE))));
      const lines = broken(words, (alone ? whole : beside) / size, most);
      if (lines.length > 0) return { lines, size, alone };
    }
  }
  return null;
}

/** A name, and what is left of it where there is little room: without what explains it, or where it belongs. */
export function spellings(label: string): string[] {
  const plain = label.replace(/[,;:] (?=\p{Ll}).*| \(.*/su, "");
  const own = plain.includes(" ") ? plain : plain.slice(plain.lastIndexOf("/") + 1);
  return [...new Set([label, plain, own])].filter(Boolean);
}

/** The name of a box, above (0), in the middle or below (1). */
function nameOfBox(box: BoxData, { area, start }: Room, scale: number, { lines, size, alone }: Fit, at: number): PlacedName {
  const spare = area.height * scale - lines.length * size * LINE;
  const top = area.y * scale + spare * (spare > 0 ? at : 0.5);
  return {
    element: box.id, kind: "box", lines, alone, size: size / scale,
    x: alone ? area.x + area.width / 2 : start, y: (top + size * 0.9) / scale, anchor: alone ? "middle" : "start",
  };
}

/** What a name covers; letters rarely fill the height of a line. */
function extentOf({ lines, x, y, size, anchor }: PlacedName): Rectangle {
  const width = Math.max(...lines.map(lengthOf)) * size;
  return { x: anchor === "middle" ? x - width / 2 : x, y: y - size * 0.7, width, height: ((lines.length - 1) * LINE + 0.75) * size };
}

/** A text on as many lines as there may be, between words or after the signs inside of them; nothing if it has no room. */
export function broken(text: string, room: number, most: number): string[] {
  const lines: string[] = [];
  for (const piece of text.split(/(?<=[\s/_.-])(?=\S)/u)) {
    const line = `${lines.at(-1) ?? ""}${piece}`;
    if (lines.length > 0 && lengthOf(line.trimEnd()) <= room) lines[lines.length - 1] = line;
    else lines.push(piece);
  }
  const found = lines.map((line) => line.trimEnd());
  return found.length <= most && found.every((line) => lengthOf(line) <= room) ? found : [];
}

/** Usual width of a text, as a share of the size of its letters. */
export function lengthOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum += /[ijltfrI.,:;|!'/()\- ]/.test(letter) ? 0.33 : /[mwMW@…]/.test(letter) ? 0.85 : /[A-Z]/.test(letter) ? 0.63 : 0.55;
  return sum;
}

/** Names as elements of the page. */
export class Names {
  /** Boxes whose sign makes room for the name. */
  alone: ReadonlySet<string> = new Set();
  readonly element = create("g", { class: "names", "font-weight": 700, "aria-hidden": "true" });
  private readonly texts: { element: string; kind: string; text: SVGTextElement }[] = [];
  private key = "";

  constructor(
    private readonly frames: readonly FrameData[],
    private readonly boxes: readonly BoxData[],
    private readonly rooms: ReadonlyMap<string, Room>,
  ) {}

  /** Make them as large as a scale needs; none at 0. Tell whether they are others than before. */
  fit(scale: number, signs: boolean, states: ReadonlyMap<string, string>): boolean {
    const key = `${scale} ${signs}`;
    if (key === this.key) return false;
    this.key = key;
    this.texts.length = 0;
    const placed = scale > 0 ? placedNames(this.frames, this.boxes, this.rooms, scale, signs) : [];
    this.alone = new Set(placed.filter((one) => one.alone).map((one) => one.element));
    for (const { element, kind, lines, x, y, size, anchor } of placed) {
      lines.forEach((line, number) => {
        const text = create("text", { x, y: y + number * size * LINE, "font-size": size.toFixed(2), "text-anchor": anchor }, line);
        this.texts.push({ element, kind, text });
      });
    }
    this.element.setAttribute("stroke-width", (scale > 0 ? 3 / scale : 0).toFixed(2));
    this.dress(states);
    this.element.replaceChildren(...this.texts.map(({ text }) => text));
    return true;
  }

  /** Give each its states, as classes. */
  dress(states: ReadonlyMap<string, string>): void {
    for (const { element, kind, text } of this.texts) text.setAttribute("class", `${kind} ${states.get(element) ?? ""}`.trim());
  }
}
