// Everything known about the selected element or arrow.

import type { ComponentChildren, JSX } from "preact";
import type { ArrowData, EdgeData, NodeData, ValueData } from "./document";
import { Excerpt } from "./Excerpt";
import { FindingItem } from "./FindingList";
import { Icon } from "./icons";
import { Manifest } from "./Manifest";
import { withoutObjects } from "./objects";
import { findingsOf, isDrawn, podsOf, standIn, viewBelow } from "./scene";
import { useShared } from "./store";

export function ElementPanel(): JSX.Element {
  const { route, scene } = useShared();
  const arrow = scene.picture.arrows.find((one) => one.id === route.element);
  if (arrow) return <ArrowDetails arrow={arrow} />;
  const node = scene.graph.nodes.get(route.element);
  if (node) return <NodeDetails node={node} />;
  return <BoxDetails id={route.element} />;
}

function NodeDetails({ node }: { node: NodeData }): JSX.Element {
  const { index, route, scene, actions, findings } = useShared();
  const detail = viewBelow(index, route.view, route.environment, scene.graph, node.id);
  const found = findingsOf(findings ?? [], scene.graph, node.id);
  const differences = scene.drift?.differences.filter((one) => one.element === node.id) ?? [];
  const isDown = route.down.includes(node.id);
  const { boxes, frames } = scene.picture;
  const isHere = [...boxes, ...frames].some((one) => one.id === node.id);
  const pods = isHere || detail ? undefined : podsOf(index, route.environment, node);
  return (
    <article>
      <p class="kind">{node.kind.replace("-", " ")}</p>
      <h2>{node.title || node.id}</h2>
      <p><code>{node.id}</code></p>
      <div class="actions">
        {detail && (
          <button type="button" class="primary" onClick={() => actions.descend(node.id)}>
            <Icon name="down" /> {detail.title}
          </button>
        )}
        {pods && (
          <button
            type="button"
            class="primary"
            onClick={() => actions.go({ view: pods.id, element: node.id }, { kind: "down", element: standIn(scene.picture, scene.graph, node.id) })}
          >
            <Icon name="down" /> {pods.title}
          </button>
        )}
        <button type="button" aria-pressed={isDown} onClick={() => actions.toggleDown(node.id)}>
          <Icon name="power" /> {isDown ? "Switch on" : "Switch off"}
        </button>
      </div>
      {!isHere && <p class="quiet">This picture does not show it by itself.</p>}
      {node.note && <p class="note">{node.note}</p>}
      <Facts node={node} />
      <Excerpt place={node.place} />
      {found.length > 0 && (
        <Section title="Findings" count={found.length} open>
          <ul class="plain">{found.map((one, at) => <FindingItem key={at} finding={one} />)}</ul>
        </Section>
      )}
      {differences.length > 0 && (
        <Section title={`Differs from ${route.compare}`} count={differences.length} open>
          <ul class="plain">
            {differences.map((one, at) => (
              <li key={at}><span class={`tag ${one.verdict}`}>{one.verdict}</span> {one.message} <Place place={one.place} /></li>
            ))}
          </ul>
        </Section>
      )}
      <Relations title="Needs" edges={scene.graph.outgoingOf(node.id)} end="target" />
      <Relations title="Needed by" edges={scene.graph.incomingOf(node.id)} end="source" />
      {node.kind === "part" && <Members ids={scene.graph.members(node.id)} />}
      <Objects node={node} />
      <Values values={node.values} />
      <ShownIn id={node.id} />
    </article>
  );
}

function Objects({ node }: { node: NodeData }): JSX.Element | null {
  const { index, scene } = useShared();
  const environment = index.environments.find((one) => one.id === scene.graph.graph.environment);
  const words = node.objects.length > 0 ? "" : withoutObjects(node, environment);
  if (node.objects.length === 0 && !words) return null;
  return (
    <Section title="Kubernetes objects" count={node.objects.length} open={node.objects.length === 0}>
      {words && <p class="quiet">{words}</p>}
      <ul class="plain">
        {node.objects.map((one) => <li key={one.number}><Manifest object={one} /></li>)}
      </ul>
    </Section>
  );
}

function Facts({ node }: { node: NodeData }): JSX.Element {
  const facts: [string, ComponentChildren][] = [
    ["Declared at", <Place place={node.place} />],
    ["Part of", node.part && node.part !== node.id ? <ElementLink id={node.part} /> : ""],
    ["Owner", node.owner],
    ["Image", node.image && <ElementLink id={`image/${node.image}`} words={node.image} />],
    ["State", node.kind === "component" ? node.state : ""],
    ["Certainty", node.status === "known" ? "" : node.status],
    ["Source", node.source],
    ["Assumed", node.assumed.length > 0 ? node.assumed.map((text) => <span class="line">{text}</span>) : ""],
  ];
  return (
    <dl>
      {facts.filter(([, value]) => value).map(([label, value]) => (
        <div key={label}><dt>{label}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}

function Relations({ title, edges, end }: {
  title: string;
  edges: EdgeData[];
  end: "source" | "target";
}): JSX.Element | null {
  if (edges.length === 0) return null;
  return (
    <Section title={title} count={edges.length} open={edges.length <= 12}>
      <ul class="plain relations">
        {edges.map((edge) => (
          <li key={`${edge.source} ${edge.kind} ${edge.target} ${edge.detail}`}>
            <span class="relation">{edge.kind.replace("-", " ")}</span> <ElementLink id={edge[end]} />
            {edge.protocol && <span class="port"> {edge.protocol}{edge.port === null ? "" : ` ${edge.port}`}</span>}
            {edge.optional && <span class="tag">optional</span>}
            {edge.status !== "known" && <span class="tag">{edge.status}</span>}
            <span class="quiet line">{[edge.purpose, edge.auth].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Members({ ids }: { ids: string[] }): JSX.Element | null {
  if (ids.length === 0) return null;
  return (
    <Section title="Consists of" count={ids.length}>
      <ul class="plain">{ids.map((id) => <li key={id}><ElementLink id={id} /></li>)}</ul>
    </Section>
  );
}

function Values({ values }: { values: ValueData[] }): JSX.Element | null {
  if (values.length === 0) return null;
  return (
    <Section title="Values" count={values.length}>
      <table>
        <thead><tr><th scope="col">Value</th><th scope="col">Where it comes from</th></tr></thead>
        <tbody>
          {values.map((one) => (
            <tr key={one.path}>
              <td><code>{one.path}</code><span class="value">{String(one.value)}</span></td>
              <td><span class="layer">{one.layer}</span>{one.place && <Place place={one.place} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function ShownIn({ id }: { id: string }): JSX.Element | null {
  const { index, route, actions } = useShared();
  const views = index.views.filter((view) => view.id !== route.view && isDrawn(view, route.environment));
  return (
    <Section title="Other views" count={views.length}>
      <ul class="plain">
        {views.map((view) => (
          <li key={view.id}>
            <button type="button" class="link" onClick={() => actions.go({ view: view.id, element: id }, { kind: "across", element: id })}>
              {view.title}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ArrowDetails({ arrow }: { arrow: ArrowData }): JSX.Element {
  const { index, scene } = useShared();
  const { graph, picture } = scene;
  const label = (id: string): string => [...picture.boxes, ...picture.frames].find((one) => one.id === id)?.label ?? id;
  const targets = new Set([arrow.target, ...graph.standsFor(arrow.target), ...graph.members(arrow.target)]);
  const sources = [arrow.source, ...graph.standsFor(arrow.source), ...graph.members(arrow.source)];
  const edges = [...new Set(sources)].flatMap((id) => graph.outgoingOf(id)).filter((edge) => targets.has(edge.target));
  const marks = [arrow.optional ? "optional" : "", arrow.status === "known" ? "" : arrow.status].filter(Boolean);
  return (
    <article>
      <p class="kind">{index.styles[arrow.style] ?? arrow.style}</p>
      <h2>{label(arrow.source)} → {label(arrow.target)}</h2>
      {arrow.label && <p>{arrow.label}</p>}
      {arrow.description && <p class="note">{arrow.description}</p>}
      {marks.map((mark) => <span class="tag" key={mark}>{mark}</span>)}
      <dl>
        <div><dt>From</dt><dd><ElementLink id={arrow.source} words={label(arrow.source)} /></dd></div>
        <div><dt>To</dt><dd><ElementLink id={arrow.target} words={label(arrow.target)} /></dd></div>
      </dl>
      {edges.length > 0 && (
        <Section title="Relations" count={edges.length} open>
          <ul class="plain relations">
            {edges.map((edge, at) => (
              <li key={`${edge.source} ${edge.kind} ${edge.target} ${edge.detail}`}>
                <ElementLink id={edge.source} /> <span class="relation">{edge.kind.replace("-", " ")}</span>{" "}
                <ElementLink id={edge.target} />
                {edge.protocol && <span class="port"> {edge.protocol}{edge.port === null ? "" : ` ${edge.port}`}</span>}
                <span class="quiet line">{[edge.purpose, edge.auth].filter(Boolean).join(" · ")}</span>
                <Place place={edge.place} />
                {edges.findIndex((one) => one.place === edge.place) === at && <Excerpt place={edge.place} />}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </article>
  );
}

/** A box or frame that is no element of its own, such as all pods of a part, or a page. */
function BoxDetails({ id }: { id: string }): JSX.Element {
  const { index, route, scene, actions } = useShared();
  const { picture, graph } = scene;
  const box = picture.boxes.find((one) => one.id === id);
  const shown = box ?? picture.frames.find((one) => one.id === id);
  const members = graph.standsFor(id);
  const below = index.views.find((view) => view.id === box?.link) ?? viewBelow(index, route.view, route.environment, graph, id);
  return (
    <article>
      <p class="kind">{index.symbols[shown?.symbol ?? ""] ?? "element"}</p>
      <h2>{shown?.label ?? id}</h2>
      {below && (
        <div class="actions">
          <button type="button" class="primary" onClick={() => actions.descend(id)}><Icon name="down" /> {below.title}</button>
        </div>
      )}
      {shown ? box?.details.map((line) => <p key={line}>{line}</p>) : <p>It is not part of this environment.</p>}
      <Members ids={members} />
    </article>
  );
}

export function Section({ title, count, open = false, children }: {
  title: string;
  count: number;
  open?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <details open={open}>
      <summary><h3>{title}</h3> <span class="count">{count}</span></summary>
      {children}
    </details>
  );
}

export function ElementLink({ id, words }: { id: string; words?: string }): JSX.Element {
  const { actions, scene } = useShared();
  const title = scene.graph.nodes.get(id)?.title;
  return (
    <button type="button" class="link" title={title || id} onClick={() => actions.select(id, true)}>
      {words ?? id}
    </button>
  );
}

export function Place({ place }: { place: string }): JSX.Element {
  return <code class="place">{place}</code>;
}
