// The graph of an environment, indexed.

import type { EdgeData, Graph, NodeData } from "./document";

export class Architecture {
  readonly nodes = new Map<string, NodeData>();
  private readonly incoming = new Map<string, EdgeData[]>();
  private readonly outgoing = new Map<string, EdgeData[]>();
  private ofPart: Map<string, string[]> | undefined;

  /** What is on the page to which a box leads, by the id of the box. */
  pages: ReadonlyMap<string, string[]> = new Map();

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

  /** The element itself, or what a box without an element of its own stands for: a page, or the members of its part. */
  standsFor(box: string): string[] {
    if (this.nodes.has(box)) return [box];
    const page = this.pages.get(box);
    if (page) return page.flatMap((id) => this.standsFor(id));
    const part = this.breaking(box);
    return part ? this.members(part) : [];
  }

  members(part: string): string[] {
    if (!this.ofPart) {
      this.ofPart = new Map();
      for (const node of this.graph.nodes) if (node.part !== node.id) into(this.ofPart, node.part, node.id);
    }
    return this.ofPart.get(part) ?? [];
  }
}

function into<Value>(index: Map<string, Value[]>, key: string, value: Value): void {
  const found = index.get(key);
  if (found) found.push(value);
  else index.set(key, [value]);
}
