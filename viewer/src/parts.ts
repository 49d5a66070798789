// The parts of the data: blocks of the page, or answers of the server that shows it.

import type { Drift, Findings, Graph, Index, Manifests, Picture, Sources } from "./document";

export interface Parts {
  index(): Promise<Index>;
  picture(view: string, environment: string): Promise<Picture>;
  graph(environment: string): Promise<Graph>;
  manifests(environment: string): Promise<Manifests>;
  sources(): Promise<Sources>;
  findings(): Promise<Findings>;
  drift(source: string, target: string): Promise<Drift>;
}

export class PartError extends Error {}

export function partsOf(read: (name: string) => Promise<unknown>): Parts {
  const kept = new Map<string, Promise<unknown>>();
  const part = (name: string): Promise<unknown> => {
    let found = kept.get(name);
    if (!found) {
      found = read(name);
      kept.set(name, found);
      found.catch(() => kept.delete(name));
    }
    return found;
  };
  return {
    index: () => part("index") as Promise<Index>,
    picture: (view, environment) => part(`picture/${view}/${environment}`) as Promise<Picture>,
    graph: (environment) => part(`graph/${environment}`) as Promise<Graph>,
    manifests: (environment) => part(`manifests/${environment}`) as Promise<Manifests>,
    sources: () => part("sources") as Promise<Sources>,
    findings: () => part("findings") as Promise<Findings>,
    drift: (source, target) => part(`drift/${source}/${target}`) as Promise<Drift>,
  };
}

/** Parts that stand in the page. */
export async function readBlock(name: string): Promise<unknown> {
  const found = document.querySelector(`script[data-part="${CSS.escape(name)}"]`);
  if (!found) throw new PartError(`this page holds no ${name}`);
  return JSON.parse(found.textContent ?? "");
}

/** Parts that a server makes; `version` tells its answers apart. */
export function readServer(version: number): (name: string) => Promise<unknown> {
  return async (name) => {
    const path = name.split("/").map(encodeURIComponent).join("/");
    const answer = await fetch(`part/${path}?version=${version}`);
    const text = await answer.text();
    if (!answer.ok) throw new PartError(text);
    return JSON.parse(text);
  };
}
