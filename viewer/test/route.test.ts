import { expect, test } from "vitest";
import { NO_FILTERS, readRoute, writeRoute } from "../src/route";

test("a route comes back from its address", () => {
  const route = {
    view: "api pods/1",
    environment: "lab?",
    element: "a/b connects c/d#http & more",
    filters: { part: ["web", "&=#"], owner: [], style: ["http"] },
    compare: "other",
    down: ["x/y", "z"],
  };
  expect(readRoute(writeRoute(route))).toEqual(route);
});

test.each(["", "#", "#/", "#/%E0%A4%A", "#?x=%", "#/a/b/c?element"])("any address can be read: %s", (hash) => {
  const route = readRoute(hash);
  expect(route.filters).toEqual(NO_FILTERS);
  expect(route.down).toEqual([]);
});
