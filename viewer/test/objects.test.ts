import { expect, test } from "vitest";
import type { EnvironmentData } from "../src/document";
import { withoutObjects } from "../src/objects";
import { node } from "./small";

const LAB: EnvironmentData = { id: "lab", title: "Lab", kind: "sandbox", owner: "", cluster: "", domain: "" };
const FILES: EnvironmentData = { ...LAB, id: "out", kind: "manifests" };

test("an element without objects says why", () => {
  expect(withoutObjects(node("web/front", { state: "planned" }), LAB)).toMatch(/planned/);
  expect(withoutObjects(node("web/front"), LAB)).toMatch(/None of its own/);
  expect(withoutObjects(node("web/front"), undefined)).toMatch(/whole model/);
  expect(withoutObjects(node("dns", { kind: "external" }), LAB)).toMatch(/outside/);
  expect(withoutObjects(node("secret/a/b", { kind: "secret" }), FILES)).toMatch(/others? /);
  expect(withoutObjects(node("secret/a/b", { kind: "secret" }), { ...FILES, kind: "cluster" })).toMatch(/not read/);
});

test("nobody expects objects of an image", () => {
  expect(withoutObjects(node("image/front", { kind: "image" }), LAB)).toBe("");
});
