// Dots where arrows meet: they look as their arrows do.

import type { Unit } from "./units";

/** States that a dot has with any of its arrows. */
const BROUGHT_OUT: ReadonlySet<string> = new Set(["near", "selected"]);

/** The arrows to which a dot belongs at which they meet. */
export function arrowsOf(unit: Unit): string[] {
  return unit.kind === "join" ? unit.element.split("\n") : [];
}

/** The states of a dot: it is brought out with any of its arrows, and in any other state when all of them are. */
export function joined(arrows: readonly string[], states: ReadonlyMap<string, string>): string {
  const found = arrows.map((arrow) => (states.get(arrow) ?? "").split(" ").filter(Boolean));
  const any = [...new Set(found.flat())];
  return any.filter((state) => BROUGHT_OUT.has(state) || found.every((one) => one.includes(state))).join(" ");
}
