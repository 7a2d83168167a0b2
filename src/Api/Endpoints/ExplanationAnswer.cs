using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Explanations;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Endpoints;

/// <summary>Explanations as answers.</summary>
internal static class ExplanationAnswer
{
    /// <summary>Checks a request against a model; nothing runs.</summary>
    /// <exception cref="Fovea.Models.Errors.ServingException">The request does not fit the model, or it costs too much.</exception>
    /// <exception cref="ApiException">The picture would be too large.</exception>
    public static ExplanationPlan Plan(
        HostedModel model, ExplanationRequest wanted, MapFormat format, ExplainQuery query, ServerOptions options)
    {
        var plan = ExplanationPlan.Of(model, wanted);
        try
        {
            if (format == MapFormat.Png && query.Over?.Value == MapGround.Input)
                HeatMapPicture.RequireDrawable(plan, options.FeatureMaps.MaxPixels);
        }
        catch (PictureTooLargeException e)
        {
            throw new ApiException(ErrorCodes.InvalidParameter, e.Message, e);
        }

        return plan;
    }

    /// <summary>The answer in a format.</summary>
    public static FileContentHttpResult Of(Explanation explanation, MapFormat format, ExplainQuery query, ServerOptions options) =>
        Of(Bytes(explanation, format, query, options), format, explanation.Plan.Model.Name, explanation.Plan.Request.Method.Name);

    /// <summary>An answer that was made before.</summary>
    public static FileContentHttpResult Of(byte[] bytes, MapFormat format, string model, string method) => TypedResults.File(
        bytes, format == MapFormat.Json ? JsonAnswer.ContentType : MapFormatNegotiator.MediaType(format),
        format == MapFormat.Npy ? DownloadName.Npy(model, method) : null);

    /// <summary>The bytes of the answer in a format.</summary>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    public static byte[] Bytes(Explanation explanation, MapFormat format, ExplainQuery query, ServerOptions options)
    {
        HeatMap map = explanation.Map;
        return format switch
        {
            MapFormat.Png => Draw(explanation, query, options),
            MapFormat.Npy => NpyWriter.Write(new Shape(map.Height, map.Width), map.Values),
            _ => JsonAnswer.Bytes(Describe(explanation), ApiJson.Answers.ExplainResponse),
        };
    }

    private static byte[] Draw(Explanation explanation, ExplainQuery query, ServerOptions options) => HeatMapPicture.Draw(
        explanation, query.Colormap?.Value, new RenderOptions { MaxPixels = options.FeatureMaps.MaxPixels });

    private static ExplainResponse Describe(Explanation explanation)
    {
        (ExplanationPlan plan, HeatMap map) = (explanation.Plan, explanation.Map);
        return new ExplainResponse
        {
            Model = plan.Model.Name,
            Version = plan.Model.Version,
            Method = plan.Request.Method.Name,
            Meaning = plan.Request.Method.Meaning,
            Signed = plan.Request.Method.IsSigned,
            Class = explanation.Element.Class,
            Label = explanation.Element.Label,
            Value = LayerName.Shown(plan.Target.Value.Name),
            Element = explanation.Element.Element,
            Score = Finite(explanation.Score),
            Layer = plan.Layer is { } layer ? LayerName.Shown(layer.Name) : null,
            Shape = [map.Height, map.Width],
            Original = explanation.Mapping is { } mapping ? SeenPart.Original(mapping) : null,
            Crop = explanation.Mapping is { } placed ? SeenPart.Crop(plan.Model.Inputs.Preprocessing!.Spec, placed) : null,
            Min = Finite(map.Values.Min()),
            Max = Finite(map.Values.Max()),
            Raw = new ValueRangeInfo { Min = Finite(map.Range.Min), Max = Finite(map.Range.Max) },
            Cost = new ExplainCost { Forward = plan.Cost.Forward, Gradients = plan.Cost.Gradients, Runs = plan.Cost.Runs },
            Completeness = map.Completeness is { } sum && double.IsFinite(sum.Sum) && double.IsFinite(sum.Expected)
                ? new CompletenessInfo
                {
                    Sum = sum.Sum,
                    Expected = sum.Expected,
                    Error = double.IsFinite(sum.Error) ? sum.Error : null,
                }
                : null,
        };
    }

    private static float? Finite(float value) => float.IsFinite(value) ? value : null;
}
