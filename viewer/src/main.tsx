// Where the viewer begins: a page that stands alone, or one that a server keeps up to date.

import { render } from "preact";
import { App } from "./App";
import type { FindingData, Findings, Index } from "./document";
import { FORMAT } from "./document";
import { Architecture } from "./graph";
import { failureImpact } from "./impact";
import { partsOf, readBlock, readServer } from "./parts";
import type { Parts } from "./parts";
import "./style.css";

declare global {
  interface Window {
    /** For scripts: what the browser works out, as data. */
    lsparch?: { impact(environment: string, down: string[]): Promise<unknown> };
  }
}

const root = document.getElementById("viewer");
const live = document.documentElement.dataset["live"];
let parts: Parts;
let index: Index;

async function show(next: Parts): Promise<void> {
  const found = await next.index();
  if (found.format !== FORMAT) throw new Error(`the data have format ${found.format}, this viewer reads ${FORMAT}`);
  [parts, index] = [next, found];
  draw([]);
}

function draw(broken: FindingData[]): void {
  if (root) render(<App parts={parts} index={index} broken={broken} />, root);
}

/** Follow the server: another version is another set of parts, a fault is shown over the last good picture. */
function follow(address: string): void {
  const events = new EventSource(address);
  events.addEventListener("version", (event) => {
    show(partsOf(readServer(Number(event.data)))).catch(complain);
  });
  events.addEventListener("broken", (event) => {
    const { findings } = JSON.parse(event.data) as Findings;
    if (index) draw(findings);
    else complain(findings.map((one) => `${one.place}: ${one.code} ${one.message}`).join("\n"));
  });
}

function complain(error: unknown): void {
  if (root && !index) root.textContent = String(error);
}

window.lsparch = {
  impact: async (environment, down) => failureImpact(new Architecture(await parts.graph(environment)), down),
};
if (live) follow(live);
else show(partsOf(readBlock)).catch(complain);
