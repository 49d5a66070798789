// What is drawn over a picture: selection, focus, differences and failures, each by sign as well as colour.

import type { Change, Comparison } from "./compare";
import type { Sheet } from "./sheet";
import { create, middle } from "./sheet";
import type { Rectangle } from "./viewport";

export type Health = "down" | "stops" | "degrades";

export interface Overlay {
  selected: string;
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
const STATES = ["selected", "near", "dim", "added", "removed", "changed", "down", "stops", "degrades"];
const AROUND = 4;

export function drawMarks(sheet: Sheet, overlay: Overlay): void {
  const { picture } = sheet;
  const near = new Set<string>();
  for (const arrow of picture.arrows) {
    if (arrow.source !== overlay.selected && arrow.target !== overlay.selected) continue;
    near.add(arrow.id);
  }
  for (const [id, groups] of sheet.groups) {
    const change = overlay.comparison?.changes.get(id);
    const health = overlay.health.get(id);
    const states = new Set<string>();
    if (id === overlay.selected) states.add("selected");
    if (near.has(id)) states.add("near");
    if (overlay.dimmed.has(id)) states.add("dim");
    if (change) states.add(change);
    if (health) states.add(health);
    const wanted = [...states].join(" ");
    if ((sheet.states.get(id) ?? "") === wanted) continue;
    sheet.states.set(id, wanted);
    for (const group of groups) for (const state of STATES) group.classList.toggle(state, states.has(state));
  }
  sheet.svg.classList.toggle("choosing", near.size > 0);
  sheet.marks.replaceChildren(...outlines(sheet, overlay), ...ghosts(sheet, overlay));
  describe(sheet, overlay);
}

function outlines(sheet: Sheet, overlay: Overlay): SVGElement[] {
  const found: SVGElement[] = [];
  const places = [...sheet.picture.boxes, ...sheet.picture.frames].map((one) => one.id);
  for (const id of places) {
    const state = overlay.comparison?.changes.get(id) ?? overlay.health.get(id);
    const rectangle = state ? sheet.rectangleOf(id) : null;
    if (state && rectangle) found.push(...outline(rectangle, state));
  }
  for (const arrow of sheet.picture.arrows) {
    const change = overlay.comparison?.changes.get(arrow.id);
    const path = change ? sheet.groups.get(arrow.id)?.[0]?.querySelector("path") : null;
    if (change && path) {
      const point = path.getPointAtLength(path.getTotalLength() / 2);
      found.push(badge(point.x, point.y, change));
    }
  }
  for (const [id, name] of [
    [overlay.selected, "selection"],
    [overlay.focused, "focus"],
  ] as const) {
    const isArrow = sheet.picture.arrows.some((arrow) => arrow.id === id);
    const rectangle = id && !(isArrow && name === "selection") ? sheet.rectangleOf(id) : null;
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
  let [x, y] = [26, -54];
  for (const box of comparison.removedBoxes) {
    const width = Math.max(120, box.label.length * 8.2 + 64);
    if (x > 26 && x + width > Math.max(sheet.size.width, 400)) [x, y] = [26, y - 54];
    const rectangle = { x, y, width, height: 40 };
    const chip = create("g", { class: "ghost", "data-ghost": box.id });
    chip.append(
      create("title", {}, `${box.id}: only in the other environment`),
      create("rect", { ...rectangle, rx: 6 }),
      create("text", { x: x + 38, y: y + 25 }, box.label),
      badge(x + 19, y + 20, "removed"),
    );
    found.push(chip);
    x += width + 14;
  }
  for (const arrow of comparison.removedArrows) {
    const ends = [arrow.source, arrow.target].map((end) => sheet.rectangleOf(end));
    const [one, other] = ends.map((end) => (end ? middle(end) : null));
    if (!one || !other) continue;
    found.unshift(create("path", { class: "ghost-arrow", d: `M${one.x} ${one.y}L${other.x} ${other.y}` }));
    found.push(badge((one.x + other.x) / 2, (one.y + other.y) / 2, "removed"));
  }
  return found;
}

/** Say what the marks mean to those who do not see them. */
function describe(sheet: Sheet, overlay: Overlay): void {
  for (const box of sheet.picture.boxes) {
    const group = sheet.groups.get(box.id)?.[0];
    if (!group) continue;
    const title = group.querySelector(":scope > title") ?? group.insertBefore(create("title", {}), group.firstChild);
    const marks = [overlay.comparison?.changes.get(box.id), overlay.health.get(box.id)].filter(Boolean);
    const words = [box.label, ...marks].join(", ");
    if (title.textContent !== words) title.textContent = words;
    group.setAttribute("aria-pressed", String(box.id === overlay.selected));
  }
}

function grown(rectangle: Rectangle, by: number): { x: number; y: number; width: number; height: number } {
  return {
    x: rectangle.x - by,
    y: rectangle.y - by,
    width: rectangle.width + 2 * by,
    height: rectangle.height + 2 * by,
  };
}
