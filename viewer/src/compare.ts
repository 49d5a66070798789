// How a picture differs from that of another environment: what came, what went, what changed.

import type { ArrowData, BoxData, DifferenceData, Drift, Picture } from "./document";
import type { Architecture } from "./graph";

export type Change = "added" | "removed" | "changed";

export interface Comparison {
  /** Boxes and arrows of the picture that is shown, by id. */
  changes: Map<string, Change>;
  /** Differences of each box, by id. */
  differences: Map<string, DifferenceData[]>;
  /** Boxes and arrows that only the other environment has. */
  removedBoxes: BoxData[];
  removedArrows: ArrowData[];
}

/** Compare a picture with the same view of the environment that drift was measured from; it may have none. */
export function comparePictures(
  shown: Picture,
  other: Picture | null,
  graph: Architecture,
  drift: Drift,
): Comparison {
  const changes = new Map<string, Change>();
  const differences = new Map<string, DifferenceData[]>();
  const theirs = new Set([...(other?.boxes ?? []), ...(other?.arrows ?? [])].map((one) => one.id));
  for (const box of shown.boxes) {
    const found = differencesOf(drift, new Set([box.id, ...graph.standsFor(box.id)]), graph);
    if (found.length > 0) differences.set(box.id, found);
    if (other && !theirs.has(box.id)) changes.set(box.id, "added");
    else if (found.length > 0) changes.set(box.id, "changed");
  }
  for (const arrow of shown.arrows) {
    if (other && !theirs.has(arrow.id)) changes.set(arrow.id, "added");
    else if (other?.arrows.some((one) => one.id === arrow.id && one.label !== arrow.label)) {
      changes.set(arrow.id, "changed");
    }
  }
  const ours = new Set([...shown.boxes, ...shown.arrows].map((one) => one.id));
  return {
    changes,
    differences,
    removedBoxes: (other?.boxes ?? []).filter((box) => !ours.has(box.id)),
    removedArrows: (other?.arrows ?? []).filter((arrow) => !ours.has(arrow.id)),
  };
}

function differencesOf(drift: Drift, elements: Set<string>, graph: Architecture): DifferenceData[] {
  return drift.differences.filter((one) => {
    if (elements.has(one.element)) return true;
    const node = graph.nodes.get(one.element);
    return node !== undefined && graph.nodes.get(node.part)?.kind === "part" && elements.has(node.part);
  });
}
