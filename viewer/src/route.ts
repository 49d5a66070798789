// What is shown, as the fragment of the address: deep links.

export interface Filters {
  part: string[];
  owner: string[];
  style: string[];
}

export interface Route {
  view: string;
  environment: string;
  element: string;
  filters: Filters;
  /** Environment with which the one shown is compared. */
  compare: string;
  /** Elements that are clicked off. */
  down: string[];
}

export const NO_FILTERS: Filters = { part: [], owner: [], style: [] };

export function writeRoute(route: Route): string {
  const query = new URLSearchParams();
  if (route.element) query.set("element", route.element);
  for (const part of route.filters.part) query.append("part", part);
  for (const owner of route.filters.owner) query.append("owner", owner);
  for (const style of route.filters.style) query.append("protocol", style);
  if (route.compare) query.set("compare", route.compare);
  for (const id of route.down) query.append("down", id);
  const tail = query.toString();
  return `#/${encodeURIComponent(route.view)}/${encodeURIComponent(route.environment)}${tail ? `?${tail}` : ""}`;
}

/** Return what a fragment says, whatever it holds; what it does not say is empty. */
export function readRoute(hash: string): Route {
  const [path = "", tail = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [view = "", environment = ""] = path.split("/").map(decoded);
  const query = new URLSearchParams(tail);
  return {
    view,
    environment,
    element: query.get("element") ?? "",
    filters: { part: query.getAll("part"), owner: query.getAll("owner"), style: query.getAll("protocol") },
    compare: query.get("compare") ?? "",
    down: query.getAll("down"),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
