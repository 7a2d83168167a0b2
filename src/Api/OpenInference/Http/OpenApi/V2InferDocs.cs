using Fovea.Api.Errors;
using Fovea.Api.OpenApi;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Api.OpenInference.Http.Inference;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenInference.Http.OpenApi;

/// <summary>The documentation of <c>POST /v2/models/{model}/infer</c>.</summary>
internal static class V2InferDocs
{
    private const string Octets = "application/octet-stream";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var v2 = new V2Operation(operation, context);
        OperationEditor editor = v2.Called("v2Infer", "Tensors in, tensors out",
            "Runs a model on tensors; or, sent to NAME@image, on images that are decoded and pre-processed as by /predict (input 'image' " +
            "of BYTES; in JSON each image is a base64 string), which NAME takes instead of its tensor too. " +
            "Outputs with the parameter 'classification' give their largest values with index and label. Parameters of the request: " +
            "binary_data_output, timeout (microseconds), priority.");
        v2.JsonBody(
            "The request. With the header Inference-Header-Content-Length, tensors follow the JSON as bytes, little endian, row-major. " +
            OperationEditor.Encodings,
            V2Examples.InferRequest(ExampleModel.Of(context.ApplicationServices).Classes), required: true, Request());
        operation.RequestBody!.Content![Octets] = new OpenApiMediaType
        {
            Schema = OperationEditor.Binary(
                "JSON and the bytes of tensors; or, with Inference-Header-Content-Length: 0, only the bytes of the one input."),
        };
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = InferBody.HeaderLength,
            In = ParameterLocation.Header,
            Description = "The length of the JSON when bytes follow it; 0 when there is no JSON.",
            Schema = OperationEditor.Number(0),
        });
        operation.Responses ??= [];
        operation.Responses["200"] = new OpenApiResponse
        {
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = Answer() } },
        };
        editor.Answer("The outputs, in the order asked for.", V2Examples.InferAnswer)
            .BinaryAnswer(
                Octets,
                "JSON, as long as the header Inference-Header-Content-Length says, and behind it the bytes of the outputs that are asked " +
                "for as bytes.")
            .TimingHeader();
        return v2.ErrorsAsync(cancellationToken,
        [
            ErrorCodes.InvalidBody, ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge,
            ErrorCodes.ImageTooLarge, ErrorCodes.UnsupportedContentType, ErrorCodes.UnsupportedContentEncoding,
            ErrorCodes.UnsupportedImageFormat, ErrorCodes.ImageCorrupt, ErrorCodes.Overloaded, ErrorCodes.QueueTimeout,
            ErrorCodes.InternalError, ErrorCodes.EngineFault, ErrorCodes.NotReady, ErrorCodes.ModelFailed,
        ]);
    }

    private static OpenApiSchema Request() => Object(
        ["inputs"],
        ("id", OperationEditor.Text()),
        ("parameters", Parameters()),
        ("inputs", List(Tensor())),
        ("outputs", List(Object(["name"], ("name", OperationEditor.Text()), ("parameters", Parameters())))));

    private static OpenApiSchema Answer() => Object(
        ["model_name", "model_version", "outputs"],
        ("model_name", OperationEditor.Text()),
        ("model_version", OperationEditor.Text()),
        ("id", OperationEditor.Text()),
        ("outputs", List(Tensor())));

    private static OpenApiSchema Tensor() => Object(
        ["name", "shape", "datatype"],
        ("name", OperationEditor.Text()),
        ("shape", Shape()),
        ("datatype", Datatype()),
        ("parameters", Parameters()),
        ("data", Data()));

    private static OpenApiSchema Object(string[] required, params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)member.Schema),
        Required = new HashSet<string>(required),
    };

    private static OpenApiSchema List(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    private static OpenApiSchema Shape() => List(new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" });

    private static OpenApiSchema Datatype() => OperationEditor.Choice(null, Datatypes.All);

    private static OpenApiSchema Parameters() => new() { Type = JsonSchemaType.Object };

    private static OpenApiSchema Data() => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.String | JsonSchemaType.Array },
        Description = "The elements, row-major; flat, or nested as the shape.",
    };
}
