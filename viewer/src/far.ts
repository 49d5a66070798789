// A large picture from afar: frames, lines and boxes as a few paths, and the names of frames as large as can be read.

import type { Brush } from "./brush";
import type { FrameData } from "./document";
import { create } from "./svg";
import { touches } from "./units";
import type { Unit } from "./units";
import type { Rectangle } from "./viewport";

/** Shapes of one path; more would be painted again and again, for each tile of the screen that one of them touches. */
const TOGETHER = 48;
const ORDER = ["group", "arrow", "box"];
/** On the screen: size of letters, their usual width as a share of it, least letters of a name, width of lines. */
const LETTER = 12;
const ADVANCE = 0.6;
const FEWEST = 4;
const THINNEST = 0.7;

interface Run {
  path: SVGPathElement;
  data: string[];
}

export class Far {
  readonly element = create("g", { class: "far-off", "aria-hidden": "true" });
  private readonly shapes = create("g", {});
  private readonly names = create("g", { class: "far-names", "font-weight": 700 });
  private scale = 0;

  constructor(
    private readonly units: readonly Unit[],
    private readonly frames: readonly FrameData[],
    private readonly brush: Brush,
  ) {
    this.element.append(this.shapes, this.names);
  }

  /** Draw everything, each element with its states as classes. */
  draw(states: ReadonlyMap<string, string>): void {
    const found: Run[] = [];
    for (const kind of ORDER) {
      const open = new Map<string, Run>();
      for (const unit of this.units) {
        const shape = unit.kind === kind ? shapeOf(unit) : null;
        if (!shape) continue;
        const state = states.get(unit.element) ?? "";
        const key = `${shape.paint} ${state}`;
        let run = open.get(key);
        if (!run || run.data.length >= TOGETHER) {
          if (kind === "group") open.clear(); // an inner frame lies over an outer one
          run = { path: this.path(kind, shape.paint, state), data: [] };
          open.set(key, run);
          found.push(run);
        }
        run.data.push(shape.data);
      }
    }
    for (const { path, data } of found) path.setAttribute("d", data.join(""));
    this.shapes.replaceChildren(...found.map(({ path }) => path));
  }

  /** Make lines as thick, and names as large, as a scale needs. */
  fit(scale: number): void {
    if (scale === this.scale) return;
    this.scale = scale;
    this.shapes.setAttribute("stroke-width", (THINNEST / scale).toFixed(2));
    this.names.setAttribute("font-size", (LETTER / scale).toFixed(2));
    this.names.setAttribute("stroke-width", (3 / scale).toFixed(2));
    this.names.replaceChildren(...this.named(scale));
  }

  /** Names of frames that have room for them, from the outside in, none over another. */
  private named(scale: number): SVGElement[] {
    const areas = new Map(this.units.filter((unit) => unit.kind === "group").map((unit) => [unit.element, unit.area]));
    const taken: Rectangle[] = [];
    const found: SVGElement[] = [];
    for (const frame of this.frames) {
      const area = areas.get(frame.id);
      const room = area ? Math.floor((area.width * scale) / (LETTER * ADVANCE)) - 1 : 0;
      if (!area || room < FEWEST || area.height * scale < 2 * LETTER) continue;
      const words = frame.label.length > room ? `${frame.label.slice(0, room - 1)}…` : frame.label;
      const [x, y] = [area.x + 5 / scale, area.y + 2 / scale];
      const place = { x, y, width: (words.length * LETTER * ADVANCE) / scale, height: (LETTER * 1.3) / scale };
      if (taken.some((other) => touches(place, other))) continue;
      taken.push(place);
      found.push(create("text", { x, y: y + LETTER / scale }, words));
    }
    return found;
  }

  private path(kind: string, paint: number, state: string): SVGPathElement {
    const { fill = "none", stroke = "none" } = this.brush.paint(paint);
    return create("path", { class: `${kind} ${state}`.trim(), fill: kind === "arrow" ? "none" : fill, stroke });
  }
}

/** The line of an arrow, or the extent of a box or frame. */
function shapeOf(unit: Unit): { paint: number; data: string } | null {
  for (const mark of unit.mark[6]) {
    if (mark[0] === "p" && unit.kind === "arrow") return { paint: mark[1], data: mark[2] };
    if (mark[0] !== "p" && mark[0] !== "r") continue;
    const { x, y, width, height } = unit.area;
    return { paint: mark[1], data: `M${x} ${y}h${width}v${height}h${-width}z` };
  }
  return null;
}
