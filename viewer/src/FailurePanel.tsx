// What stops and what degrades when some elements are clicked off.

import type { JSX } from "preact";
import type { Effect, Verdict } from "./impact";
import { verdictOf } from "./impact";
import { ElementLink, Section } from "./ElementPanel";
import { Icon } from "./icons";
import { useShared } from "./store";

const WORDS: Record<Verdict, string> = { down: "off", stops: "× stops", degrades: "! degrades", works: "works" };

export function FailurePanel(): JSX.Element {
  const { route, scene, actions } = useShared();
  const { graph, impact } = scene;
  const parts = graph.graph.nodes.filter(
    (node) => node.kind === "part" && graph.members(node.id).some((id) => graph.nodes.get(id)?.kind === "component"),
  );
  return (
    <article>
      <h2>Failure simulation</h2>
      <p class="quiet">Click an element to switch it off; click it again to switch it on.</p>
      {route.down.length > 0 && (
        <>
          <ul class="plain">
            {route.down.map((id) => (
              <li key={id} class="down-item">
                <span class="tag down">off</span> <ElementLink id={id} />
                <button type="button" class="plain-button" aria-label={`Switch on ${id}`} onClick={() => actions.toggleDown(id)}>
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
          <div class="actions">
            <button type="button" onClick={() => actions.go({ down: [] })}>Switch everything on</button>
          </div>
        </>
      )}
      {impact && (
        <>
          <table class="verdicts">
            <tbody>
              {parts.map((part) => {
                const verdict = verdictOf(graph, impact, part.id);
                return (
                  <tr key={part.id}>
                    <th scope="row">{part.title || part.id}</th>
                    <td><span class={`tag ${verdict}`}>{WORDS[verdict]}</span></td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <Effects title="Stops" effects={impact.stops} open />
          <Effects title="Degrades" effects={impact.degrades} />
        </>
      )}
    </article>
  );
}

function Effects({ title, effects, open = false }: { title: string; effects: Effect[]; open?: boolean }): JSX.Element {
  return (
    <Section title={title} count={effects.length} open={open}>
      <ul class="plain">
        {effects.map((effect) => (
          <li key={effect.element}>
            <ElementLink id={effect.element} />
            <span class="line">{effect.reason}</span>
            <span class="line quiet">{effect.chain.join(" → ")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
