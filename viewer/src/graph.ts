// The graph of an environment, indexed.

import type { EdgeData, Graph, NodeData } from "./document";

export class Architecture {
  readonly nodes = new Map<string, NodeData>();
  private readonly incoming = new Map<string, EdgeData[]>();
  private readonly outgoing = new Map<string, EdgeData[]>();

  constructor(readonly graph: Graph) {
    for (const node of graph.nodes) this.nodes.set(node.id, node);
    for (const edge of graph.edges) {
      into(this.incoming, edge.target, edge);
      into(this.outgoing, edge.source, edge);
    }
  }

  /** Relations that end at an element, in the order of their ids. */
  incomingOf(id: string): EdgeData[] {
    return this.incoming.get(id) ?? [];
  }

  /** Relations that begin at an element, in the order of their ids. */
  outgoingOf(id: string): EdgeData[] {
    return this.outgoing.get(id) ?? [];
  }

  /** What fails when a box is clicked off: its element, or the part whose members it shows; empty for neither. */
  breaking(box: string): string {
    if (this.nodes.has(box)) return box;
    const part = box.split(/[/ ]/)[0] ?? "";
    return this.nodes.get(part)?.kind === "part" ? part : "";
  }

  /** The element itself, or what a box without an element of its own stands for: the members of its part. */
  standsFor(box: string): string[] {
    if (this.nodes.has(box)) return [box];
    const part = this.breaking(box);
    return part ? this.members(part) : [];
  }

  members(part: string): string[] {
    return this.graph.nodes.filter((node) => node.part === part && node.id !== part).map((node) => node.id);
  }
}

function into(index: Map<string, EdgeData[]>, key: string, edge: EdgeData): void {
  const found = index.get(key);
  if (found) found.push(edge);
  else index.set(key, [edge]);
}
