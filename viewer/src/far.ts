// A large picture from afar: frames, lines and boxes as a few paths.

import type { Brush } from "./brush";
import { create } from "./svg";
import type { Unit } from "./units";

/** Shapes of one path; more would be painted again and again, for each tile of the screen that one of them touches. */
const TOGETHER = 48;
const ORDER = ["group", "arrow", "box"];
/** On the screen: least width of lines. */
const THINNEST = 0.7;
/** Scale below which the heads of arrows cannot be seen. */
const HEADS = 0.12;

interface Run {
  path: SVGPathElement;
  data: string[];
}

interface Shape {
  paint: number;
  data: string;
}

export class Far {
  readonly element = create("g", { class: "far-off", "aria-hidden": "true" });

  constructor(private readonly units: readonly Unit[], private readonly brush: Brush) {}

  /** Draw everything, each element with its states as classes. */
  draw(states: ReadonlyMap<string, string>): void {
    const found: Run[] = [];
    for (const kind of ORDER) {
      const open = new Map<string, Run>();
      const add = (shape: Shape, what: string, state: string): void => {
        const key = `${what} ${shape.paint} ${state}`;
        let run = open.get(key);
        if (!run || run.data.length >= TOGETHER) {
          if (kind === "group") open.clear(); // an inner frame lies over an outer one
          run = { path: this.path(what, shape.paint, state), data: [] };
          open.set(key, run);
          found.push(run);
        }
        run.data.push(shape.data);
      };
      for (const unit of this.units) {
        if (unit.kind !== kind) continue;
        const state = states.get(unit.element) ?? "";
        shapesOf(unit).forEach((shape, number) => add(shape, kind === "arrow" && number > 0 ? "head" : kind, state));
      }
    }
    for (const { path, data } of found) path.setAttribute("d", data.join(""));
    this.element.replaceChildren(...found.map(({ path }) => path));
  }

  /** Make lines as thick as a scale needs. */
  fit(scale: number): void {
    this.element.setAttribute("stroke-width", Math.max(1, THINNEST / scale).toFixed(2));
    this.element.classList.toggle("headless", scale < HEADS);
  }

  private path(kind: string, paint: number, state: string): SVGPathElement {
    const { fill = "none", stroke = "none" } = this.brush.paint(paint);
    return create("path", { class: `${kind} ${state}`.trim(), fill: kind === "arrow" ? "none" : fill, stroke });
  }
}

/** The line of an arrow with its heads, or the outline of a box or frame. */
function shapesOf(unit: Unit): Shape[] {
  const paths = unit.mark[6].flatMap((mark): Shape[] => (mark[0] === "p" ? [{ paint: mark[1], data: mark[2] }] : []));
  if (unit.kind === "arrow") return paths;
  const rectangle = unit.mark[6].find((mark) => mark[0] === "r");
  const { x, y, width, height } = unit.area;
  if (rectangle?.[0] === "r") return [{ paint: rectangle[1], data: `M${x} ${y}h${width}v${height}h${-width}z` }];
  return paths.slice(0, 1);
}
