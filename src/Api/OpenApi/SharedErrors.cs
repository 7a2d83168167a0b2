using System.Globalization;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>
/// Moves the errors of all calls into the document's components, where each answer and each example stands once: repeated at every call,
/// they would be most of the document.
/// </summary>
internal static class SharedErrors
{
    public static void Move(OpenApiDocument document)
    {
        var names = new Dictionary<string, string>();
        foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(pair => pair.Value))
        {
            foreach ((string status, IOpenApiResponse response) in operation.Responses?.ToArray() ?? [])
            {
                if (status[0] is not ('4' or '5'))
                    continue;
                MoveExamples(document, response);
                string text = Write(response);
                if (!names.TryGetValue(text, out string? name))
                {
                    names[text] = name = Unused(document.Components?.Responses, $"Error{status}");
                    document.AddComponent(name, response);
                }

                operation.Responses![status] = new OpenApiResponseReference(name, document);
            }
        }
    }

    // An example is called as its code, and the same wherever it stands.
    private static void MoveExamples(OpenApiDocument document, IOpenApiResponse response)
    {
        foreach (OpenApiMediaType content in response.Content?.Values ?? [])
        {
            foreach ((string code, IOpenApiExample example) in content.Examples?.ToArray() ?? [])
            {
                if (document.Components?.Examples?.ContainsKey(code) != true)
                    document.AddComponent(code, example);
                content.Examples![code] = new OpenApiExampleReference(code, document);
            }
        }
    }

    private static string Unused(IDictionary<string, IOpenApiResponse>? taken, string name)
    {
        string unused = name;
        for (int number = 2; taken?.ContainsKey(unused) == true; number++)
            unused = $"{name}_{number}";
        return unused;
    }

    private static string Write(IOpenApiResponse response)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        response.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        return text.ToString();
    }
}
