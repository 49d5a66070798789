// Everything that is shown for a route: the picture, its graph, and what the route asks of them.

import { comparePictures } from "./compare";
import type { Comparison } from "./compare";
import type { Drift, FindingData, Index, NodeData, Picture, ViewData } from "./document";
import { dimmed } from "./filter";
import { Architecture } from "./graph";
import { failureImpact, verdictOf } from "./impact";
import type { Impact, Verdict } from "./impact";
import type { Health } from "./marks";
import type { Parts } from "./parts";
import type { Route } from "./route";

export interface Loaded {
  view: ViewData;
  picture: Picture;
  graph: Architecture;
  /** The same view of the environment with which it is compared, if it has one there. */
  other: Picture | null;
  drift: Drift | null;
}

export interface Scene extends Loaded {
  comparison: Comparison | null;
  impact: Impact | null;
  health: Map<string, Health>;
  dimmed: Set<string>;
}

/** The route with everything that it names in vain put right. */
export function mended(index: Index, route: Route): Route {
  const names = index.environments.map((one) => one.id);
  const environment = names.includes(route.environment) ? route.environment : index.start.environment;
  const compare = othersThan(index, environment).includes(route.compare) ? route.compare : "";
  const wanted = index.views.find((view) => view.id === route.view);
  const start = index.views.find((view) => view.id === index.start.view);
  const view = [wanted, start, ...index.views].find((one) => one && isDrawn(one, environment));
  return { ...route, view: view?.id ?? index.start.view, environment, compare };
}

/** Environments with which one can be compared: those of the model, among themselves. */
export function othersThan(index: Index, environment: string): string[] {
  const known = index.environments.filter((one) => !["cluster", "manifests"].includes(one.kind)).map((one) => one.id);
  return known.includes(environment) ? known.filter((one) => one !== environment) : [];
}

export function isDrawn(view: ViewData, environment: string): boolean {
  return view.environments.includes(environment) || view.environments.includes("");
}

/** The environment of a view's picture: empty for a picture of the whole model. */
export function drawnIn(view: ViewData, environment: string): string {
  return view.environments.includes(environment) ? environment : "";
}

export async function load(parts: Parts, index: Index, route: Route): Promise<Loaded> {
  const view = index.views.find((one) => one.id === route.view);
  if (!view) throw new Error(`there is no view ${route.view}`);
  const environment = drawnIn(view, route.environment);
  const compared = route.compare !== "" && environment !== "";
  const [picture, graph, drift, other] = await Promise.all([
    parts.picture(view.id, environment),
    parts.graph(environment),
    compared ? parts.drift(route.compare, environment) : null,
    compared && view.environments.includes(route.compare) ? parts.picture(view.id, route.compare) : null,
  ]);
  const found = architecture(graph);
  found.pages = pagesOf(index, [picture, other]);
  return { view, picture, graph: found, drift, other };
}

/** What is on the pages to which boxes lead. */
function pagesOf(index: Index, pictures: (Picture | null)[]): Map<string, string[]> {
  const boxes = pictures.flatMap((one) => one?.boxes ?? []).filter((box) => box.link !== "");
  return new Map(boxes.map((box) => [box.id, index.views.find((view) => view.id === box.link)?.details ?? []]));
}

export function sceneOf(loaded: Loaded, route: Route): Scene {
  const { picture, graph, other, drift } = loaded;
  const impact = route.down.length > 0 ? failureImpact(graph, route.down) : null;
  return {
    ...loaded,
    comparison: drift ? comparePictures(picture, other, graph, drift) : null,
    impact,
    health: impact ? healthOf(picture, graph, impact) : new Map(),
    dimmed: dimmed(picture, graph, route.filters),
  };
}

/** How each box, frame and arrow is when some elements are down; what works is not in it. */
export function healthOf(picture: Picture, graph: Architecture, impact: Impact): Map<string, Health> {
  const effects = new Map<string, Health>();
  for (const effect of impact.degrades) effects.set(effect.element, "degrades");
  for (const effect of impact.stops) effects.set(effect.element, "stops");
  for (const id of impact.down) effects.set(id, "down");
  const found = new Map<string, Health>();
  for (const one of [...picture.boxes, ...picture.frames]) {
    const part = graph.breaking(one.id);
    const isPart = graph.nodes.get(part)?.kind === "part";
    const inside = part ? [] : breakableOf(picture, graph, one.id);
    const verdict = isPart ? verdictOf(graph, impact, part) : inside.length > 0 ? ofPage(inside, effects) : (effects.get(one.id) ?? "works");
    if (verdict !== "works") found.set(one.id, verdict);
  }
  for (const arrow of picture.arrows) {
    const lost = [arrow.source, arrow.target].some((end) => ["down", "stops"].includes(found.get(end) ?? ""));
    if (lost) found.set(arrow.id, "stops");
  }
  return found;
}

/** What is clicked off with a box or frame: its element; or all that is on the page it leads to, or drawn in it. */
export function breakableOf(picture: Picture, graph: Architecture, id: string): string[] {
  if (picture.arrows.some((arrow) => arrow.id === id)) return [];
  const own = graph.breaking(id);
  if (own) return [own];
  const drawn = [...picture.boxes, ...picture.frames].filter((one) => one.group === id && one.id !== id);
  const inside = [...(graph.pages.get(id) ?? []), ...drawn.map((one) => one.id)];
  return [...new Set(inside.flatMap((one) => breakableOf(picture, graph, one)))];
}

/** A page stops when all that is on it does, and degrades when anything does. */
function ofPage(ids: string[], effects: ReadonlyMap<string, Health>): Verdict {
  const found = ids.map((id) => effects.get(id) ?? "works");
  if (found.every((one) => one === "works")) return "works";
  return found.every((one) => one === "down" || one === "stops") ? "stops" : "degrades";
}

/** Levels, from the widest to the nearest. */
export const LEVELS = ["context", "platform", "pod", "container", "deployment"];

/** The view that shows an element one level nearer than this one, if any does. */
export function detailOf(index: Index, view: string, environment: string, element: string): ViewData | undefined {
  const here = levelOf(index.views.find((one) => one.id === view));
  return pageOf(index, view, environment, element) ?? index.views
    .filter((one) => one.id !== view && one.details.includes(element) && isDrawn(one, environment))
    .filter((one) => levelOf(one) > here)
    .sort((one, other) => levelOf(one) - levelOf(other))[0];
}

/** The view to go down to from a box or frame: the one of its element, or of the part whose members it shows. */
export function viewBelow(index: Index, view: string, environment: string, graph: Architecture, id: string): ViewData | undefined {
  return detailOf(index, view, environment, id) ?? detailOf(index, view, environment, graph.breaking(id));
}

/** The page of a view, or of the view that a page is of, on which an element is; there is none if it is here. */
export function pageOf(index: Index, view: string, environment: string, element: string): ViewData | undefined {
  const here = index.views.find((one) => one.id === view);
  const isPage = (one: ViewData): boolean =>
    one.parent !== "" && one.id !== view && one.details.includes(element) && isDrawn(one, environment);
  const below = (top: string): ViewData | undefined => index.views.find((one) => isPage(one) && rootOf(index, one) === top);
  return here?.details.includes(element) ? undefined : below(here ? rootOf(index, here) : view);
}

/** The view of which a page is, at last. */
export function rootOf(index: Index, view: ViewData): string {
  const parent = view.parent === "" ? undefined : index.views.find((one) => one.id === view.parent);
  return parent ? rootOf(index, parent) : view.id;
}

/** The view from which one goes down to this one, and the element from which. */
export function above(index: Index, view: ViewData, environment: string): { view: ViewData; element: string } | null {
  const parent = view.parent === "" ? undefined : index.views.find((one) => one.id === view.parent);
  if (parent) return { view: parent, element: `${view.id}/to` };
  const element = view.details[0] ?? "";
  const wider = index.views
    .filter((one) => LEVELS.includes(one.kind) && levelOf(one) < levelOf(view) && isDrawn(one, environment))
    .filter((one) => one.details.length === 0 || one.details.includes(element))
    .sort((one, other) => levelOf(other) - levelOf(one) || other.details.length - one.details.length);
  const found = wider.find((one) => one.details.length > 0) ?? wider.find((one) => one.kind === "platform") ?? wider[0];
  return found && LEVELS.includes(view.kind) ? { view: found, element } : null;
}

function levelOf(view: ViewData | undefined): number {
  return LEVELS.indexOf(view?.kind ?? "");
}

/** What of a picture stands for an element that is not drawn on it: a box of its part, or the frame of that. */
export function standIn(picture: Picture, graph: Architecture, id: string): string {
  const all = [...picture.boxes, ...picture.frames];
  if (!id || [...all, ...picture.arrows].some((one) => one.id === id)) return "";
  const part = graph.nodes.get(id)?.part ?? "";
  const found = picture.boxes.find((box) => graph.standsFor(box.id).includes(id)) ?? all.find((one) => part !== "" && one.id === part);
  return found?.id ?? "";
}

/** The view of pods on which an element is that another picture does not show. */
export function podsOf(index: Index, environment: string, node: NodeData): ViewData | undefined {
  if (!["component", "volume", "part"].includes(node.kind)) return undefined;
  return index.views.find((one) => one.kind === "pod" && one.details.includes(node.part || node.id) && isDrawn(one, environment));
}

/** Findings about an element, or about what is in it. */
export function findingsOf(findings: FindingData[], graph: Architecture, id: string): FindingData[] {
  const { environment } = graph.graph;
  return findings.filter((one) => {
    const here = one.environment === "" || environment === "" || one.environment === environment;
    const isIn = one.element === id || one.element.startsWith(`${id}.`) || graph.nodes.get(one.element)?.part === id;
    return here && one.element !== "" && isIn;
  });
}

const made = new WeakMap<object, Architecture>();

function architecture(graph: ConstructorParameters<typeof Architecture>[0]): Architecture {
  const known = made.get(graph);
  if (known) return known;
  const found = new Architecture(graph);
  made.set(graph, found);
  return found;
}
