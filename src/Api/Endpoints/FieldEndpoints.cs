using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.Explanations;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/models/{model}/receptivefield/{layer}</c>: how much each pixel moves one cell of a layer.</summary>
internal static class FieldEndpoints
{
    public static void MapReceptiveField(this IEndpointRouteBuilder app) =>
        app.MapPost("/models/{model}/receptivefield/{**layer}", AnswerAsync).WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(FieldDocs.Describe);

    private static async Task<Results<Ok<FieldResponse>, FileContentHttpResult>> AnswerAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery version, [AsParameters] FieldQuery query,
        ModelRepository repository, ModelServer server, UploadReader reader, ServerOptions options)
    {
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        CellIndex? asked = query.Cell is { } text ? CellIndex.Parse(text) : null;
        using ModelLease lease = repository.Lease(route.Model, version.Version);
        HostedModel model = lease.Model;
        model.RequireImage();
        LayerInfo layer = model.FindLayer(LayerPath.ReadField(context, query.Layer ?? ""));
        IReadOnlyList<int> cell = CellOf(layer, model.MapShape(layer), asked);
        StageTimings timings = server.StartTimings();
        using Uploads uploads = await reader.ReadWithArraysAsync(context.Request);
        if (uploads.Arrays.Count > 0)
            throw new ApiException(ErrorCodes.InvalidBody, "The request has a file of arrays; expected images, or no body.");
        bool isNoise = uploads.Images.Count == 0;
        if (!isNoise && (query.Samples ?? query.Seed) is not null)
        {
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                "The parameter 'samples' or 'seed' is given together with images; it is of the noise that stands for images.");
        }

        int samples = query.Samples ?? FieldQuery.UsualSamples;
        EffectiveReceptiveField.RequireRuns(isNoise ? samples : uploads.Images.Count, options.Explanations.MaxRuns);
        AnswerOrRefusal<FileContentHttpResult> made = await server.ComputeFieldAsync(
            model, layer, cell, isNoise ? null : uploads.Images, (samples, query.Seed ?? 0),
            field => AnswerOrRefusal<FileContentHttpResult>.Of(() => Answer(model, field, isNoise, format, query, options)), timings,
            context.RequestAborted);
        return ComputedAnswer.Of(context, options.Limits, timings, made);
    }

    private static IReadOnlyList<int> CellOf(LayerInfo layer, Shape shape, CellIndex? asked)
    {
        if (shape.ElementCount == 0 || layer.ElementType != ElementType.Float32)
        {
            throw new ApiException(
                ErrorCodes.NotAMap,
                $"The output of the layer '{LayerName.Shown(layer.Name)}' is {layer.ElementType}{shape}; cells of Float32 have gradients.");
        }

        // The middle of a picture, and the first of a vector.
        IEnumerable<long> extents = shape.Skip(shape.Rank < 2 ? 0 : 1);
        return asked?.Of(layer, shape) ?? [.. extents.Select((extent, axis) => axis == 0 ? 0 : (int)(extent / 2))];
    }

    private static FileContentHttpResult Answer(
        HostedModel model, EffectiveField field, bool isNoise, MapFormat format, FieldQuery query, ServerOptions options) => format switch
        {
            MapFormat.Png => TypedResults.File(Draw(field, query, options), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                NpyWriter.Write(new Shape(field.Map.Height, field.Map.Width), field.Map.Values), MapFormatNegotiator.Npy,
                DownloadName.Npy(model.Name, $"{field.Layer.Name}-receptivefield")),
            _ => JsonAnswer.Of(Describe(model, field, isNoise), ApiJson.Answers.FieldResponse),
        };

    private static byte[] Draw(EffectiveField field, FieldQuery query, ServerOptions options) =>
        FieldPicture.Draw(field, query.Colormap?.Value ?? Colormap.Viridis, options.FeatureMaps.MaxPixels);

    private static FieldResponse Describe(HostedModel model, EffectiveField field, bool isNoise) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Layer = LayerName.Shown(field.Layer.Name),
        Operator = field.Layer.Operator,
        Cell = field.Cell,
        Pictures = field.Pictures,
        Noise = isNoise,
        Shape = [field.Map.Height, field.Map.Width],
        Box = field.Box is { } box
            ? new BoxInfo { Top = box.Rows.Begin, Left = box.Columns.Begin, Bottom = box.Rows.End, Right = box.Columns.End }
            : null,
        Inside = field.Inside is { } inside && double.IsFinite(inside) ? inside : null,
        EffectiveSide = field.Side,
        Max = float.IsFinite(field.Map.Range.Max) ? field.Map.Range.Max : null,
        Cost = new ExplainCost { Forward = 0, Gradients = field.Pictures, Runs = new ExplanationCost(0, field.Pictures).Runs },
    };
}
