// The bar on top: where one is, search, environment, modes.

import type { JSX, RefObject } from "preact";
import { Icon } from "./icons";
import { Search } from "./Search";
import type { Hit } from "./search";
import { above } from "./scene";
import { useShared } from "./store";
import type { PanelName } from "./store";

export interface HeaderProps {
  panel: PanelName;
  field: RefObject<HTMLInputElement | null>;
  choice: RefObject<HTMLSelectElement | null>;
  choose(hit: Hit): void;
  toggleSidebar(): void;
  sidebar: boolean;
  help(): void;
}

export function Header(props: HeaderProps): JSX.Element {
  const { index, route, scene, findings, actions } = useShared();
  const up = above(index, scene.view, route.environment);
  const faults = (findings ?? []).filter(
    (one) => one.severity !== "note" && (one.environment === "" || one.environment === route.environment),
  ).length;
  const mode = (name: PanelName, icon: "power" | "compare" | "finding", words: string, count = 0): JSX.Element => (
    <button
      type="button"
      class="mode"
      aria-pressed={props.panel === name}
      title={words}
      onClick={() => actions.open(props.panel === name ? "" : name)}
    >
      <Icon name={icon} />
      <span class="mode-words">{words}</span>{" "}
      {count > 0 && <span class="count">{count}</span>}
    </button>
  );
  return (
    <header>
      <button type="button" class="square" aria-label="Views and filters" aria-expanded={props.sidebar} onClick={props.toggleSidebar}>
        <Icon name="menu" />
      </button>
      <div class="where">
        <h1>{index.title}</h1>
        <p class="path">
          {up && (
            <button type="button" class="link" onClick={actions.ascend} title="Up (U)">{up.view.title}</button>
          )}
          {up && <span aria-hidden="true">›</span>}
          <span class="here">{scene.view.title}</span>
        </p>
      </div>
      <Search field={props.field} choose={props.choose} />
      <label class="environment">
        <span class="hidden">Environment</span>
        <select
          ref={props.choice}
          value={route.environment}
          onChange={(event) => actions.go({ environment: event.currentTarget.value }, { kind: "across", element: route.element })}
        >
          {index.environments.map((one) => <option key={one.id} value={one.id}>{one.id}</option>)}
        </select>
      </label>
      <div class="modes" role="group" aria-label="What is shown beside the picture">
        {mode("drift", "compare", "Compare")}
        {mode("failures", "power", "Failures", route.down.length)}
        {mode("findings", "finding", "Findings", faults)}
      </div>
      <button type="button" class="square" aria-label="Keys" title="Keys (?)" onClick={props.help}><Icon name="help" /></button>
    </header>
  );
}
