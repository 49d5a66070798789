// The viewer: what the address says, loaded and shown.

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { JSX } from "preact";
import { Canvas } from "./Canvas";
import type { FindingData, Index } from "./document";
import { DriftPanel } from "./DriftPanel";
import { ElementPanel } from "./ElementPanel";
import { FailurePanel } from "./FailurePanel";
import { FindingsPanel } from "./FindingList";
import { Header } from "./Header";
import { Help } from "./Help";
import { Icon } from "./icons";
import type { Parts } from "./parts";
import { readRoute, writeRoute } from "./route";
import type { Route } from "./route";
import { above, breakableOf, load, mended, pageOf, sceneOf, viewBelow } from "./scene";
import type { Loaded, Scene } from "./scene";
import { Sidebar } from "./Sidebar";
import type { Passage, Stage } from "./stage";
import { Store } from "./store";
import type { Actions, PanelName, Shared } from "./store";

export interface AppProps {
  parts: Parts;
  index: Index;
  /** What is wrong with the model as it is being edited; the picture is the last good one. */
  broken: FindingData[];
}

const STILL: Passage = { kind: "across", element: "" };

export function App({ parts, index, broken }: AppProps): JSX.Element {
  const [route, setRoute] = useState(() => mended(index, readRoute(location.hash)));
  const [loaded, setLoaded] = useState<{ route: Route; loaded: Loaded } | null>(null);
  const [findings, setFindings] = useState<FindingData[] | null>(null);
  const [failure, setFailure] = useState("");
  const [panel, setPanel] = useState<PanelName>(() => firstPanel(route));
  const [sidebar, setSidebar] = useState(() => window.innerWidth > 1100);
  const [help, setHelp] = useState(false);
  const [missed, setMissed] = useState(() => missing(route));
  const [refused, setRefused] = useState("");
  const [reveal, setReveal] = useState(route.element);
  const passage = useRef<Passage>(STILL);
  const stage = useRef<Stage | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const choice = useRef<HTMLSelectElement>(null);
  const latest = useRef(route);
  latest.current = route;

  useEffect(() => {
    const read = (): Route => mended(index, readRoute(location.hash));
    const follow = (): void => {
      const next = read();
      if (writeRoute(next) === writeRoute(latest.current)) return; // it was written by what is shown
      setRoute(next);
      setMissed(missing(next));
      setReveal(next.element);
      setPanel(firstPanel(next));
    };
    setRoute(read());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [index]);

  useEffect(() => {
    let late = false;
    const done = (found: Loaded): void => {
      if (late) return;
      setFailure("");
      setLoaded({ route, loaded: found });
    };
    load(parts, index, route).then(done, (error: unknown) => late || setFailure(String(error)));
    return () => {
      late = true;
    };
  }, [parts, index, route.view, route.environment, route.compare]);

  useEffect(() => {
    let late = false;
    parts.findings().then(
      (found) => late || setFindings(found.findings),
      () => undefined,
    );
    return () => {
      late = true;
    };
  }, [parts]);

  const scene = useMemo(
    () => (loaded ? sceneOf(loaded.loaded, route) : null),
    [loaded, route.down.join("\n"), route.filters],
  );

  const go = useCallback(
    (change: Partial<Route>, how: Passage = STILL): void => {
      passage.current = how;
      const next = mended(index, { ...route, ...change });
      location.hash = writeRoute(next);
      setRoute(next);
      setMissed("");
    },
    [index, route],
  );
  const actions: Actions = useMemo(
    () => ({
      go,
      select: (id, sight = false) => {
        const elsewhere = sight && !shows(scene, id) ? pageOf(index, route.view, route.environment, id) : undefined;
        if (elsewhere) go({ view: elsewhere.id, element: id }, { kind: "down", element: `${elsewhere.id}/to` });
        else go({ element: id });
        setReveal(sight ? id : "");
        if (id) setPanel("element");
        else if (panel === "element") setPanel("");
      },
      descend: (id) => {
        const link = scene?.picture.boxes.find((box) => box.id === id)?.link;
        const page = link ? index.views.find((one) => one.id === link) : undefined;
        if (page) return go({ view: page.id, element: "" }, { kind: page.parent === route.view ? "down" : "across", element: id });
        const detail = scene && viewBelow(index, route.view, route.environment, scene.graph, id);
        if (detail) go({ view: detail.id, element: "" }, { kind: "down", element: id });
      },
      ascend: () => {
        const up = scene && above(index, scene.view, route.environment);
        if (up) go({ view: up.view.id, element: up.element }, { kind: "up", element: up.element });
      },
      toggleDown: (box) => {
        const ids = scene ? breakableOf(scene.picture, scene.graph, box) : [];
        const isOff = ids.every((id) => route.down.includes(id));
        setRefused(ids.length > 0 ? "" : box);
        if (ids.length > 0) go({ down: [...route.down.filter((one) => !ids.includes(one)), ...(isOff ? [] : ids)] });
      },
      visit: (element) => {
        go({ environment: route.compare, compare: route.environment, element });
        setReveal(element);
      },
      open: (name) => {
        setPanel(name);
        setRefused("");
      },
    }),
    [go, index, route, scene, panel],
  );

  useKeys({ actions, route, panel, stage, field, choice, showHelp: () => setHelp(true), showSidebar: () => setSidebar(true) });

  if (!scene) return <main class="waiting" aria-busy={!failure}>{failure || "Loading…"}</main>;
  const shared: Shared = { parts, index, route, scene, findings, actions };
  return (
    <Store.Provider value={shared}>
      <div class="app">
        <Header
          panel={panel}
          field={field}
          choice={choice}
          sidebar={sidebar}
          toggleSidebar={() => setSidebar(!sidebar)}
          help={() => setHelp(true)}
          choose={(hit) => (hit.kind === "view" ? go({ view: hit.id }) : actions.select(hit.id, true))}
        />
        <div class="body">
          {sidebar && <Sidebar />}
          <main>
            <Broken broken={broken} failure={failure} />
            {missed && <p class="missed" role="status">There is no picture {missed}; this is another one.</p>}
            <Canvas passage={passage.current} reveal={reveal} breaking={panel === "failures"} stageRef={stage} />
          </main>
          {panel !== "" && (
            <aside aria-label="Details">
              <button type="button" class="square close" aria-label="Close" onClick={() => (panel === "element" ? actions.select("") : setPanel(""))}>
                <Icon name="close" />
              </button>
              <div class="panel" tabIndex={0} role="group" aria-label="Details">
                {panel === "element" && <ElementPanel key={route.element} />}
                {panel === "findings" && <FindingsPanel />}
                {panel === "failures" && <FailurePanel refused={refused} />}
                {panel === "drift" && <DriftPanel />}
              </div>
            </aside>
          )}
        </div>
        {help && <Help close={() => setHelp(false)} />}
      </div>
    </Store.Provider>
  );
}

function shows(scene: Scene | null, id: string): boolean {
  return scene !== null && [...scene.picture.boxes, ...scene.picture.frames, ...scene.picture.arrows].some((one) => one.id === id);
}

/** The picture that an address names in vain, instead of which the one of a route is shown. */
function missing(route: Route): string {
  const wanted = readRoute(location.hash);
  const name = (one: Route): string => `${one.view} of ${one.environment || route.environment}`;
  return wanted.view && name(wanted) !== name(route) ? name(wanted) : "";
}

function firstPanel(route: Route): PanelName {
  if (route.compare) return "drift";
  if (route.down.length > 0) return "failures";
  return route.element ? "element" : "";
}

function Broken({ broken, failure }: { broken: FindingData[]; failure: string }): JSX.Element | null {
  if (broken.length === 0 && !failure) return null;
  return (
    <div class="broken" role="alert" tabIndex={0}>
      <strong>{failure ? "This cannot be shown." : `The model cannot be read${broken.length > 1 ? `, for ${broken.length} reasons` : ""}; this is the last good picture.`}</strong>
      {failure && <p>{failure}</p>}
      <ul class="plain">
        {broken.map((one, at) => (
          <li key={at}><code class="place">{one.place}</code> <code>{one.code}</code> {one.message}{one.help && <span class="line quiet">{one.help}</span>}</li>
        ))}
      </ul>
    </div>
  );
}

interface KeyTargets {
  actions: Actions;
  route: Route;
  panel: PanelName;
  stage: { current: Stage | null };
  field: { current: HTMLInputElement | null };
  choice: { current: HTMLSelectElement | null };
  showHelp(): void;
  showSidebar(): void;
}

function useKeys(targets: KeyTargets): void {
  const latest = useRef(targets);
  latest.current = targets;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const inField = event.target instanceof Element && event.target.closest("input[type=text], select, textarea, dialog");
      if (event.key === "Escape" && event.target instanceof HTMLSelectElement) event.target.blur();
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField) return;
      if (act(event.key, latest.current)) event.preventDefault();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** Do what a key asks for; tell whether it asks for anything. */
function act(key: string, { actions, route, panel, stage, field, choice, showHelp, showSidebar }: KeyTargets): boolean {
  const focused = stage.current?.sheet?.elementAt(document.activeElement) ?? "";
  const element = focused || route.element;
  const toggle = (name: PanelName): void => actions.open(panel === name ? "" : name);
  const todo: Record<string, () => void> = {
    "/": () => field.current?.focus(),
    "?": showHelp,
    "+": () => stage.current?.zoom(1.35, undefined, undefined, true),
    "=": () => stage.current?.zoom(1.35, undefined, undefined, true),
    "-": () => stage.current?.zoom(1 / 1.35, undefined, undefined, true),
    "0": () => stage.current?.fit(),
    o: () => actions.descend(element),
    u: () => actions.ascend(),
    x: () => element && actions.toggleDown(element),
    f: () => toggle("failures"),
    c: () => toggle("drift"),
    n: () => toggle("findings"),
    e: () => choice.current?.focus(),
    v: () => {
      showSidebar();
      requestAnimationFrame(() => document.querySelector<HTMLElement>(".sidebar button[aria-current]")?.focus());
    },
    p: () => stage.current?.host.focus(),
    Escape: () => {
      if (panel !== "" && panel !== "element") actions.open(route.element ? "element" : "");
      else actions.select("");
    },
  };
  const found = todo[key.length === 1 ? key.toLowerCase() : key];
  found?.();
  return found !== undefined;
}
