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

  // Where another kind of body is chosen, chosen files are forgotten: they would be sent as JSON.
  const forgetFiles = () => ({
    statePlugins: {
      oas3: {
        wrapActions: {
          setRequestContentType: (change, { oas3Actions, oas3Selectors }) => kind => {
            const body = oas3Selectors.requestBodyValue(...kind.pathMethod);
            const isAnother = oas3Selectors.requestContentType(...kind.pathMethod) !== kind.value;
            const changed = change(kind);
            // The editor of the new kind must be there to fill itself in with its example.
            if (isAnother && body && typeof body !== "string")
              setTimeout(() => oas3Actions.setRequestBodyValue({ value: undefined, pathMethod: kind.pathMethod }));
            return changed;
          },
        },
      },
    },
  });

  // There is one document: the bar to choose one from has nothing to offer.
  const startFolded = ({ urls: [{ url }], ...config }) => start({
    ...config,
    url: new URL(url, window.location.href).href,
    layout: "BaseLayout",
    plugins: [...(config.plugins ?? []), foldErrors, forgetFiles],
  });
  // The bar would choose the colours too.
  document.documentElement.classList.toggle("dark-mode", window.matchMedia("(prefers-color-scheme: dark)").matches);
  window.SwaggerUIBundle = Object.assign(startFolded, start);
})();
