// Search over everything that has a name: ids, titles, ports, images, labels of boxes and views.

import type { Index } from "./document";
import type { Architecture } from "./graph";

export interface Hit {
  kind: "element" | "view";
  id: string;
  title: string;
  detail: string;
}

interface Entry extends Hit {
  words: string;
  /** The less, the sooner it is meant. */
  weight: number;
}

/** What is meant first by a name that several things have; all others come last. */
const MEANT = ["part", "component", "view", "external"];

export class SearchIndex {
  private known: Entry[] | undefined;

  constructor(private readonly index: Index, private readonly graph: Architecture) {}

  /** Made when something is first looked for. */
  private get entries(): Entry[] {
    this.known ??= this.made();
    return this.known;
  }

  private made(): Entry[] {
    const { index, graph } = this;
    const views = index.views.map(
      (view): Entry => ({
        kind: "view",
        id: view.id,
        title: view.title,
        detail: "view",
        words: `${view.id} ${view.title}`.toLowerCase(),
        weight: weightOf("view"),
      }),
    );
    return [...views, ...graph.graph.nodes.map((node) => entryOf(graph, node.id))];
  }

  /** Entries with every word, those that are or begin with the text first, then what is meant most often, then the shortest. */
  find(text: string, most = 12): Hit[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const query = words.join(" ");
    const rank = (entry: Entry): number => {
      const id = entry.id.toLowerCase();
      const title = entry.title.toLowerCase();
      if (id === query || title === query || id.endsWith(`/${query}`)) return 0;
      if (id.startsWith(query) || title.startsWith(query)) return 1;
      if (id.split(/[/.]/).some((part) => part.startsWith(query))) return 2;
      return id.includes(query) || title.includes(query) ? 3 : 4;
    };
    return this.entries
      .filter((entry) => words.every((word) => entry.words.includes(word)))
      .map((entry) => ({ entry, rank: rank(entry) }))
      .sort((one, other) => one.rank - other.rank || one.entry.weight - other.entry.weight || one.entry.id.length - other.entry.id.length)
      .slice(0, most)
      .map(({ entry }) => ({ kind: entry.kind, id: entry.id, title: entry.title, detail: entry.detail }));
  }
}

function entryOf(graph: Architecture, id: string): Entry {
  const node = graph.nodes.get(id);
  if (!node) throw new Error(id);
  const ports = node.values.filter((value) => /(^|\.)port$/.test(value.path)).map((value) => String(value.value));
  const facts = [node.kind, node.part, node.owner, node.image, ...ports];
  const images = graph.outgoingOf(id).filter((edge) => edge.kind === "runs").map((edge) => wordsOf(graph, edge.target));
  const detail = [node.kind.replace("-", " "), node.image, ports.length > 0 ? `port ${ports.join(", ")}` : ""];
  return {
    kind: "element",
    id,
    weight: weightOf(node.kind),
    title: node.title || id,
    detail: detail.filter(Boolean).join(" · "),
    words: [id, node.title, ...facts, ...images, node.kind === "image" ? wordsOf(graph, id) : ""].join(" ").toLowerCase(),
  };
}

function weightOf(kind: string): number {
  const at = MEANT.indexOf(kind);
  return at < 0 ? MEANT.length : at;
}

/** Id of an image, and the name of its repository. */
function wordsOf(graph: Architecture, image: string): string {
  const values = graph.nodes.get(image)?.values ?? [];
  const repository = values.find((value) => value.path === "repository")?.value;
  return `${image} ${repository ?? ""}`;
}
