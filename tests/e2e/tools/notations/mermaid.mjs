// Read Mermaid files with Mermaid's own parsers, and print what they found in each as a list of JSON.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
const CSS = { supports: () => true };
Object.assign(globalThis, { window, document: window.document, Option: window.Option, CSS });
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

const frames = (db) => new Set(db.getSubGraphs().map(({ id }) => id)); // what is styled is a vertex, too
const flowchart = (db) => ({
  boxes: [...db.getVertices().values()].filter(({ id }) => !frames(db).has(id)).map(({ id, text }) => ({ id, text })),
  frames: db.getSubGraphs().map(({ id, title, nodes }) => ({ id, text: title, nodes })),
  arrows: db.getEdges().map(({ start, end, text, stroke }) => ({ start, end, text, stroke })),
});
const sequence = (db) => ({
  boxes: [...db.getActors().values()].map(({ name, description }) => ({ id: name, text: description })),
  frames: db.getBoxes().map(({ name, actorKeys }) => ({ text: name, nodes: actorKeys })),
  arrows: db.getMessages().filter(({ from }) => from).map(({ from, to, message }) => ({ start: from, end: to, text: message })),
});

const found = [];
for (const file of process.argv.slice(1)) {
  const text = readFileSync(file, "utf-8");
  const { diagramType } = await mermaid.parse(text); // throws, if it is no diagram
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  found.push({ type: diagramType, ...(diagramType === "sequence" ? sequence(db) : flowchart(db)) });
}
console.log(JSON.stringify(found));
