import { expect, test } from "vitest";
import type { GroupMark } from "../src/document";
import { Lines, piecesOf } from "../src/hits";
import type { Unit } from "../src/units";

function arrow(element: string, way: string, area: [number, number, number, number]): Unit {
  const mark: GroupMark = ["g", "arrow", element, "", "", area, [["p", 0, way], ["p", 1, "M0 0L9 9Z"]]];
  const [x, y, width, height] = area;
  return { order: 0, mark, kind: "arrow", element, area: { x, y, width, height }, weight: 3 };
}

test("a way is its straight pieces, bends from end to end", () => {
  expect(piecesOf("M0 0H10V20")).toEqual([0, 0, 10, 0, 10, 0, 10, 20]);
  expect(piecesOf("M1 2L3 4 5 6")).toEqual([1, 2, 3, 4, 3, 4, 5, 6]);
  expect(piecesOf("M0 0H8A2 2 0 0 1 10 2V9")).toEqual([0, 0, 8, 0, 8, 0, 10, 2, 10, 2, 10, 9]);
  expect(piecesOf("M0 0C1 1 2 2 3 3Z")).toEqual([0, 0, 3, 3, 3, 3, 0, 0]);
  expect(piecesOf("M0 0H5M7 7H9")).toEqual([0, 0, 5, 0, 7, 7, 9, 7]);
});

test("the nearest line within reach is hit, and none beyond", () => {
  const lines = new Lines([arrow("one", "M0 0H100", [0, 0, 100, 0]), arrow("other", "M0 10H50V60", [0, 10, 50, 50])]);
  expect(lines.near({ x: 40, y: 3 }, 6)).toBe("one");
  expect(lines.near({ x: 40, y: 7 }, 6)).toBe("other");
  expect(lines.near({ x: 80, y: 7 }, 6)).toBe("");
  expect(lines.near({ x: 80, y: 7 }, 8)).toBe("one");
  expect(lines.near({ x: 30, y: 40 }, 6)).toBe(""); // inside its extent, but far from the line
});
