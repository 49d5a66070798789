// A small platform: a front that needs a database, and can do without a cache.

import type { EdgeData, Graph, NodeData, Picture } from "../src/document";

export function node(id: string, more: Partial<NodeData> = {}): NodeData {
  return {
    id, kind: "component", title: "", part: id.split("/")[0] ?? "", owner: "", status: "known", state: "deployed",
    place: "", image: "", note: "", source: "", assumed: [], values: [], objects: [], ...more,
  };
}

export function edge(source: string, target: string, more: Partial<EdgeData> = {}): EdgeData {
  return {
    kind: "connects", source, target, detail: "", protocol: "http", port: 80, optional: false, purpose: "",
    degrades: "", auth: "", status: "known", place: "", ...more,
  };
}

export const GRAPH: Graph = {
  environment: "lab",
  nodes: [
    node("web", { kind: "part", part: "", title: "Web", owner: "red" }),
    node("web/front", { title: "Front page", owner: "red", image: "front",
      values: [{ path: "endpoints.http.port", value: 8080, layer: "written", place: "a.yaml:1:1" }] }),
    node("web/cache", { owner: "red" }),
    node("store", { kind: "part", part: "", title: "Store", owner: "blue" }),
    node("store/db", { title: "Database", owner: "blue" }),
    node("image/front", { kind: "image", part: "",
      values: [{ path: "repository", value: "shop/front-page", layer: "written", place: "" }] }),
  ],
  edges: [
    edge("web/front", "image/front", { kind: "runs", protocol: "", port: null }),
    edge("web/front", "store/db", { protocol: "mysql", port: 3306, purpose: "orders" }),
    edge("web/front", "web/cache", { optional: true, degrades: "pages are slower" }),
  ],
};

export const PICTURE: Picture = {
  view: "all",
  environment: "lab",
  drawing: { title: "", description: "", size: [0, 0], ground: 0, inks: [], paints: [], letters: [], marks: [] },
  frames: [
    { id: "web", label: "Web", symbol: "aspect", group: "" },
    { id: "store", label: "Store", symbol: "service", group: "" },
  ],
  boxes: [
    { id: "web/front", label: "front", symbol: "deployment", group: "web", status: "known", details: [], link: "" },
    { id: "web/cache", label: "cache", symbol: "deployment", group: "web", status: "known", details: [], link: "" },
    { id: "store/db", label: "db", symbol: "database", group: "store", status: "known", details: [], link: "" },
  ],
  arrows: [
    { id: "f-d", source: "web/front", target: "store/db", style: "database", label: "mysql 3306", description: "",
      status: "known", optional: false },
    { id: "f-c", source: "web/front", target: "web/cache", style: "http", label: "http 80", description: "",
      status: "known", optional: true },
  ],
};
