// What a failure does, in plain words.

import type { Architecture } from "./graph";
import type { Impact, Verdict } from "./impact";
import { verdictOf } from "./impact";
import type { NodeData } from "./document";

/** Aspects and Services of which something runs. */
export function partsOf(graph: Architecture): NodeData[] {
  const runs = (id: string): boolean => {
    const node = graph.nodes.get(id);
    return node?.kind === "component" && node.state !== "planned";
  };
  return graph.graph.nodes.filter((node) => node.kind === "part" && graph.members(node.id).some(runs));
}

/** What becomes of the others when some elements are clicked off, sentence by sentence. */
export function aftermath(graph: Architecture, impact: Impact, down: readonly string[]): string[] {
  const verdicts = new Map(partsOf(graph).map((part) => [part.id, verdictOf(graph, impact, part.id)]));
  const named = (verdict: Verdict): string[] =>
    [...verdicts].filter(([id, one]) => one === verdict && !down.includes(id)).map(([id]) => nameOf(graph, id));
  const [off, stop, degrade, work] = (["down", "stops", "degrades", "works"] as const).map(named) as [string[], string[], string[], string[]];
  const found: string[] = [];
  if (off.length > 0) found.push(`With ${listed(down.map((id) => nameOf(graph, id)))} ${off.length > 1 ? "go" : "goes"} ${listed(off)}.`);
  if (stop.length > 0) found.push(`${listed(stop)} ${stop.length > 1 ? "stop" : "stops"}.`);
  if (degrade.length > 0) found.push(`${listed(degrade)} ${degrade.length > 1 ? "degrade" : "degrades"}.`);
  if (stop.length + degrade.length === 0 && work.length > 0) found.push("All others go on as before.");
  else if (work.length > 0) found.push(`${listed(work)} ${work.length > 1 ? "go" : "goes"} on as before.`);
  else if (stop.length + degrade.length === 0) found.push("Nothing is left.");
  return found;
}

/** The name of an element: its title without what explains it. */
export function nameOf(graph: Architecture, id: string): string {
  return graph.nodes.get(id)?.title.split(/[,;:(]/)[0]?.trim() || id;
}

function listed(names: readonly string[]): string {
  if (names.length > MOST) return `${names.slice(0, MOST - 1).join(", ")} and ${names.length - MOST + 1} others`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.slice(-1)[0]}` : (names[0] ?? "");
}

/** Names in a sentence at most. */
const MOST = 6;
