// Elements of SVG, made one by one: no text is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

export function create<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
  text = "",
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) element.setAttribute(key, String(attributes[key]));
  if (text) element.textContent = text;
  return element;
}
