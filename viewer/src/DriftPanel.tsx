// How this environment differs from another.

import type { JSX } from "preact";
import { ElementLink, Place, Section } from "./ElementPanel";
import { drawnIn, othersThan } from "./scene";
import { useShared } from "./store";

const VERDICTS: [string, string][] = [
  ["undeclared", "Undeclared"],
  ["expired", "Declared, but expired"],
  ["not-followed", "Release not followed"],
  ["declared", "Declared"],
  ["release", "By release"],
  ["scale", "By scale"],
  ["environment", "By nature of the environment"],
];

export function DriftPanel(): JSX.Element {
  const { index, route, scene, actions } = useShared();
  const { view, drift, comparison } = scene;
  const others = othersThan(index, route.environment);
  const isWhole = drawnIn(view, route.environment) === "";
  const known = drift?.source === route.compare && drift.target === route.environment;
  return (
    <article>
      <h2>Differences</h2>
      {others.length === 0 && <p class="quiet">There is no other environment here with which this one could be compared.</p>}
      {others.length > 0 && <label class="field">
        <span>{route.environment}, compared with</span>
        <select value={route.compare} onChange={(event) => actions.go({ compare: event.currentTarget.value })}>
          <option value="">nothing</option>
          {others.map((one) => <option key={one} value={one}>{one}</option>)}
        </select>
      </label>}
      {route.compare && !known && (
        <p class="quiet" role="status">
          {isWhole ? "This picture shows the whole model; it is the same in every environment." : `Comparing with ${route.compare}…`}
        </p>
      )}
      {known && drift && comparison && (
        <>
          <p>
            What {drift.target} has more than {drift.source}, lacks, or has otherwise, as{" "}
            <code>lsparch drift {drift.source} {drift.target}</code> tells it.{" "}
            <button type="button" class="link" onClick={() => actions.go({ environment: drift.source, compare: drift.target })}>
              The other way round
            </button>
          </p>
          <ul class="key">
            <li><span class="tag added">+ added</span> only in {drift.target}</li>
            <li><span class="tag removed">− removed</span> only in {drift.source}</li>
            <li><span class="tag changed">≠ changed</span> in both, but different</li>
          </ul>
          {comparison.removedBoxes.length > 0 && (
            <Section title={`Only in the picture of ${drift.source}`} count={comparison.removedBoxes.length} open>
              <ul class="plain">
                {comparison.removedBoxes.map((box) => (
                  <li key={box.id}>
                    <button type="button" class="link" onClick={() => actions.visit(box.id)}>{box.label}</button>
                    <code class="line place">{box.id}</code>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {VERDICTS.map(([verdict, title]) => {
            const found = drift.differences.filter((one) => one.verdict === verdict);
            return (
              found.length > 0 && (
                <Section key={verdict} title={title} count={found.length} open={verdict === "undeclared"}>
                  <ul class="plain">
                    {found.map((one, at) => (
                      <li key={at}>
                        <ElementLink id={one.element} />
                        <span class="line">{one.message}</span>
                        <Place place={one.place} />
                      </li>
                    ))}
                  </ul>
                </Section>
              )
            );
          })}
        </>
      )}
    </article>
  );
}
