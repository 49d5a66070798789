// What stops and what degrades when some elements are clicked off.

import type { JSX } from "preact";
import { aftermath, partsOf } from "./aftermath";
import type { Effect, Verdict } from "./impact";
import { verdictOf } from "./impact";
import { ElementLink, Section } from "./ElementPanel";
import { Icon } from "./icons";
import type { Scene } from "./scene";
import { useShared } from "./store";

const WORDS: Record<Verdict, string> = { down: "off", stops: "× stops", degrades: "! degrades", works: "works" };

export function FailurePanel({ refused }: { refused: string }): JSX.Element {
  const { route, scene, actions } = useShared();
  const { graph, impact } = scene;
  const withIt = (impact?.down ?? []).filter((id) => !route.down.includes(id));
  return (
    <article>
      <h2>Failure simulation</h2>
      <p class="quiet">Click an element, a part or a frame to switch it off; click it again to switch it on.</p>
      {refused && <p role="status">{labelOf(scene, refused)} is not switched off: no relation tells what works without it.</p>}
      {impact && aftermath(graph, impact, route.down).map((sentence) => <p key={sentence}>{sentence}</p>)}
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
              {partsOf(graph).map((part) => {
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
          {withIt.length > 0 && (
            <Section title="Off with it" count={withIt.length}>
              <ul class="plain">{withIt.map((id) => <li key={id}><ElementLink id={id} /></li>)}</ul>
            </Section>
          )}
        </>
      )}
    </article>
  );
}

function labelOf({ picture }: Scene, id: string): string {
  return [...picture.boxes, ...picture.frames].find((one) => one.id === id)?.label ?? "An arrow";
}

function Effects({ title, effects, open = false }: { title: string; effects: Effect[]; open?: boolean }): JSX.Element {
  return (
    <Section title={title} count={effects.length} open={open}>
      <ul class="plain">
        {effects.map((effect) => (
          <li key={effect.element}>
            <ElementLink id={effect.element} />
            <span class="line">{effect.reason.replace(/^[a-z]+-[a-z]+ /, (kind) => kind.replace("-", " "))}</span>
            <span class="line quiet">{effect.chain.join(" → ")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
