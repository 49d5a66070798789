import { expect, test } from "vitest";
import type { BoxData, FrameData } from "../src/document";
import { broken, lengthOf, placedNames, spellings } from "../src/names";
import type { Room } from "../src/names";

const box = (id: string, label: string): BoxData => ({ id, label, symbol: "", group: "", status: "known", details: [], link: "" });
const room = (x: number, y: number, width: number, height: number): Room => ({ area: { x, y, width, height }, start: x + 40 });
const BOXES = [box("a", "Load balancer"), box("b", "redis")];
const ROOMS = new Map([["a", room(100, 100, 180, 60)], ["b", room(400, 100, 96, 60)], ["f", room(50, 50, 600, 300)]]);
const FRAMES: FrameData[] = [{ id: "f", label: "Web API Aspect", symbol: "", group: "" }];

test.each([0.55, 0.4, 0.3])("every box has a name that is inside it and can be read, at scale %d", (scale) => {
  const found = placedNames(FRAMES, BOXES, ROOMS, scale, false);
  expect(found.map((name) => name.element).sort()).toEqual(["a", "b", "f"]);
  for (const { element, lines, x, y, size } of found.filter((name) => name.kind === "box")) {
    const { area } = ROOMS.get(element) ?? room(0, 0, 0, 0);
    const width = Math.max(...lines.map(lengthOf)) * size;
    expect(size * scale).toBeGreaterThanOrEqual(7);
    expect(x - width / 2).toBeGreaterThanOrEqual(area.x);
    expect(x + width / 2).toBeLessThanOrEqual(area.x + area.width);
    expect(y).toBeGreaterThan(area.y);
    expect(y).toBeLessThan(area.y + area.height);
  }
});

test("a name stands beside the sign of its box where it fits whole, and else has its room", () => {
  const [one, other] = placedNames([], [BOXES[0]!, box("b", "catalogue")], ROOMS, 0.5, true);
  expect(one).toMatchObject({ element: "a", lines: ["Load", "balancer"], alone: false, x: 140, anchor: "start" });
  expect(other).toMatchObject({ element: "b", lines: ["catalogue"], alone: true, x: 448, anchor: "middle" });
});

test("a box of a few pixels has no name", () => {
  expect(placedNames([], BOXES, ROOMS, 0.04, false)).toEqual([]);
});

test("names of frames are not over each other", () => {
  const frames = [...FRAMES, { id: "g", label: "Inside at the same place", symbol: "", group: "f" }];
  const rooms = new Map([...ROOMS, ["g", room(60, 54, 500, 200)]] as [string, Room][]);
  expect(placedNames(frames, [], rooms, 0.3, false).map((name) => name.element)).toEqual(["f"]);
});

test("a text is broken into lines that have room, or left out", () => {
  expect(broken("balancer", 10, 2)).toEqual(["balancer"]);
  expect(broken("balancer", 3, 2)).toEqual([]);
  expect(broken("Load balancer", 5, 2)).toEqual(["Load", "balancer"]);
  expect(broken("Load balancer", 20, 2)).toEqual(["Load balancer"]);
  expect(broken("Load balancer of users", 5, 2)).toEqual([]);
  expect(broken("identity/oauth2-proxy", 4.5, 3)).toEqual(["identity/", "oauth2-", "proxy"]);
  expect(broken("identity/oauth2-proxy", 12, 2)).toEqual(["identity/oauth2-proxy"]);
});

test("where there is little room, a name is left without what explains it, or where it belongs", () => {
  expect(spellings("Qserv, the catalogue database")).toEqual(["Qserv, the catalogue database", "Qserv"]);
  expect(spellings("Elasticsearch, Logstash, Kibana at NCSA")).toEqual(["Elasticsearch, Logstash, Kibana at NCSA"]);
  expect(spellings("identity/oauth2-proxy")).toEqual(["identity/oauth2-proxy", "oauth2-proxy"]);
  expect(spellings("User workspace (files)")).toEqual(["User workspace (files)", "User workspace"]);
});

test.each([0.55, 0.3, 0.2, 0.1])("no name is cut, at scale %d", (scale) => {
  const labels = ["identity/oauth2-proxy", "Next-to-database processing", "Qserv, the catalogue database", "repl-ctl"];
  const boxes = labels.map((label, at) => box(String(at), label));
  const rooms = new Map(labels.map((_, at) => [String(at), room(200 * at, 0, 150, 60)]));
  const found = placedNames([], boxes, rooms, scale, true);
  for (const { element, lines } of found) {
    expect(spellings(labels[Number(element)] ?? "").map((words) => words.replaceAll(" ", ""))).toContain(lines.join("").replaceAll(" ", ""));
  }
  expect(found.length).toBeGreaterThanOrEqual(scale > 0.25 ? 3 : 0);
});
