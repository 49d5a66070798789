import { expect, test } from "vitest";
import { between, fitted, onScreen, placedOver, revealing, zoomedAt } from "../src/viewport";

const ROOM = { width: 1000, height: 500 };

test("a fitted rectangle is in the middle of the room, and inside it", () => {
  const rectangle = { x: 100, y: 50, width: 4000, height: 1000 };
  const screen = onScreen(fitted(rectangle, ROOM), rectangle);
  expect(screen.x + screen.width / 2).toBeCloseTo(500);
  expect(screen.y + screen.height / 2).toBeCloseTo(250);
  expect(screen.width).toBeCloseTo(952);
});

test("zooming keeps the point under the mouse", () => {
  const from = { x: 10, y: 20, scale: 0.5 };
  const to = zoomedAt(from, 1.7, 300, 200);
  expect((300 - to.x) / to.scale).toBeCloseTo((300 - from.x) / from.scale);
  expect((200 - to.y) / to.scale).toBeCloseTo((200 - from.y) / from.scale);
});

test.each([1e9, 1e-9])("zoom has an end: %s", (factor) => {
  const { scale } = zoomedAt({ x: 0, y: 0, scale: 1 }, factor, 0, 0);
  expect(scale).toBeGreaterThan(0.01);
  expect(scale).toBeLessThan(10);
});

test("what is in sight stays where it is, what is not comes in", () => {
  const from = { x: 0, y: 0, scale: 1 };
  expect(revealing(from, { x: 100, y: 100, width: 50, height: 50 }, ROOM)).toEqual(from);
  expect(revealing(from, { x: 2000, y: 100, width: 50, height: 50 }, ROOM)).toEqual({ x: -1098, y: 0, scale: 1 });
});

test("a picture placed over a part of the screen is inside it", () => {
  const screen = { x: 200, y: 100, width: 100, height: 100 };
  const placed = onScreen(placedOver({ x: 0, y: 0, width: 400, height: 200 }, screen), { x: 0, y: 0, width: 400, height: 200 });
  expect(placed).toEqual({ x: 200, y: 125, width: 100, height: 50 });
});

test("a flight begins and ends where it should", () => {
  const [from, to] = [{ x: 0, y: 0, scale: 0.1 }, { x: -500, y: 80, scale: 2 }];
  expect(between(from, to, 0)).toEqual(from);
  const end = between(from, to, 1);
  expect([end.x, end.y, end.scale].map((one) => Math.round(one * 1e6) / 1e6)).toEqual([-500, 80, 2]);
});
