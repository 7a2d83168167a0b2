using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Imaging.Pixels;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>Describes one operation of the document, step by step.</summary>
internal sealed partial class OperationEditor(OpenApiOperation operation, OpenApiOperationTransformerContext context)
{
    /// <summary>A sentence on how bodies may be compressed.</summary>
    public const string Encodings = $"It may be sent with Content-Encoding: {BodyEncoding.Names}.";

    /// <summary>What a file with a picture is.</summary>
    public static readonly string Picture = $"The bytes of a {ImageFormats.List(ImageFormats.All)} file.";

    public OperationEditor Called(string id, string tag, string summary, string description)
    {
        operation.OperationId = id;
        operation.Summary = summary;
        operation.Description = description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(tag, context.Document) };
        QueryRule[] rules = [.. context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryRule>()];
        var model = ExampleModel.Of(context.ApplicationServices);
        foreach (OpenApiParameter parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Example = Examples.Parameter(parameter, model);
            if (parameter.In == ParameterLocation.Query
                && rules.FirstOrDefault(rule => rule.Name == parameter.Name) is { Names: { } names })
                parameter.Schema = Choice(null, names);
        }

        return this;
    }

    /// <summary>What is taken where a parameter is not given.</summary>
    public OperationEditor Default(string parameter, string value)
    {
        if (operation.Parameters?.FirstOrDefault(candidate => candidate.Name == parameter)?.Schema is OpenApiSchema schema)
            schema.Default = value;
        return this;
    }

    /// <summary>The names from which a parameter of text chooses; the first is taken where it is not given.</summary>
    public OperationEditor Names(string parameter, params IReadOnlyList<string> names)
    {
        if (operation.Parameters?.FirstOrDefault(candidate => candidate.Name == parameter) is OpenApiParameter found)
            found.Schema = Choice(names[0], names);
        return this;
    }

    /// <summary>The parameters that tasks understand, from their table.</summary>
    public OperationEditor TaskQuery()
    {
        foreach (TaskParameter parameter in context.ApplicationServices.GetRequiredService<TaskTable>().Parameters)
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = TaskParameterSchema.Describe(parameter),
                Schema = TaskParameterSchema.Of(parameter),
            });
        }

        return this;
    }

    /// <summary>The formats of tasks' answers, from their table: the names, and what each media type is sent for.</summary>
    public OperationEditor AnswerForms()
    {
        TaskTable tasks = context.ApplicationServices.GetRequiredService<TaskTable>();
        var forms = tasks.Tasks.SelectMany(task => task.Forms.Select(form => (
            form.MediaType,
            Text: form == AnswerForm.Drawn ? form.Description : $"{task.Name}, {form.Name}: {form.Description}"))).Distinct();
        foreach (IGrouping<string, string> type in forms.GroupBy(form => form.MediaType, form => form.Text))
            BinaryAnswer(type.Key, string.Join(' ', type));
        return AnswerFormats();
    }

    /// <summary>The names of the formats of tasks' answers.</summary>
    public OperationEditor AnswerFormats() =>
        Names("format", AnswerFormatQuery.Names(context.ApplicationServices.GetRequiredService<TaskTable>()));

    /// <summary>A body of one raw image, of files in a form, or of base64 in JSON.</summary>
    public OperationEditor ImageBody(string description, bool several)
    {
        OpenApiSchema binary = Binary(Picture);
        OpenApiSchema field = binary;
        if (several)
        {
            // Swagger UI sends the example of an item for a further file that is not chosen.
            OpenApiSchema item = Binary(Picture);
            item.Examples = [JsonValue.Create(string.Empty)];
            field = new OpenApiSchema { Type = JsonSchemaType.Array, Items = item, MinItems = 1, Description = "One or more images." };
        }

        string name = several ? "files" : "file";
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema> { [name] = field },
                        Required = new HashSet<string> { name },
                    },
                },
                ["image/*"] = new() { Schema = binary },
                ["application/octet-stream"] = new() { Schema = binary },
                ["application/json"] = new() { Schema = Base64Body(several), Example = Examples.Upload },
            },
        };
        return this;
    }

    /// <summary>A body of files in a form, none of which must be there, or of one image in base64 in JSON.</summary>
    /// <param name="description">What the body is.</param>
    /// <param name="files">The name and the description of each.</param>
    public OperationEditor FilesBody(string description, params (string Name, string Description)[] files)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = files.ToDictionary(file => file.Name, file => (IOpenApiSchema)Binary(file.Description)),
                    },
                },
                ["application/json"] = new() { Schema = Base64Body(several: false), Example = Examples.Upload },
            },
        };
        return this;
    }

    /// <summary>A value of a parameter with which the call can be executed as it is.</summary>
    public OperationEditor Example(string parameter, string value)
    {
        if (operation.Parameters?.FirstOrDefault(candidate => candidate.Name == parameter) is OpenApiParameter found)
            found.Example = value;
        return this;
    }

    /// <summary>A layer with weights as the example of the parameter <c>layer</c>.</summary>
    public OperationEditor TrainedLayer() =>
        ExampleModel.Of(context.ApplicationServices).Trained is { } trained ? Example("layer", trained) : this;

    /// <summary>A body of the bytes of one file.</summary>
    public OperationEditor FileBody(string description)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/octet-stream"] = new() { Schema = Binary(description) } },
        };
        return this;
    }

    /// <summary>The JSON answer, whose schema the framework knows from the endpoint, with an example.</summary>
    public OperationEditor Answer(string description, JsonNode example)
    {
        OpenApiResponse response = Success();
        response.Description = description;
        foreach (OpenApiMediaType content in response.Content?.Values ?? [])
            content.Example = example;
        return this;
    }

    /// <summary>A second form of the JSON answer, beside the one whose schema the framework knows.</summary>
    /// <param name="first">What the form is called that the framework knows.</param>
    /// <param name="second">What this one is called.</param>
    /// <param name="example">An example of this one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <typeparam name="T">The contract of this one.</typeparam>
    public async Task<OperationEditor> OrAnswerAsync<T>(string first, string second, JsonNode example, CancellationToken cancellationToken)
    {
        OpenApiDocument document = context.Document ?? throw new InvalidOperationException("Operations are described within a document.");
        document.AddComponent(typeof(T).Name, await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken));
        if (Success().Content?.TryGetValue("application/json", out OpenApiMediaType? content) == true && content.Schema is { } schema)
        {
            content.Schema = new OpenApiSchema { OneOf = [schema, new OpenApiSchemaReference(typeof(T).Name, document)] };
            content.Examples = new Dictionary<string, IOpenApiExample>
            {
                [first] = new OpenApiExample { Value = content.Example },
                [second] = new OpenApiExample { Value = example },
            };
            content.Example = null;
        }

        return this;
    }

    /// <summary>An answer of plain text, with an example.</summary>
    public OperationEditor TextAnswer(string description, string example)
    {
        OpenApiResponse response = Success();
        response.Description = description;
        response.Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/plain"] = new() { Schema = Text(), Example = JsonValue.Create(example) },
        };
        return this;
    }

    /// <summary>A binary answer beside the JSON one.</summary>
    public OperationEditor BinaryAnswer(string mediaType, string description)
    {
        OpenApiResponse response = Success();
        response.Content ??= new Dictionary<string, OpenApiMediaType>();
        response.Content[mediaType] = new OpenApiMediaType { Schema = Binary(description) };
        return this;
    }

    public OperationEditor TimingHeader()
    {
        OpenApiResponse response = Success();
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers["Server-Timing"] = new OpenApiHeader
        {
            Description = "Milliseconds spent on decode, preprocess, queue and compute.",
            Schema = Text(),
            Example = "decode;dur=2.9, preprocess;dur=1.2, queue;dur=0.01, compute;dur=8.4",
        };
        return this;
    }

    /// <summary>The errors that the operation answers with, one response per status and one example per code.</summary>
    public async Task ErrorsAsync(CancellationToken cancellationToken, params IReadOnlyList<ErrorCode> codes)
    {
        OpenApiDocument document = context.Document ?? throw new InvalidOperationException("Operations are described within a document.");
        document.AddComponent(ProblemSchema.Name, await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken));
        operation.Responses ??= [];
        foreach (IGrouping<int, ErrorCode> status in codes.GroupBy(code => code.Status))
            operation.Responses[$"{status.Key}"] = Error(document, [.. status]);
    }

    /// <summary>The response to errors of one status, with one example per code.</summary>
    public static OpenApiResponse Error(OpenApiDocument document, IReadOnlyList<ErrorCode> codes) => new()
    {
        Description = string.Join("; ", codes.Select(code => $"`{code.Code}`: {code.Title}")),
        Headers = Headers(codes),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problems.ContentType] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = codes.ToDictionary(
                    code => code.Code, code => (IOpenApiExample)new OpenApiExample { Value = Examples.Problem(code) }),
            },
        },
    };

    /// <summary>The headers of the response to errors of one status.</summary>
    public static Dictionary<string, IOpenApiHeader>? Headers(IReadOnlyList<ErrorCode> codes) =>
        codes[0].Status == StatusCodes.Status429TooManyRequests ? RetryAfter()
        : codes.Contains(ErrorCodes.UnsupportedContentEncoding) ? AcceptEncoding()
        : null;

    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    /// <summary>Bytes that are no text.</summary>
    public static OpenApiSchema Binary(string description) =>
        new() { Type = JsonSchemaType.String, Format = "binary", Description = description };

    public static OpenApiSchema Number(int minimum, int? maximum = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = $"{minimum}",
        Maximum = maximum is null ? null : $"{maximum}",
    };

    public static OpenApiSchema Choice(string? defaultValue, params IEnumerable<string> values) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. values.Select(value => (JsonNode)JsonValue.Create(value))],
        Default = defaultValue is null ? null : JsonValue.Create(defaultValue),
    };

    public static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader { Description = "After how many seconds to try again.", Schema = Number(1) },
    };

    /// <summary>An object with one image, or with several in a list.</summary>
    private static OpenApiSchema Base64Body(bool several)
    {
        var text = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = "The bytes of the file in base64, or a data URI with base64.",
        };
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { [JsonUploads.One] = text },
            AdditionalPropertiesAllowed = false,
            MinProperties = 1,
            MaxProperties = 1,
        };
        if (several)
            schema.Properties[JsonUploads.Several] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = text, MinItems = 1 };
        return schema;
    }

    /// <summary>The header of an answer that refuses a content encoding.</summary>
    private static Dictionary<string, IOpenApiHeader> AcceptEncoding() => new()
    {
        ["Accept-Encoding"] = new OpenApiHeader
        {
            Description = "The content encodings that are taken, where another one was sent.",
            Schema = Text(),
            Example = BodyEncoding.Accepted,
        },
    };

    private OpenApiResponse Success()
    {
        operation.Responses ??= [];
        if (!operation.Responses.TryGetValue("200", out IOpenApiResponse? response))
            operation.Responses["200"] = response = new OpenApiResponse();
        return (OpenApiResponse)response;
    }
}
