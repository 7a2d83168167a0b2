using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Explanations;
using Fovea.Models.Explanations.Methods;
using Fovea.Models.FeatureMaps;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>What is explained, how, and how it is answered.</summary>
internal sealed record ExplainQuery
{
    private const int MostAxes = 8;

    // The longest edge of a picture that a map is drawn over.
    private const int PictureEdge = 1024;

    [FromQuery(Name = "method")]
    [Description("The method: gradcam (the default), gradcam++, layercam, saliency, smoothgrad, integrated-gradients, guided-backprop, "
        + "guided-gradcam or occlusion.")]
    public string? Method { get; init; }

    [FromQuery(Name = "class")]
    [Description("The class that is explained: its index, or its label. Without it, the one that is predicted.")]
    public string? Class { get; init; }

    [FromQuery(Name = "output")]
    [Description("The output, or layer, of which an element is explained instead of a class, as it is: for boxes, masks and regressions.")]
    public string? Output { get; init; }

    [FromQuery(Name = "index")]
    [Description("The element of the output: a position along each axis of one image's output, separated by commas, or one number: its "
        + "position among all elements.")]
    public string? Index { get; init; }

    [FromQuery(Name = "layer")]
    [Description("The layer that gradcam, gradcam++, layercam and guided-gradcam look at. Without it, the last with rows and columns.")]
    public string? Layer { get; init; }

    [FromQuery(Name = "samples")]
    [Range(1, 10_000)]
    [Description("smoothgrad: how many noisy pictures are averaged. Without it, 25.")]
    public int? Samples { get; init; }

    [FromQuery(Name = "noise")]
    [Description("smoothgrad: the noise's standard deviation as a part of the input's range, a number from 0 to 10. Without it, 0.15.")]
    public string? Noise { get; init; }

    [FromQuery(Name = "seed")]
    [Range(0, int.MaxValue)]
    [Description("smoothgrad: what the noise follows from. Without it, 0.")]
    public int? Seed { get; init; }

    [FromQuery(Name = "steps")]
    [Range(1, 10_000)]
    [Description("integrated-gradients: the points between the baseline and the picture. Without it, 100.")]
    public int? Steps { get; init; }

    [FromQuery(Name = "window")]
    [Range(1, 10_000)]
    [Description("occlusion: the rows and columns of what is covered, in pixels of the network's input. Without it, a sixth of the "
        + "shorter side.")]
    public int? Window { get; init; }

    [FromQuery(Name = "stride")]
    [Range(1, 10_000)]
    [Description("occlusion: the pixels from one window to the next; at most the window. Without it, half of the window.")]
    public int? Stride { get; init; }

    [FromQuery(Name = "baseline")]
    [Description("integrated-gradients, occlusion: what stands for nothing: a black or white picture, or zero, the network's input of "
        + "zeros. Without it, black for integrated-gradients and zero for occlusion.")]
    public Choice<Baseline>? Baseline { get; init; }

    [FromQuery(Name = "colormap")]
    [Description("png: how values become colours. Without it, viridis; from blue through white to red where values have "
        + "signs.")]
    public Choice<Colormap>? Colormap { get; init; }

    [FromQuery(Name = "over")]
    [Description("png: what the map lies over: the picture as it was sent, upright, with at most 1024 pixels along its longer side, or the "
        + "network's input. Without it, picture.")]
    public Choice<MapGround>? Over { get; init; }

    /// <summary>What is asked for.</summary>
    /// <exception cref="ApiException">There is no such method, it does not read a parameter that is given, or one is wrong.</exception>
    public ExplanationRequest Read(long maxRuns, string? otherwise = null)
    {
        ExplanationMethod method = FindMethod();
        RequireRead(method, "layer", Layer, method.ReadsLayer);
        foreach ((string name, object? value) in new (string, object?)[]
            { ("samples", Samples), ("noise", Noise), ("seed", Seed), ("steps", Steps), ("window", Window), ("stride", Stride),
                ("baseline", Baseline) })
        {
            RequireRead(method, name, value, method.Parameters.Contains(name));
        }

        var usual = new ExplanationSettings();
        return new ExplanationRequest
        {
            Method = method,
            Class = Class,
            Output = Output,
            Index = Index is null ? null : ReadIndex(Index),
            Layer = Layer,
            MaxRuns = maxRuns,
            Otherwise = otherwise,
            Settings = usual with
            {
                Samples = Samples ?? usual.Samples,
                Steps = Steps ?? usual.Steps,
                Window = Window,
                Stride = Stride,
                Noise = Noise is null ? usual.Noise : ReadNoise(Noise),
                Baseline = Baseline?.Value,
                Seed = Seed ?? usual.Seed,
            },
        };
    }

    /// <summary>The longest edge of the sent picture that the map is drawn over; 0 where it is not.</summary>
    public int ReadPictureEdge(MapFormat format, long maxPixels) => format == MapFormat.Png && Over?.Value != MapGround.Input
        ? (int)Math.Min(PictureEdge, Math.Max(1, Math.Sqrt(maxPixels)))
        : 0;

    private ExplanationMethod FindMethod()
    {
        if (Method is null)
            return MethodTable.All[0];
        // A plus sign in an address that is not encoded is read as a space.
        string name = Method.Replace(' ', '+');
        return MethodTable.Find(name) ?? throw Invalid(
            $"The parameter 'method' is '{ShownText.Name(Method)}'; expected one of " +
            $"{string.Join(", ", MethodTable.All.Select(method => method.Name))}.");
    }

    private static void RequireRead(ExplanationMethod method, string name, object? value, bool isRead)
    {
        if (value is null || isRead)
            return;
        IEnumerable<string> readers = MethodTable.All
            .Where(other => name == "layer" ? other.ReadsLayer : other.Parameters.Contains(name)).Select(other => other.Name);
        throw Invalid(
            $"The parameter '{name}' is given, and the method '{method.Name}' does not read it; {string.Join(", ", readers)} " +
            $"{(readers.Count() == 1 ? "does" : "do")}. Leave it out, or choose another method.");
    }

    private static int[] ReadIndex(string text)
    {
        string[] parts = text.Split(',', MostAxes + 1, StringSplitOptions.TrimEntries);
        int[] index = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > MostAxes || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out index[i]))
                throw Invalid(
                    $"The parameter 'index' is '{ShownText.Name(text)}'; expected whole numbers separated by commas, such as '0,4,17'.");
        }

        return index;
    }

    private static double ReadNoise(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double noise)
        && noise is >= 0 and <= ExplanationSettings.MaxNoise
            ? noise
            : throw Invalid(
                $"The parameter 'noise' is '{ShownText.Name(text)}'; expected a number from 0 to {ExplanationSettings.MaxNoise}, " +
                "such as 0.15.");

    private static ApiException Invalid(string message) => new(ErrorCodes.InvalidParameter, message);
}
