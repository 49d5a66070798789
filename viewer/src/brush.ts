// Marks of a drawing as elements of the page.

import type { Drawing, GroupMark, Index, Mark } from "./document";
import { variableOf } from "./inks";
import { create } from "./svg";

const FIELD = 24;
/** What Tab stops at; boxes are gone to by the arrow keys. */
const STOPS = new Set(["arrow", "message", "bar"]);

export class Brush {
  private readonly inks: string[];
  private readonly paints: Record<string, string | number>[];
  private readonly letters: Record<string, string | number>[];

  constructor(drawing: Drawing, private readonly glyphs: Index["glyphs"]) {
    this.inks = drawing.inks.map(variableOf);
    this.paints = drawing.paints.map(([fill, stroke, width, dash, shift, round]) => {
      const found: Record<string, string | number> = { fill: this.ink(fill) };
      if (stroke >= 0) Object.assign(found, { stroke: this.ink(stroke), "stroke-width": width });
      if (dash) found["stroke-dasharray"] = dash;
      if (shift) found["stroke-dashoffset"] = shift;
      if (round) found["stroke-linecap"] = "round";
      return found;
    });
    this.letters = drawing.letters.map(([fill, halo, size, bold, anchor]) => {
      const found: Record<string, string | number> = { fill: this.ink(fill), "font-size": size };
      if (halo >= 0) Object.assign(found, { stroke: this.ink(halo), "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" });
      if (bold) found["font-weight"] = 700;
      if (anchor !== "start") found["text-anchor"] = anchor;
      return found;
    });
  }

  ink(number: number): string {
    return this.inks[number] ?? "none";
  }

  paint(number: number): Record<string, string | number> {
    return this.paints[number] ?? {};
  }

  group([, kind, element, title, description, , marks]: GroupMark): SVGGElement {
    const found = create("g", { class: kind });
    if (kind === "arrow" && isPlain(marks)) found.dataset["plain"] = "";
    if (element && kind !== "join") found.dataset["element"] = element;
    if (title && kind === "box") setAll(found, { role: "button", tabindex: -1 });
    else if (title && kind === "group") found.setAttribute("role", "graphics-object");
    else if (title && STOPS.has(kind)) setAll(found, { role: "graphics-symbol", tabindex: 0 });
    if (title) found.append(create("title", {}, title));
    if (description) found.append(create("desc", {}, description));
    const name = marks.findIndex((mark) => mark[0] === "t");
    marks.forEach((mark, at) => {
      const made = this.mark(mark);
      if (kind === "box" && name >= 0 && at > name) made.classList.add("more");
      found.append(made);
    });
    return found;
  }

  mark(mark: Mark): SVGElement {
    switch (mark[0]) {
      case "r": {
        const [, paint, x, y, width, height, rx] = mark;
        return create("rect", rx ? { x, y, width, height, rx, ...this.paint(paint) } : { x, y, width, height, ...this.paint(paint) });
      }
      case "p":
        return create("path", { d: mark[2], ...this.paint(mark[1]) });
      case "t":
        return create("text", { x: mark[2], y: mark[3], ...this.letters[mark[1]] }, mark[4]);
      case "u": {
        const [, ink, glyph, x, y, size] = mark;
        const [d, width] = this.glyphs[glyph] ?? ["", 0];
        return create("path", {
          class: "sign", d, transform: `translate(${x} ${y}) scale(${size / FIELD})`, fill: "none", stroke: this.ink(ink),
          "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round",
        });
      }
      case "g":
        return this.group(mark);
    }
  }
}

/** Elements of the page that a mark becomes. */
export function weightOf(mark: Mark): number {
  if (mark[0] !== "g") return 1;
  return mark[6].reduce((sum, one) => sum + weightOf(one), 1 + Number(mark[3] !== "") + Number(mark[4] !== ""));
}

/** Whether a line is drawn as one stroke; one that is made up of several would be another if all were equally thick. */
export function isPlain(marks: readonly Mark[]): boolean {
  const ways = marks.flatMap((mark) => (mark[0] === "p" ? [mark[2]] : []));
  return ways.filter((way) => way === ways[0]).length === 1;
}

function setAll(element: Element, attributes: Record<string, string | number>): void {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
}
