// Which boxes, frames and arrows of a picture fit the filters; the others are dimmed.

import type { Picture } from "./document";
import type { Architecture } from "./graph";
import type { Filters } from "./route";

export function isFiltered(filters: Filters): boolean {
  return filters.part.length + filters.owner.length + filters.style.length > 0;
}

/** Ids of what does not fit. Of a chosen protocol, its arrows and what they join stay. */
export function dimmed(picture: Picture, graph: Architecture, filters: Filters): Set<string> {
  if (!isFiltered(filters)) return new Set();
  const own = new Set(picture.boxes.filter((box) => fits(graph, filters, box.id, box.group)).map((box) => box.id));
  const byPlace = filters.part.length + filters.owner.length > 0;
  const arrows = picture.arrows.filter((arrow) => {
    const touches = !byPlace || own.has(arrow.source) || own.has(arrow.target);
    return touches && (filters.style.length === 0 || filters.style.includes(arrow.style));
  });
  const joined = new Set(arrows.flatMap((arrow) => [arrow.source, arrow.target]));
  const kept = new Set(arrows.map((arrow) => arrow.id));
  for (const box of picture.boxes) {
    const wanted = filters.style.length === 0 ? own.has(box.id) || joined.has(box.id) : joined.has(box.id);
    if (wanted) kept.add(box.id);
  }
  const parents = new Map(picture.frames.map((frame) => [frame.id, frame.group]));
  for (const box of picture.boxes) {
    if (!kept.has(box.id)) continue;
    for (let frame = box.group; frame && !kept.has(frame); frame = parents.get(frame) ?? "") kept.add(frame);
  }
  for (const id of joined) if (parents.has(id)) kept.add(id);
  const all = [...picture.boxes, ...picture.frames, ...picture.arrows].map((one) => one.id);
  return new Set(all.filter((id) => !kept.has(id)));
}

function fits(graph: Architecture, filters: Filters, box: string, group: string): boolean {
  const nodes = graph.standsFor(box).flatMap((id) => graph.nodes.get(id) ?? []);
  const parts = nodes.length > 0 ? nodes.map((node) => node.part || node.id) : [group];
  const owners = nodes.map((node) => node.owner);
  return (
    (filters.part.length === 0 || parts.some((part) => filters.part.includes(part))) &&
    (filters.owner.length === 0 || owners.some((owner) => filters.owner.includes(owner)))
  );
}
