using Fovea.Api.Contracts;
using Fovea.Models.Jobs;
using Fovea.Models.StyleTransfer;

namespace Fovea.Api.Endpoints;

/// <summary>Style transfers as answers.</summary>
internal static class StyleTransferDescription
{
    /// <summary>The most points of a curve.</summary>
    private const int MostPoints = 1000;

    private const int PreviewSide = 128;

    public static StyleTransferResponse Of(PathString pathBase, LongJob job)
    {
        var work = (StyleTransferWork)job.Work;
        int every = Math.Max(1, (work.Steps + MostPoints - 1) / MostPoints);
        StyleLosses[] losses = [.. work.Losses.Where((_, step) => step % every == 0)];
        var curves = new StyleLossCurves
        {
            Every = every,
            Content = [.. losses.Select(loss => loss.Content)],
            Style = [.. losses.Select(loss => loss.Style)],
            Variation = [.. losses.Select(loss => loss.Variation)],
        };
        return new StyleTransferResponse(
            JobText.Describe(job, $"{pathBase}/style-transfers/{job.Id}"), work.Width, work.Height, Describe(work.Recipe), curves);
    }

    public static (StyleTransferEvent Event, bool HasPicture) Event(LongJob job, bool withPicture)
    {
        var work = (StyleTransferWork)job.Work;
        byte[]? png = withPicture ? work.Preview(PreviewSide) : null;
        StyleLosses? last = work.Losses is { Count: > 0 } losses ? losses[^1] : null;
        var answer = new StyleTransferEvent(JobText.Progress(job))
        {
            Content = last?.Content,
            Style = last?.Style,
            Variation = last?.Variation,
            Image = png is null ? null : $"data:image/png;base64,{Convert.ToBase64String(png)}",
        };
        return (answer, png is not null);
    }

    private static StyleRecipeInfo Describe(StyleRecipe recipe) => new()
    {
        Preset = Name(recipe.Preset),
        ContentLayers = recipe.ContentLayers,
        StyleLayers = recipe.StyleLayers,
        ContentWeight = recipe.ContentWeight,
        StyleWeights = recipe.StyleWeights,
        TvWeight = recipe.VariationWeight,
        Scale = Name(recipe.Scale),
        LearningRate = recipe.LearningRate,
        Start = Name(recipe.Start),
        Seed = recipe.Seed,
        Colour = recipe.KeepsColour ? "keep" : "transfer",
    };

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
