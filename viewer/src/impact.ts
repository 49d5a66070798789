// Failure impact by the rules of lsparch.graph.impact, line by line; a test compares the two for every element.

import type { EdgeData, NodeData } from "./document";
import type { Architecture } from "./graph";

export interface Effect {
  element: string;
  reason: string;
  chain: string[];
}

export interface Impact {
  down: string[];
  stops: Effect[];
  degrades: Effect[];
}

export type Verdict = "down" | "stops" | "degrades" | "works";

const STOPS = new Set([
  "authenticates", "balances", "connects", "mounts", "placed-on", "realised-by", "routes", "served-by", "spawned-by",
]);
const LESSER: Record<string, (source: string, target: string) => string> = {
  "built-on": (source) => `${source} cannot be built anew`,
  "pulled-from": (source) => `pods of ${source} cannot be pulled anew`,
  reads: (_, target) => `queries that read ${target} fail`,
  runs: (source) => `new pods of ${source} cannot start`,
  "ships-logs": (source) => `logs of ${source} are not collected`,
};
const BY_LOSS: ReadonlySet<string> = new Set([...STOPS, ...Object.keys(LESSER)]);
const BY_WORSE: ReadonlySet<string> = new Set(["connects", "routes", "spawned-by"]);
const BY_BUILD: ReadonlySet<string> = new Set(["built-on"]);
const BY_IMAGE: ReadonlySet<string> = new Set(["runs"]);
const PASSED = new Map<string, ReadonlySet<string> | null>([
  ["built-on", BY_BUILD],
  ["pulled-from", BY_IMAGE],
  ["runs", null],
  ["ships-logs", null],
]);

/** What stops and what degrades when some elements are down; elements that the graph lacks are left out. */
export function failureImpact(graph: Architecture, down: Iterable<string>): Impact {
  const first = expand(graph, down);
  const chains = new Map<string, string[]>(first.map((id) => [id, [id]]));
  const stops = new Map<string, Effect>();
  const queue = [...first];
  for (let lost = queue.shift(); lost !== undefined; lost = queue.shift()) {
    for (const edge of graph.incomingOf(lost)) {
      if (chains.has(edge.source) || !counts(edge) || !STOPS.has(edge.kind) || edge.optional) continue;
      const chain = [...(chains.get(lost) ?? []), edge.source];
      chains.set(edge.source, chain);
      stops.set(edge.source, { element: edge.source, reason: reason(edge), chain });
      queue.push(edge.source);
    }
  }
  const degrades = degraded(graph, chains);
  return { down: [...first].sort(byCodePoint), stops: sorted(stops), degrades: sorted(degrades) };
}

/** What becomes of a part; it stops when nothing that it offers works. */
export function verdictOf(graph: Architecture, impact: Impact, part: string): Verdict {
  if (impact.down.includes(part)) return "down";
  const stopped = new Set([...impact.down, ...impact.stops.map((effect) => effect.element)]);
  const touched = new Set([...stopped, ...impact.degrades.map((effect) => effect.element)]);
  const members = membersOf(graph, part);
  const offered = offeredBy(graph, part, members);
  if (offered.length > 0 && offered.every((id) => stopped.has(id))) return "stops";
  return [...offered, ...members].some((id) => touched.has(id)) ? "degrades" : "works";
}

/** What a part is there for: its routes, else members that other parts need, else those that nothing needs. */
function offeredBy(graph: Architecture, part: string, members: string[]): string[] {
  const routes = graph.graph.nodes
    .filter((node) => node.kind === "route" && node.part === part)
    .filter((route) => graph.outgoingOf(route.id).some((edge) => edge.kind === "routes" && counts(edge)));
  if (routes.length > 0) return routes.map((route) => route.id);
  const needing = (member: string): EdgeData[] =>
    graph.incomingOf(member).filter((edge) => BY_LOSS.has(edge.kind) && counts(edge));
  const outside = members.filter((one) => needing(one).some((edge) => graph.nodes.get(edge.source)?.part !== part));
  if (outside.length > 0) return outside;
  const first = members.filter((one) => needing(one).length === 0);
  return first.length > 0 ? first : members;
}

function membersOf(graph: Architecture, part: string): string[] {
  return graph.graph.nodes
    .filter((node) => node.part === part && ["component", "volume"].includes(node.kind) && node.state !== "planned")
    .map((node) => node.id);
}

function degraded(graph: Architecture, chains: Map<string, string[]>): Map<string, Effect> {
  const found = new Map<string, Effect>();
  const queue: [string, string[], ReadonlySet<string>][] = [...chains].map(([id, chain]) => [id, chain, BY_LOSS]);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [worse, chain, kinds] = next;
    const hosts = kinds === BY_LOSS || kinds === BY_WORSE
      ? graph.outgoingOf(worse).filter((edge) => edge.kind === "realised-by")
      : [];
    const suffering: [EdgeData, string][] = [
      ...graph.incomingOf(worse).filter((edge) => kinds.has(edge.kind) && counts(edge)).map(
        (edge): [EdgeData, string] => [edge, edge.source],
      ),
      ...hosts.map((edge): [EdgeData, string] => [edge, edge.target]),
    ];
    for (const [edge, element] of suffering) {
      if (chains.has(element) || found.has(element)) continue;
      const effect = { element, reason: lesser(edge, element, kinds === BY_LOSS), chain: [...chain, element] };
      found.set(element, effect);
      const passed = PASSED.get(edge.kind);
      const onward = passed === undefined ? BY_WORSE : passed;
      if (onward !== null) queue.push([element, effect.chain, onward]);
    }
  }
  return found;
}

function expand(graph: Architecture, down: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const id of down) {
    const node = graph.nodes.get(id);
    if (!node) continue;
    found.add(id);
    if (node.kind === "part") {
      for (const other of graph.graph.nodes) {
        const member = ["component", "route", "volume", "balancer"].includes(other.kind) && other.part === id;
        if (member) found.add(other.id);
      }
    }
    if (node.kind === "dataset") {
      for (const edge of graph.outgoingOf(id)) if (edge.kind === "holds") found.add(edge.target);
    }
    if (["cluster", "environment"].includes(node.kind) && graph.graph.environment) {
      for (const other of runningIn(graph, node)) found.add(other);
    }
  }
  return [...found];
}

/** All that runs in the one cluster of an environment, or in the environment itself; a part is down when all of it is. */
function runningIn(graph: Architecture, place: NodeData): string[] {
  const elsewhere = place.kind === "cluster" ? ["planned", "hosted"] : ["planned"];
  const served = new Set(graph.graph.edges.filter((edge) => edge.kind === "served-by").map((edge) => edge.source));
  const kinds = ["balancer", "component", "node-pool", "route", "volume"];
  const found = graph.graph.nodes.filter(
    (node) => kinds.includes(node.kind) && !elsewhere.includes(node.state) && !served.has(node.id),
  );
  const components = graph.graph.nodes.filter((node) => node.kind === "component" && node.state !== "planned");
  const whole = [...new Set(components.map((node) => node.part))].filter(
    (part) => graph.nodes.has(part) && !components.some((node) => node.part === part && elsewhere.includes(node.state)),
  );
  return [...found.map((node) => node.id), ...whole.sort(byCodePoint)];
}

function counts(edge: EdgeData): boolean {
  return edge.status !== "planned" && edge.status !== "open";
}

function reason(edge: EdgeData): string {
  return `${edge.kind} ${edge.target}${edge.purpose ? ` (${edge.purpose})` : ""}`;
}

function lesser(edge: EdgeData, element: string, lost: boolean): string {
  const words = LESSER[edge.kind];
  if (words) return words(element, edge.target);
  if (edge.kind === "realised-by") return `${edge.source}, which runs in it, does not work`;
  if (lost && edge.degrades) return edge.degrades;
  return lost ? reason(edge) : `${reason(edge)}, which degrades`;
}

function sorted(effects: Map<string, Effect>): Effect[] {
  return [...effects.values()].sort((one, other) => byCodePoint(one.element, other.element));
}

/** Ids are compared as Python does: by code point. */
function byCodePoint(one: string, other: string): number {
  const left = [...one];
  const right = [...other];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const by = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (by !== 0) return by;
  }
  return left.length - right.length;
}
