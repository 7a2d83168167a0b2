using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Filters;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Fovea.Models.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary><c>/weights/{layer}</c>: what a layer has learned.</summary>
internal static class WeightsEndpoints
{
    /// <summary>The most bytes of weights that are read for one answer.</summary>
    private const long MostBytes = 128L << 20;

    public static void MapWeights(this IEndpointRouteBuilder app) =>
        app.MapGet("/weights/{**layer}", WeightsAsync).WithCost(RequestCost.Look).AddOpenApiOperationTransformer(WeightsDocs.Describe);

    private static async Task<Results<Ok<WeightsResponse>, FileContentHttpResult>> WeightsAsync(
        HttpContext context, [AsParameters] ModelQuery selection, [AsParameters] WeightsQuery query, ModelRepository repository,
        ModelServer server, ServerOptions options)
    {
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        using ModelLease lease = selection.Lease(repository);
        HostedModel model = lease.Model;
        LayerInfo layer = model.FindLayer(LayerPath.ReadWeights(context, query.Layer ?? ""));
        FileContentHttpResult answer = await server.WorkAsync(
            model, (_, _) => Answer(model, layer, format, query, options), server.StartTimings(), context.RequestAborted);
        ComputedAnswer.Announce(context, options.Limits, negotiated: true);
        return answer;
    }

    private static FileContentHttpResult Answer(
        HostedModel model, LayerInfo layer, MapFormat format, WeightsQuery query, ServerOptions options)
    {
        var bank = new FilterBank(Read(model, layer));
        Check("filter", query.Filter, bank.Count, layer);
        Check("channel", query.Channel, bank.Slices, layer);
        return format switch
        {
            MapFormat.Png => TypedResults.File(Draw(bank, query, options), MapFormatNegotiator.Png),
            MapFormat.Npy => TypedResults.File(
                WriteNpy(bank, query), MapFormatNegotiator.Npy, DownloadName.Npy(model.Name, $"{layer.Name}-weights")),
            _ => JsonAnswer.Of(Describe(model, layer, bank, query.Filter), ApiJson.Answers.WeightsResponse),
        };
    }

    private static LayerWeights Read(HostedModel model, LayerInfo layer)
    {
        string name = LayerName.Shown(layer.Name);
        try
        {
            return model.Graph.ReadWeights(layer.Name, MostBytes) ?? throw new ApiException(
                ErrorCodes.NoWeights,
                $"The layer '{name}' ({layer.Operator}) of the model '{model.Name}' has no weights: it reads only what other layers " +
                $"compute. GET /models/{Uri.EscapeDataString(model.Name)}/layers has a weightsHref for those that have some.");
        }
        catch (InvalidInputException e)
        {
            throw new ApiException(ErrorCodes.NoWeights, e.Message, e);
        }
    }

    private static void Check(string parameter, int? value, int count, LayerInfo layer)
    {
        if (value >= count)
        {
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter '{parameter}' is '{value}'; the weights of the layer '{LayerName.Shown(layer.Name)}' have " +
                $"{(parameter == "filter" ? "the filters" : "slices of the channels")} 0 to {count - 1}.");
        }
    }

    private static byte[] Draw(FilterBank bank, WeightsQuery query, ServerOptions options)
    {
        if (bank.Weights.Values.Shape is { ElementCount: 0 } empty)
        {
            throw new ServingException(
                ServingError.NotAMap,
                $"The weights of the layer '{LayerName.Shown(bank.Weights.Layer)}' are {empty}: there is nothing to draw. Ask " +
                "for json or npy.");
        }

        try
        {
            return FilterRenderer.RenderPng(bank, query.Filter, query.Channel, query.Scale, options.FeatureMaps.MaxPixels);
        }
        catch (PictureTooLargeException e)
        {
            throw new ApiException(ErrorCodes.InvalidParameter, e.Message, e);
        }
    }

    private static byte[] WriteNpy(FilterBank bank, WeightsQuery query)
    {
        int plane = bank.Rows * bank.Columns;
        long[] kernel = bank.HasKernels ? [bank.Rows, bank.Columns] : [];
        if (query.Filter is { } filter)
        {
            float[] values = bank.Filter(filter);
            return query.Channel is { } slice
                ? NpyWriter.Write(new Shape(kernel), values.AsSpan(slice * plane, plane))
                : NpyWriter.Write(new Shape([bank.Slices, .. kernel]), values);
        }

        if (query.Channel is not { } channel)
            return NpyWriter.Write(bank.Weights.Values.Shape, bank.Weights.Values.Span<float>());
        float[] all = new float[bank.Count * plane];
        for (int i = 0; i < bank.Count; i++)
            bank.Filter(i).AsSpan(channel * plane, plane).CopyTo(all.AsSpan(i * plane));
        return NpyWriter.Write(new Shape([bank.Count, .. kernel]), all);
    }

    private static WeightsResponse Describe(HostedModel model, LayerInfo layer, FilterBank bank, int? filter)
    {
        ChannelStatistics all = ChannelStatistics.Of(0, bank.Weights.Values.Span<float>());
        return new WeightsResponse
        {
            Model = model.Name,
            Version = model.Version,
            Layer = LayerName.Shown(layer.Name),
            Operator = layer.Operator,
            Shape = [.. bank.Weights.Values.Shape],
            FilterAxis = bank.Weights.FilterAxis,
            Bias = bank.Weights.Bias is { } bias && !bias.Span<float>().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
                ? bias.Span<float>().ToArray()
                : null,
            Min = all.Min,
            Max = all.Max,
            Mean = all.Mean,
            Std = all.Std,
            Filters = [.. (filter is { } one ? [one] : Enumerable.Range(0, bank.Count)).Select(i => Describe(bank, i))],
        };
    }

    private static FilterInfo Describe(FilterBank bank, int index)
    {
        (ChannelStatistics values, double norm) = FilterStatistics.Of(index, bank.Filter(index));
        return new FilterInfo { Index = index, Min = values.Min, Max = values.Max, Mean = values.Mean, Std = values.Std, Norm = norm };
    }
}
