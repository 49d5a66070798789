// Views and filters.

import type { JSX } from "preact";
import type { ViewData } from "./document";
import { isFiltered } from "./filter";
import { NO_FILTERS } from "./route";
import type { Filters } from "./route";
import { isDrawn, LEVELS, rootOf } from "./scene";
import { useShared } from "./store";

const STORIES = ["sequence", "story"];
const QUESTIONS = ["path", "around", "reach", "impact"];

export function Sidebar(): JSX.Element {
  const { index, route } = useShared();
  const views = index.views.filter((view) => view.parent === "");
  const levels = views.filter((view) => LEVELS.includes(view.kind)).sort(byLevel);
  const stories = views.filter((view) => STORIES.includes(view.kind));
  const questions = views.filter((view) => QUESTIONS.includes(view.kind));
  const concerns = views.filter((view) => ![...levels, ...stories, ...questions].includes(view));
  return (
    <nav class="sidebar" aria-label="Views and filters">
      <ViewList title="Levels" views={levels} />
      <ViewList title="Concerns" views={concerns} />
      <ViewList title="Stories" views={stories} folded />
      <ViewList title="Questions" views={questions} folded />
      <FilterList key={route.view} />
    </nav>
  );
}

function byLevel(one: ViewData, other: ViewData): number {
  return LEVELS.indexOf(one.kind) - LEVELS.indexOf(other.kind);
}

function ViewList({ title, views, folded = false }: {
  title: string;
  views: ViewData[];
  folded?: boolean;
}): JSX.Element | null {
  const { index, route } = useShared();
  if (views.length === 0) return null;
  const here = index.views.find((view) => view.id === route.view);
  const root = here ? rootOf(index, here) : "";
  return (
    <details class="view-list" open={!folded || views.some((view) => view.id === root)}>
      <summary><h2>{title}</h2></summary>
      <ul class="views">
        {views.map((view) => (
          <li key={view.id}>
            <ViewButton view={view} />
            {view.id === root && <Pages of={view.id} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The pages of the view that is shown. */
function Pages({ of }: { of: string }): JSX.Element | null {
  const { index } = useShared();
  const pages = index.views.filter((view) => view.parent !== "" && rootOf(index, view) === of);
  if (pages.length === 0) return null;
  return (
    <ul class="views pages" aria-label="Pages">
      {pages.map((view) => <li key={view.id}><ViewButton view={view} words={ownTitle(index.views, view)} /></li>)}
    </ul>
  );
}

/** The title of a page without that of the view that it is of. */
export function ownTitle(views: readonly ViewData[], page: ViewData): string {
  const whole = views.find((view) => view.id === page.parent)?.title ?? "";
  const own = page.title.startsWith(`${whole}, `) ? page.title.slice(whole.length + 2) : page.title;
  return own.charAt(0).toUpperCase() + own.slice(1);
}

function ViewButton({ view, words = view.title }: { view: ViewData; words?: string }): JSX.Element {
  const { route, actions } = useShared();
  const drawn = isDrawn(view, route.environment);
  return (
    <button
      type="button"
      aria-current={view.id === route.view ? "page" : undefined}
      aria-disabled={!drawn}
      title={drawn ? view.description : `Nothing of it is in ${route.environment}`}
      onClick={() => drawn && actions.go({ view: view.id }, { kind: "across", element: route.element })}
    >
      {words}
    </button>
  );
}

function FilterList(): JSX.Element {
  const { index, route, scene, actions } = useShared();
  const { picture, graph } = scene;
  const shown = picture.boxes.flatMap((box) => graph.standsFor(box.id)).flatMap((id) => graph.nodes.get(id) ?? []);
  const parts = new Map(
    shown.map((node) => graph.nodes.get(node.kind === "part" ? node.id : node.part)).flatMap((node) => (node ? [[node.id, node.title || node.id]] : [])),
  );
  const owners = new Map(shown.flatMap((node) => (node.owner ? [[node.owner, node.owner]] : [])));
  const styles = new Map(picture.arrows.map((arrow) => [arrow.style, index.styles[arrow.style] ?? arrow.style]));
  return (
    <section>
      <h2>
        Filters
        {isFiltered(route.filters) && (
          <button type="button" class="clear" onClick={() => actions.go({ filters: NO_FILTERS })}>
            Clear
          </button>
        )}
      </h2>
      <Choices title="Aspect or Service" filter="part" options={parts} />
      <Choices title="Protocol" filter="style" options={styles} />
      <Choices title="Owner" filter="owner" options={owners} />
    </section>
  );
}

function Choices({ title, filter, options }: {
  title: string;
  filter: keyof Filters;
  options: Map<string, string>;
}): JSX.Element | null {
  const { route, actions } = useShared();
  const chosen = route.filters[filter];
  if (options.size === 0) return null;
  const toggle = (value: string): void => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    actions.go({ filters: { ...route.filters, [filter]: next } });
  };
  return (
    <fieldset>
      <legend>{title}</legend>
      {[...options].sort(([, one], [, other]) => one.localeCompare(other, "en")).map(([value, words]) => (
        <label key={value}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
