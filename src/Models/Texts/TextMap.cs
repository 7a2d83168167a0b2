using Fovea.Inference;

namespace Fovea.Models.Texts;

/// <summary>
/// Reads texts from a map of probabilities, as PaddleOCR does it for differentiable binarisation (ppocr/postprocess/db_postprocess.py,
/// <c>boxes_from_bitmap</c>; tools/infer/utility.py has the defaults).
/// </summary>
internal static class TextMap
{
    /// <summary>The least mean of the map in a text, where a request has no other.</summary>
    public const double UsualScore = 0.6;

    /// <summary>The most texts that are looked at.</summary>
    public const int MostCandidates = 1000;

    // A cell above it belongs to a text.
    private const float Above = 0.3f;

    // What a text is widened by, times its area over its perimeter.
    private const double Ratio = 1.5;

    // The shorter side of a text in cells, before it is widened and after.
    private const float LeastSide = 3;

    private const float LeastWidened = LeastSide + 2;

    /// <summary>The texts of a map, in the order of their outlines.</summary>
    /// <param name="map">The probabilities, row by row.</param>
    /// <param name="width">The columns.</param>
    /// <param name="height">The rows.</param>
    /// <param name="leastScore">The least mean of the map in a text.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InferenceException">A value is not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<FoundText> Read(
        ReadOnlySpan<float> map, int width, int height, double leastScore, CancellationToken cancellationToken = default)
    {
        List<FoundText> found = [];
        foreach (IReadOnlyList<MapCell> outline in MapOutlines.Find(map, width, height, Above, MostCandidates, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (LeastRectangle.Around(ConvexHull.Of(outline, endsAtFirst: true)) is not { Short: >= LeastSide } text)
                continue;
            double score = PolygonMean.Of(map, width, height, text.Corners);
            if (score >= leastScore
                && LeastRectangle.Around(ConvexHull.Of(PolygonOffset.Widen(text.Corners, Ratio), endsAtFirst: false))
                    is { Short: >= LeastWidened } widened)
                found.Add(new FoundText(widened.Corners, score));
        }

        return found;
    }
}
