// Dots where arrows meet, and labels that they share: they look as their arrows do.

import type { Unit } from "./units";

/** States that a dot or label has with any of its arrows. */
const BROUGHT_OUT: ReadonlySet<string> = new Set(["near", "selected"]);

/** The arrows to which each dot belongs at which they meet, and the label that they share. */
export function netsOf(units: readonly Unit[]): Map<Unit, readonly string[]> {
  const found = new Map<Unit, readonly string[]>();
  const nets = new Map<string, readonly string[]>();
  for (const unit of units) {
    if (unit.kind !== "join") continue;
    const arrows = unit.element.split("\n");
    found.set(unit, arrows);
    for (const arrow of arrows) nets.set(arrow, arrows);
  }
  for (const unit of units) {
    const arrows = unit.kind === "label" ? nets.get(unit.element) : undefined;
    if (arrows) found.set(unit, arrows);
  }
  return found;
}

/** The states of a dot or label: it is brought out with any of its arrows, and in any other state when all of them are. */
export function joined(arrows: readonly string[], states: ReadonlyMap<string, string>): string {
  const found = arrows.map((arrow) => (states.get(arrow) ?? "").split(" ").filter(Boolean));
  const any = [...new Set(found.flat())];
  return any.filter((state) => BROUGHT_OUT.has(state) || found.every((one) => one.includes(state))).join(" ");
}
