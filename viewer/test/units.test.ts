import { expect, test } from "vitest";
import { isPlain } from "../src/brush";
import { joined, netsOf } from "../src/joins";
import { common, covers, nearestOf, nextTo, touches, unitsOf, widened } from "../src/units";
import { PICTURE } from "./small";
import type { Mark } from "../src/document";

const ROOM = { width: 1000, height: 500 };

/** Boxes of many sizes, none over another: the numbers are those of a generator with a fixed start. */
function scattered(count: number): { id: string; rectangle: { x: number; y: number; width: number; height: number } }[] {
  let state = 7;
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const columns = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, at) => ({
    id: String(at),
    rectangle: {
      x: (at % columns) * 440 + next(180), y: Math.floor(at / columns) * 260 + next(160),
      width: 60 + next(200), height: 30 + next(60),
    },
  }));
}

test("rectangles touch, cover, grow and overlap", () => {
  const one = { x: 0, y: 0, width: 10, height: 10 };
  expect(touches(one, { x: 10, y: 10, width: 1, height: 1 })).toBe(true);
  expect(touches(one, { x: 11, y: 0, width: 1, height: 1 })).toBe(false);
  expect(covers(widened(one, 0.5), { x: -5, y: -5, width: 20, height: 20 })).toBe(true);
  expect(covers(one, { x: -1, y: 0, width: 5, height: 5 })).toBe(false);
  expect(common(one, { x: 5, y: -5, width: 20, height: 10 })).toEqual({ x: 5, y: 0, width: 5, height: 5 });
});

test("a dot and a shared label are brought out with any of their arrows, and dimmed with all of them", () => {
  const line: Mark[] = [["p", 0, "M0 0H9"]];
  const marks: Mark[] = [
    ["g", "label", "a b c", "", "", [1, 2, 3, 4], line], ["g", "label", "x y z", "", "", [1, 2, 3, 4], line],
    ["g", "join", "a b c\nd e f", "", "", [1, 2, 3, 4], line],
  ];
  const arrows = ["a b c", "d e f"];
  const nets = [...netsOf(unitsOf({ ...PICTURE.drawing, marks }))].map(([unit, net]) => [unit.kind, net]);
  expect(nets).toEqual([["join", arrows], ["label", arrows]]);
  const states = (one: string, other: string): string => joined(arrows, new Map([["a b c", one], ["d e f", other]]));
  expect(states("dim", "")).toBe("");
  expect(states("dim stops", "dim")).toBe("dim");
  expect(states("", "near")).toBe("near");
  expect(states("dim", "selected dim")).toBe("dim selected");
});

test("a unit is a group, and a mark without one is everywhere", () => {
  const marks: Mark[] = [
    ["g", "box", "a", "A", "", [1, 2, 3, 4], [["r", 0, 1, 2, 3, 4, 0], ["t", 0, 1, 2, "a"]]],
    ["p", 0, "M0 0H9"],
  ];
  const [box, line] = unitsOf({ ...PICTURE.drawing, size: [90, 80], marks });
  expect(box).toMatchObject({ order: 0, kind: "box", element: "a", area: { x: 1, y: 2, width: 3, height: 4 }, weight: 4 });
  expect(line).toMatchObject({ order: 1, kind: "", element: "", area: { x: 0, y: 0, width: 90, height: 80 } });
});

test("from the nearest scale on, a window holds no more than it may", () => {
  const mark: Mark = ["g", "box", "", "", "", [0, 0, 0, 0], []];
  const units = scattered(2000).map(({ id, rectangle }, order) => ({
    order, mark, kind: "box", element: id, area: rectangle, weight: 10,
  }));
  const whole = { width: 19_800, height: 11_700 };
  const scale = nearestOf(units, whole, ROOM, 1000);
  const held = (x: number, y: number): number => {
    const window = { x, y, width: ROOM.width / scale, height: ROOM.height / scale };
    return 10 * units.filter((unit) => touches(unit.area, window)).length;
  };
  const all = Array.from({ length: 60 }, (_, at) => held((at % 10) * 1800, Math.floor(at / 10) * 1800));
  expect(all.reduce((sum, one) => sum + one, 0) / all.length).toBeLessThan(1000);
  expect(Math.max(...all)).toBeLessThan(1600);
  expect(nearestOf(units, whole, ROOM, 50_000)).toBe(0);
});

test.each([50, 400, 2000])("arrow keys come to each of %s boxes", (count) => {
  const boxes = scattered(count);
  const places = new Map(boxes.map(({ id, rectangle }) => [id, rectangle]));
  const been = new Set<string>([nextTo(null, boxes, 0, 0)]);
  for (const id of been) {
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      const found = nextTo(places.get(id) ?? null, boxes.filter((box) => box.id !== id), dx, dy);
      if (found) been.add(found);
    }
  }
  expect(been.size).toBe(count);
});

test("a line is plain unless it is made up of several strokes on one way", () => {
  const line: Mark = ["p", 0, "M0 0H9"];
  expect(isPlain([line, ["p", 1, "M9 0L5 5Z"]])).toBe(true);
  expect(isPlain([line, ["p", 1, "M0 0H9"], ["p", 1, "M9 0L5 5Z"]])).toBe(false);
});
