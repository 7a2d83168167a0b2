using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>
/// Models that take one image and give each pixel one number, such as MiDaS, DPT and Depth Anything: the answer is the map. Other maps of
/// one channel, such as saliency, are named by <c>fovea.json</c>.
/// </summary>
public sealed class DepthEstimation : ImageTask
{
    // A named map may be smaller than the input.
    private const int LeastPart = 32;

    private const int Colours = 3;

    /// <summary>The parameter <c>colormap</c>: how the values of a map become colours.</summary>
    public static ChoiceParameter Colormap { get; } = new(
        "colormap", "How the values of a depth map become colours.",
        [.. Enum.GetNames<Colormap>().Select(name => name.ToLowerInvariant())]);

    /// <inheritdoc/>
    public override string Name => DepthNetwork.Task;

    /// <inheritdoc/>
    public override string ModelNoun => "a depth estimator";

    /// <inheritdoc/>
    public override string Signature => "one image and a map of one number for each pixel";

    /// <inheritdoc/>
    public override string AnswerName => "depth";

    /// <inheritdoc/>
    public override string AnswerDescription => "The number that the network gives to each pixel, such as its depth.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => DepthJson.Default.DepthMap;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => DepthJson.Default.DepthDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } = [Colormap];

    /// <inheritdoc/>
    public override IReadOnlyList<AnswerForm> Forms { get; } =
    [
        AnswerForm.Of<DepthMap>(
            "png", MediaTypes.Png, "The map as a picture: the colours of 'colormap' from the least to the largest value.",
            static (map, arguments, _) => map.Png.Length > 0 ? map.Png : map.Draw(arguments)),
        AnswerForm.Of<DepthMap>(
            "npy", MediaTypes.Npy, "The number of each pixel, float32, [height,width]; NaN where a crop cuts the picture off.",
            static (map, _, _) => NpyWriter.Write(new Shape(map.Height, map.Width), map.Pixels!.Values)),
    ];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (candidate.Inputs.Preprocessing?.Spec is not { } spec || candidate.Plan is not { HasKnownShapes: true } plan)
            return null;
        bool isNamed = candidate.Package.Task?.Value == Name;
        PlanValue? output = (isNamed ? candidate.Package.Output : null) is { } wanted
            ? plan.Outputs.FirstOrDefault(output => output.Name == wanted.Value)
            : plan.Outputs is [var only] ? only : null;
        if (output is null || !output.ElementType.IsFloat() || output.Shape.Rank == 0 || output.Shape[0] != candidate.Inputs.Batch
            || MapOutput.Find([.. output.Shape]) is not { } map)
            return null;
        bool isDepth = candidate.Package is { Output: null, Labels: null } && spec.ChannelCount == Colours
            && map.IsWhole((spec.Width, spec.Height)) && !candidate.GivesProbabilities(output.Name);
        bool mayBe = isNamed && map.Height * (long)LeastPart >= spec.Height && map.Width * (long)LeastPart >= spec.Width;
        return isDepth || mayBe ? new DepthModel(this, output.Name, map) : null;
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a depth estimator.</summary>
internal sealed record DepthDetails
{
    [Description("The output of the network that has the map of depths; absent where the model estimates none.")]
    public required string DepthOutput { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(DepthMap))]
[JsonSerializable(typeof(DepthDetails))]
internal sealed partial class DepthJson : JsonSerializerContext;
