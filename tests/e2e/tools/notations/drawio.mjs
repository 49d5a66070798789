// Read draw.io files with maxGraph, the successor of the library that draw.io is made of, and print the cells of each page.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
for (const name of ["document", "DOMParser", "Element", "HTMLElement", "Node", "SVGElement", "XMLSerializer"]) {
  globalThis[name] = window[name];
}
globalThis.window = window;
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
const { GraphDataModel, ModelXmlSerializer } = await import("@maxgraph/core");

const told = (cell) => ({
  id: cell.id,
  edge: cell.isEdge(),
  parent: cell.parent?.id ?? null,
  source: cell.source?.id ?? null,
  target: cell.target?.id ?? null,
  points: cell.isEdge() ? (cell.geometry?.points ?? []).length : null,
  value: cell.value,
});
const page = (diagram) => {
  const model = new GraphDataModel();
  new ModelXmlSerializer(model).import(diagram.querySelector("mxGraphModel").outerHTML);
  return Object.values(model.cells).map(told);
};
const parser = new window.DOMParser();
const pages = (file) => [...parser.parseFromString(readFileSync(file, "utf-8"), "text/xml").querySelectorAll("diagram")];
console.log(JSON.stringify(process.argv.slice(1).map((file) => pages(file).map(page))));
