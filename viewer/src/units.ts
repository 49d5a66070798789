// What of a drawing is shown or left out as one, and what of it is in sight.

import { weightOf } from "./brush";
import type { Drawing, GroupMark, Mark } from "./document";
import type { Rectangle, Size } from "./viewport";

export interface Unit {
  /** Its place in the order of drawing and reading. */
  order: number;
  mark: GroupMark;
  kind: string;
  element: string;
  area: Rectangle;
  weight: number;
}

export function unitsOf(drawing: Drawing): Unit[] {
  return drawing.marks.map((mark, order) => {
    const group = grouped(mark, drawing.size);
    const [x, y, width, height] = group[5];
    return { order, mark: group, kind: group[1], element: group[2], area: { x, y, width, height }, weight: weightOf(group) };
  });
}

/** A mark that belongs to no group is as large as the picture: it is always there. */
function grouped(mark: Mark, [width, height]: [number, number]): GroupMark {
  return mark[0] === "g" ? mark : ["g", "", "", "", "", [0, 0, width, height], [mark]];
}

export function touches(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x <= other.x + other.width && other.x <= one.x + one.width &&
    one.y <= other.y + other.height && other.y <= one.y + one.height
  );
}

export function covers(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x && outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width && outer.y + outer.height >= inner.y + inner.height
  );
}

export function widened(rectangle: Rectangle, share: number): Rectangle {
  const [dx, dy] = [rectangle.width * share, rectangle.height * share];
  return { x: rectangle.x - dx, y: rectangle.y - dy, width: rectangle.width + 2 * dx, height: rectangle.height + 2 * dy };
}

export function common(one: Rectangle, other: Rectangle): Rectangle {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  const right = Math.min(one.x + one.width, other.x + other.width);
  const bottom = Math.min(one.y + one.height, other.y + other.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** The smallest scale at which a window of a size holds, as a rule, no more than so many elements of the page. */
export function nearestOf(units: readonly Unit[], whole: Size, window: Size, most: number): number {
  const held = (scale: number): number => {
    const [width, height] = [window.width / scale, window.height / scale];
    let sum = 0;
    for (const { area, weight } of units) {
      const across = Math.min(1, (area.width + width) / whole.width);
      sum += weight * across * Math.min(1, (area.height + height) / whole.height);
    }
    return sum;
  };
  let [low, high] = [0.005, 4];
  if (held(low) <= most) return 0;
  while (high / low > 1.02) {
    const scale = Math.sqrt(low * high);
    if (held(scale) > most) low = scale;
    else high = scale;
  }
  return high;
}

/** The nearest of some boxes in a direction, rather straight on than aside; the upper left one without a start. */
export function nextTo(
  start: Rectangle | null,
  boxes: readonly { id: string; rectangle: Rectangle }[],
  dx: number,
  dy: number,
): string {
  let best = "";
  let least = Infinity;
  for (const { id, rectangle } of boxes) {
    const far = start ? distance(middle(start), middle(rectangle), dx, dy) : rectangle.x + rectangle.y;
    if (far < least) [least, best] = [far, id];
  }
  return best;
}

export function middle(rectangle: Rectangle): { x: number; y: number } {
  return { x: rectangle.x + rectangle.width / 2, y: rectangle.y + rectangle.height / 2 };
}

/** More than half aside is taken only where nothing is ahead. */
const AHEAD = 1e6;

function distance(from: { x: number; y: number }, to: { x: number; y: number }, dx: number, dy: number): number {
  const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
  const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
  return along < 1 ? Infinity : along + 2.5 * aside + (aside > along ? AHEAD : 0);
}
