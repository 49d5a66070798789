// What is drawn over a picture: selection, focus, differences and failures, each by sign as well as colour.

import type { Change, Comparison } from "./compare";
import type { Sheet } from "./sheet";
import { create } from "./svg";
import { middle } from "./units";
import type { Rectangle } from "./viewport";

export type Health = "down" | "stops" | "degrades";

export interface Overlay {
  selected: string;
  /** What stands for it where it is not drawn. */
  within: string;
  focused: string;
  dimmed: ReadonlySet<string>;
  comparison: Comparison | null;
  health: ReadonlyMap<string, Health>;
}

/** Signs as lines, so that they do not depend on a font. */
const SIGNS: Record<Change | Health, string> = {
  added: "M-5 0H5M0-5V5",
  removed: "M-5 0H5",
  changed: "M-5-2.5H5M-5 2.5H5M3-6-3 6",
  down: "M0-6V0M-3.6-4A5.4 5.4 0 1 0 3.6-4",
  stops: "M-4-4 4 4M4-4-4 4",
  degrades: "M0-6V1.5M0 5V5.4",
};
const AROUND = 4;

export function drawMarks(sheet: Sheet, overlay: Overlay): void {
  const { picture } = sheet;
  const states = new Map<string, string>();
  const add = (id: string, state: string): void => {
    const before = states.get(id);
    states.set(id, before ? `${before} ${state}` : state);
  };
  if (overlay.selected) add(overlay.selected, "selected");
  let choosing = false;
  for (const arrow of picture.arrows) {
    if (arrow.source !== overlay.selected && arrow.target !== overlay.selected) continue;
    add(arrow.id, "near");
    choosing = true;
  }
  for (const id of overlay.dimmed) add(id, "dim");
  for (const [id, change] of overlay.comparison?.changes ?? []) add(id, change);
  for (const [id, health] of overlay.health) add(id, health);
  sheet.dress(states, namesOf(sheet, overlay), overlay.selected, [overlay.selected, overlay.focused].filter(Boolean));
  sheet.svg.classList.toggle("choosing", choosing);
  sheet.changed = () => sheet.marks.replaceChildren(...outlines(sheet, overlay), ...ghosts(sheet, overlay));
  sheet.changed();
}

function outlines(sheet: Sheet, overlay: Overlay): SVGElement[] {
  const found: SVGElement[] = [];
  const arrows = new Set(sheet.picture.arrows.map((arrow) => arrow.id));
  for (const [id, state] of [...(overlay.comparison?.changes ?? []), ...overlay.health]) {
    const rectangle = sheet.rectangleOf(id);
    if (!rectangle || !sheet.isNear(rectangle)) continue;
    const isHealth = overlay.health.get(id) === state;
    if (!arrows.has(id)) {
      if (!isHealth || !overlay.comparison?.changes.has(id)) found.push(...outline(rectangle, state));
      continue;
    }
    const point = isHealth ? null : sheet.halfWay(id);
    if (point) found.push(badge(point.x, point.y, state));
  }
  const way = arrows.has(overlay.selected) ? sheet.wayOf(overlay.selected) : "";
  if (way) found.push(create("path", { class: "selection", d: way }));
  for (const [id, name] of [
    [overlay.selected, "selection"],
    [overlay.within, "within"],
    [overlay.focused, "focus"],
  ] as const) {
    const rectangle = id && !(arrows.has(id) && name === "selection") ? sheet.rectangleOf(id) : null;
    if (rectangle) found.push(create("rect", { class: name, ...grown(rectangle, name === "focus" ? 8 : AROUND), rx: 8 }));
  }
  return found;
}

function outline(rectangle: Rectangle, state: Change | Health): SVGElement[] {
  return [
    create("rect", { class: `outline ${state}`, ...grown(rectangle, AROUND), rx: 7 }),
    badge(rectangle.x + rectangle.width, rectangle.y, state),
  ];
}

function badge(x: number, y: number, state: Change | Health): SVGElement {
  const found = create("g", { class: `badge ${state}`, transform: `translate(${x} ${y})` });
  found.append(create("circle", { r: 10 }), create("path", { d: SIGNS[state] }));
  return found;
}

/** What only the other environment has: boxes as chips above the picture, arrows between boxes of both as lines. */
function ghosts(sheet: Sheet, overlay: Overlay): SVGElement[] {
  const comparison = overlay.comparison;
  if (!comparison) return [];
  const found: SVGElement[] = [];
  const chips = create("g", { class: "ghosts" });
  let [x, y] = [26, -48];
  for (const box of comparison.removedBoxes) {
    const width = Math.max(120, box.label.length * 8.2 + 64);
    if (x > 26 && x + width > Math.max(sheet.size.width, 400)) [x, y] = [26, y - 48];
    const rectangle = { x, y, width, height: 40 };
    const chip = create("g", { class: "ghost", "data-ghost": box.id });
    chip.append(
      create("title", {}, `${box.id}: only in the other environment`),
      create("rect", { ...rectangle, rx: 6 }),
      create("text", { x: x + 38, y: y + 25 }, box.label),
      badge(x + 19, y + 20, "removed"),
    );
    chips.append(chip);
    x += width + 14;
  }
  if (chips.childNodes.length > 0) found.push(chips);
  for (const arrow of comparison.removedArrows) {
    const ends = [arrow.source, arrow.target].map((end) => sheet.rectangleOf(end));
    const [one, other] = ends.map((end) => (end ? middle(end) : null));
    if (!one || !other) continue;
    found.unshift(create("path", { class: "ghost-arrow", d: `M${one.x} ${one.y}L${other.x} ${other.y}` }));
    found.push(badge((one.x + other.x) / 2, (one.y + other.y) / 2, "removed"));
  }
  return found;
}

/** What the marks of boxes mean, for those who do not see them. */
function namesOf(sheet: Sheet, overlay: Overlay): Map<string, string> {
  const found = new Map<string, string>();
  if (!overlay.comparison && overlay.health.size === 0) return found;
  for (const box of sheet.picture.boxes) {
    const marks = [overlay.comparison?.changes.get(box.id), overlay.health.get(box.id)].filter(Boolean);
    if (marks.length > 0) found.set(box.id, [box.label, ...marks].join(", "));
  }
  return found;
}

function grown(rectangle: Rectangle, by: number): { x: number; y: number; width: number; height: number } {
  return {
    x: rectangle.x - by,
    y: rectangle.y - by,
    width: rectangle.width + 2 * by,
    height: rectangle.height + 2 * by,
  };
}
