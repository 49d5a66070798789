import { describe, expect, test } from "vitest";
import { aftermath } from "../src/aftermath";
import { comparePictures } from "../src/compare";
import { dimmed } from "../src/filter";
import { Architecture } from "../src/graph";
import { failureImpact, verdictOf } from "../src/impact";
import { NO_FILTERS } from "../src/route";
import { above, breakableOf, detailOf, findingsOf, healthOf, othersThan, pageOf, standIn, viewBelow } from "../src/scene";
import { SearchIndex } from "../src/search";
import type { Drift, Index } from "../src/document";
import { GRAPH, PICTURE, edge, node } from "./small";

const graph = new Architecture(GRAPH);
const INDEX: Index = {
  format: 1, title: "", version: "", environments: [], start: { view: "all", environment: "lab" }, styles: {}, symbols: {}, glyphs: {},
  views: [{ id: "all", title: "All of it", description: "", kind: "pod", details: [], environments: ["lab"], parent: "" }],
};

describe("impact", () => {
  test("what needs something stops with it, by the shortest chain", () => {
    const impact = failureImpact(graph, ["store/db"]);
    expect(impact.stops).toEqual([
      { element: "web/front", reason: "connects store/db (orders)", chain: ["store/db", "web/front"] },
    ]);
    expect(verdictOf(graph, impact, "web")).toBe("stops");
  });

  test("what can do without something degrades", () => {
    const impact = failureImpact(graph, ["web/cache"]);
    expect(impact.degrades.map((effect) => [effect.element, effect.reason])).toEqual([["web/front", "pages are slower"]]);
    expect(verdictOf(graph, impact, "store")).toBe("works");
  });

  test("planned relations do not count, circles end, unknown elements are left out", () => {
    const circle = new Architecture({
      environment: "", nodes: [node("a"), node("b"), node("c")],
      edges: [edge("a", "b"), edge("b", "a"), edge("c", "a", { status: "planned" })],
    });
    expect(failureImpact(circle, ["a", "nothing"]).stops.map((effect) => effect.element)).toEqual(["b"]);
  });

  test("boxes, frames and arrows show it", () => {
    const health = healthOf(PICTURE, graph, failureImpact(graph, ["store"]));
    expect(Object.fromEntries(health)).toEqual({
      "f-c": "stops", "f-d": "stops", store: "down", "store/db": "down", web: "stops", "web/front": "stops",
    });
  });
});

describe("a failure in plain words", () => {
  const cluster = (down: string): Architecture => new Architecture({
    ...GRAPH, nodes: [...GRAPH.nodes, node(down, { kind: down.split("/")[0] ?? "", part: "", title: "Main cluster, of ours" })],
  });

  test("parts are named with what becomes of them", () => {
    expect(aftermath(graph, failureImpact(graph, ["store"]), ["store"])).toEqual(["Web stops."]);
    const routed = new Architecture({
      ...GRAPH, nodes: [...GRAPH.nodes, node("web/route", { kind: "route" })],
      edges: [...GRAPH.edges, edge("web/route", "web/front", { kind: "routes" })],
    });
    const cache = ["web/cache"];
    expect(aftermath(routed, failureImpact(routed, cache), cache)).toEqual(["Web degrades.", "Store goes on as before."]);
    expect(aftermath(graph, failureImpact(graph, ["web"]), ["web"])).toEqual(["All others go on as before."]);
  });

  test("with a cluster or an environment goes all that runs there", () => {
    for (const id of ["cluster/main", "environment/lab"]) {
      const whole = cluster(id);
      const impact = failureImpact(whole, [id]);
      expect(impact.down).toEqual([id, "store", "store/db", "web", "web/cache", "web/front"].sort());
      expect(aftermath(whole, impact, [id])).toEqual(["With Main cluster go Web and Store.", "Nothing is left."]);
    }
  });

  test("a frame that is no element stands for what is drawn in it, an arrow for nothing", () => {
    const inner = { id: "any", label: "Any node", symbol: "pool", group: "web" };
    const boxes = PICTURE.boxes.map((box) => (box.group === "web" ? { ...box, group: "any" } : box));
    const picture = { ...PICTURE, boxes, frames: [...PICTURE.frames, inner] };
    expect(breakableOf(picture, graph, "any")).toEqual(["web/front", "web/cache"]);
    expect(breakableOf(picture, graph, "web")).toEqual(["web"]);
    expect(breakableOf(picture, graph, "f-d")).toEqual([]);
    expect(healthOf(picture, graph, failureImpact(graph, ["web/front", "web/cache"])).get("any")).toBe("stops");
  });
});

test("environments of the model are compared, and nothing else", () => {
  const one = { title: "", owner: "", cluster: "", domain: "" };
  const environments = [{ ...one, id: "a", kind: "sandbox" }, { ...one, id: "b", kind: "sandbox" }, { ...one, id: "c", kind: "manifests" }];
  expect(othersThan({ ...INDEX, environments }, "a")).toEqual(["b"]);
  expect(othersThan({ ...INDEX, environments }, "c")).toEqual([]);
});

describe("a box that leads to a page", () => {
  const paged = new Architecture(GRAPH);
  paged.pages = new Map([["page/to", ["store/db"]]]);
  const box = { id: "page/to", label: "Page 1", symbol: "page", group: "", status: "known", details: [], link: "page" };
  const overview = { ...PICTURE, frames: [], arrows: [], boxes: [box] };

  test("stands for what is on the page", () => {
    expect(paged.standsFor("page/to")).toEqual(["store/db"]);
    expect(standIn(overview, paged, "store/db")).toBe("page/to");
    expect(standIn(overview, paged, "web/cache")).toBe("");
  });

  test("is filtered, stops and differs with it", () => {
    expect([...dimmed(overview, paged, { ...NO_FILTERS, part: ["store"] })]).toEqual([]);
    expect([...dimmed(overview, paged, { ...NO_FILTERS, part: ["web"] })]).toEqual(["page/to"]);
    expect(healthOf(overview, paged, failureImpact(paged, ["store/db"])).get("page/to")).toBe("stops");
    expect(healthOf(overview, paged, failureImpact(paged, ["web/cache"])).size).toBe(0);
    const drift: Drift = { source: "a", target: "lab", summary: "", differences: [{ element: "store/db", message: "", verdict: "declared", place: "" }] };
    expect(comparePictures(overview, overview, paged, drift).changes.get("page/to")).toBe("changed");
  });
});

describe("filters", () => {
  test("nothing is dimmed without a filter", () => {
    expect(dimmed(PICTURE, graph, NO_FILTERS).size).toBe(0);
  });

  test("of a protocol, its arrows and what they join stay", () => {
    expect([...dimmed(PICTURE, graph, { ...NO_FILTERS, style: ["database"] })]).toEqual(["web/cache", "f-c"]);
  });

  test("of an owner, his boxes and what they touch stay", () => {
    expect([...dimmed(PICTURE, graph, { ...NO_FILTERS, owner: ["blue"] })]).toEqual(["web/cache", "f-c"]);
  });
});

describe("search", () => {
  const search = new SearchIndex(INDEX, graph);
  test.each([
    ["store/db", "store/db"], ["database", "store/db"], ["8080", "web/front"], ["shop/front-page", "web/front"],
    ["all of", "all"], ["FRONT", "web/front"],
  ])("%s finds %s", (text, id) => {
    expect(search.find(text).map((hit) => hit.id)).toContain(id);
  });

  test("of things with one name the component comes first", () => {
    expect(search.find("front").map((hit) => hit.id).slice(0, 2)).toEqual(["web/front", "image/front"]);
  });

  test("nothing finds nothing", () => {
    expect(search.find("  ")).toEqual([]);
    expect(search.find("zzz")).toEqual([]);
  });
});

test("pictures are compared by what is on them, elements by drift", () => {
  const other = { ...PICTURE, boxes: [...PICTURE.boxes.slice(0, 2), { ...PICTURE.boxes[2]!, id: "store/old" }], arrows: [] };
  const drift = { source: "x", target: "lab", summary: "", differences: [
    { element: "web/cache", message: "more", verdict: "scale", place: "" },
  ] };
  const found = comparePictures(PICTURE, other, graph, drift);
  expect(Object.fromEntries(found.changes)).toEqual({
    "web/cache": "changed", "store/db": "added", "f-d": "added", "f-c": "added",
  });
  expect(found.removedBoxes.map((box) => box.id)).toEqual(["store/old"]);
});

test("findings belong to an element, to what is in it, and to its environment", () => {
  const finding = { code: "X", severity: "error", message: "", help: "", place: "", environment: "" };
  const all = [
    { ...finding, element: "web/front" }, { ...finding, element: "web/front.http" }, { ...finding, element: "web/cache" },
    { ...finding, element: "web/front", environment: "other" }, { ...finding, element: "" },
  ];
  expect(findingsOf(all, graph, "web/front")).toHaveLength(2);
  expect(findingsOf(all, graph, "web")).toHaveLength(2);
});

test("one goes down level by level, and up again", () => {
  const view = (id: string, kind: string, details: string[] = []) => ({
    id, title: id, description: "", kind, details, environments: ["lab"], parent: "",
  });
  const index = { ...INDEX, views: [
    view("context", "context"), view("containers", "container", ["web"]), view("pods", "pod", ["web"]),
    view("all-pods", "pod"), view("platform", "platform"), view("story", "story"),
  ] };
  const up = (id: string) => above(index, index.views.find((one) => one.id === id)!, "lab")?.view.id;
  expect(detailOf(index, "platform", "lab", "web")?.id).toBe("pods");
  expect(detailOf(index, "pods", "lab", "web")?.id).toBe("containers");
  expect(detailOf(index, "containers", "lab", "web")).toBeUndefined();
  expect(detailOf(index, "platform", "lab", "store")).toBeUndefined();
  expect(viewBelow(index, "platform", "lab", graph, "web")?.id).toBe("pods");
  expect(viewBelow(index, "platform", "lab", graph, "web/ pods")?.id).toBe("pods");
  expect(viewBelow(index, "platform", "lab", graph, "store/ pods")).toBeUndefined();
  expect(["containers", "pods", "platform", "context", "story"].map(up)).toEqual([
    "pods", "platform", "context", undefined, undefined,
  ]);
});

test("what is on several pages is found on its page, and leads up to the overview", () => {
  const view = (id: string, parent: string, details: string[] = []) => ({
    id, title: id, description: "", kind: "exposure", details, environments: ["lab"], parent,
  });
  const index = { ...INDEX, views: [
    view("big", ""), view("big-overview-1", "big", []), view("big-page-1", "big-overview-1", ["a", "b"]),
    view("big-page-2", "big-overview-1", ["c"]), view("other", ""),
  ] };
  const page = (from: string, element: string) => pageOf(index, from, "lab", element)?.id;
  expect(page("big", "c")).toBe("big-page-2");
  expect(page("big-page-2", "a")).toBe("big-page-1");
  expect(page("big-page-1", "a")).toBeUndefined();
  expect(page("other", "a")).toBeUndefined();
  expect(page("big", "z")).toBeUndefined();
  expect(above(index, index.views[3]!, "lab")).toEqual({ view: index.views[1], element: "big-page-2/to" });
});
