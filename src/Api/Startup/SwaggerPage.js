"use strict";

// Runs between the loading of Swagger UI and its start.
(() => {
  const start = window.SwaggerUIBundle;
  const isError = (_, code) => /^[45]/.test(code);

  // The errors of a call fold: documented with an example each, they are longer than all the rest.
  const foldErrors = () => ({
    wrapComponents: {
      responses: (Responses, { React }) => props => {
        const errors = props.responses.filter(isError);
        const element = React.createElement;
        return element("div", null,
          element(Responses, { ...props, responses: props.responses.filterNot(isError) }),
          errors.size > 0 && element("details", { className: "errors" },
            element("summary", null, `Errors: ${errors.keySeq().join(", ")}`),
            element(Responses, { ...props, responses: errors, tryItOutResponse: null, path: `${props.path}#errors` })));
      },
    },
  });

  // Swagger UI keeps one value for all kinds of a body: a file chosen for another kind would be sent as text. The editor takes its example
  // instead.
  const editText = () => ({
    wrapComponents: {
      RequestBodyEditor: (Editor, { React }) => ({ value, ...props }) =>
        React.createElement(Editor, { ...props, value: typeof (value ?? "") === "string" ? value : props.defaultValue }),
    },
  });

  // Colours are for JSON that can be read. To guess the language of other text, every language is tried, and a long text is coloured word
  // by word: both take seconds.
  const colourJson = () => ({
    wrapComponents: {
      SyntaxHighlighter: (Highlighter, { React, getComponent }) => props =>
        props.language === "json" && `${props.children}`.length <= 50_000
          ? React.createElement(Highlighter, props)
          : React.createElement(getComponent("PlainTextViewer"), null, props.children),
    },
  });

  // To resolve a call, Swagger UI goes through the whole document three times, which takes more than a second: it is given the call's path
  // alone, and what that refers to.
  const references = value => typeof value !== "object" || value === null ? []
    : [...(typeof value.$ref === "string" ? [value.$ref] : []), ...Object.values(value).flatMap(references)];
  const onlyPath = (document, path) => {
    const { securitySchemes } = document.components ?? {};
    const components = securitySchemes ? { securitySchemes } : {};
    const paths = { [path]: document.paths[path] };
    const open = references(paths);
    while (open.length > 0) {
      const [, , kind, name] = open.pop().split("/");
      if (components[kind]?.[name] === undefined) {
        components[kind] = { ...components[kind], [name]: document.components[kind][name] };
        open.push(...references(components[kind][name]));
      }
    }
    return { ...document, paths, components };
  };
  const resolveByPath = ({ fn: { resolveSubtree } }) => ({
    fn: {
      resolveSubtree: (document, address, options) =>
        resolveSubtree(address[0] === "paths" ? onlyPath(document, address[1]) : document, address, options),
    },
  });

  // There is one document: the bar to choose one from has nothing to offer.
  const startFolded = ({ urls: [{ url }], ...config }) => start({
    ...config,
    url: new URL(url, window.location.href).href,
    layout: "BaseLayout",
    plugins: [...(config.plugins ?? []), foldErrors, editText, colourJson, resolveByPath],
  });
  // The bar would choose the colours too.
  document.documentElement.classList.toggle("dark-mode", window.matchMedia("(prefers-color-scheme: dark)").matches);
  window.SwaggerUIBundle = Object.assign(startFolded, start);
})();
