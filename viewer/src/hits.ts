// Which arrow is near a place: lines are thin, and thinner still from afar.

import { touches } from "./units";
import type { Unit } from "./units";
import type { Rectangle } from "./viewport";

const LINES = new Set(["arrow", "message"]);
const STEP = /([MLHVCAZ])([^MLHVCAZ]*)/g;

interface Line {
  element: string;
  area: Rectangle;
  /** Each four numbers are a piece: from where to where. */
  pieces: number[];
}

export class Lines {
  private known: Line[] | null = null;

  constructor(private readonly units: readonly Unit[]) {}

  /** The element of the line that is nearest to a place, and not farther than a reach; empty if there is none. */
  near(place: { x: number; y: number }, reach: number): string {
    this.known ??= this.units.flatMap(lineOf);
    const around = { x: place.x - reach, y: place.y - reach, width: 2 * reach, height: 2 * reach };
    let [best, least] = ["", reach];
    for (const { element, area, pieces } of this.known) {
      if (!touches(area, around)) continue;
      const far = distance(pieces, place);
      if (far <= least) [best, least] = [element, far];
    }
    return best;
  }
}

/** The way of an arrow, as it is drawn. */
export function wayOf(unit: Unit | undefined): string {
  const line = unit && LINES.has(unit.kind) ? unit.mark[6].find((mark) => mark[0] === "p") : undefined;
  return line?.[0] === "p" ? line[2] : "";
}

function lineOf(unit: Unit): Line[] {
  const way = wayOf(unit);
  return way ? [{ element: unit.element, area: unit.area, pieces: piecesOf(way) }] : [];
}

/** Straight pieces of a way; a bend counts as the piece between its ends. */
export function piecesOf(way: string): number[] {
  const found: number[] = [];
  let [x, y, firstX, firstY] = [0, 0, 0, 0];
  for (const [, step = "", rest = ""] of way.matchAll(STEP)) {
    const values = rest.trim().split(/[\s,]+/).filter(Boolean).map(Number);
    const size = { H: 1, V: 1, C: 6, A: 7, Z: 0 }[step] ?? 2;
    for (let at = 0; at === 0 || at < values.length; at += Math.max(1, size)) {
      const [one = x, other = y] = values.slice(at + size - Math.min(2, size), at + size);
      const to = step === "H" ? [one, y] : step === "V" ? [x, one] : step === "Z" ? [firstX, firstY] : [one, other];
      const [nextX = x, nextY = y] = to;
      if (step === "M" && at === 0) [firstX, firstY] = [nextX, nextY];
      else found.push(x, y, nextX, nextY);
      [x, y] = [nextX, nextY];
    }
  }
  return found;
}

function distance(pieces: readonly number[], { x, y }: { x: number; y: number }): number {
  let least = Infinity;
  for (let at = 0; at < pieces.length; at += 4) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = pieces.slice(at, at + 4);
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = dx * dx + dy * dy;
    const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
    least = Math.min(least, Math.hypot(x - x1 - part * dx, y - y1 - part * dy));
  }
  return least;
}
