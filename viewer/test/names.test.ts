import { expect, test } from "vitest";
import type { BoxData, FrameData } from "../src/document";
import { broken, lengthOf, placedNames, shortened } from "../src/names";
import type { Room } from "../src/names";

const box = (id: string, label: string): BoxData => ({ id, label, symbol: "", group: "", status: "known", details: [], link: "" });
const room = (x: number, y: number, width: number, height: number): Room => ({ area: { x, y, width, height }, start: x + 40 });
const BOXES = [box("a", "Load balancer"), box("b", "redis")];
const ROOMS = new Map([["a", room(100, 100, 180, 60)], ["b", room(400, 100, 96, 60)], ["f", room(50, 50, 600, 300)]]);
const FRAMES: FrameData[] = [{ id: "f", label: "Web API Aspect", symbol: "", group: "" }];

test.each([0.55, 0.4, 0.3, 0.2, 0.12])("every box has a name that is inside it and can be read, at scale %d", (scale) => {
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

test("a text is shortened to its room, or left out where nothing would be told", () => {
  expect(shortened("balancer", 10, 2)).toBe("balancer");
  expect(shortened("balancer", 3, 2)).toMatch(/^ba.*…$/);
  expect(shortened("balancer", 0.5, 2)).toBe("");
  expect(broken("Load balancer", 5, 2)).toEqual(["Load", "balancer"]);
  expect(broken("Load balancer", 20, 2)).toEqual(["Load balancer"]);
  expect(broken("Load balancer of users", 5, 2)).toEqual(["Load", expect.stringMatching(/^balan.*…$/)]);
});
