using Fovea.Models.Detectors;

namespace Fovea.Models.Points;

/// <summary>
/// The outputs of networks that give the landmarks of the one thing in a picture, as MediaPipe's face mesh does
/// (<c>mediapipe/modules/face_landmark</c>): positions in pixels of the input, [N,numbers,1,1], and how sure the network is that the thing
/// is there, [N,1,1,1].
/// </summary>
/// <param name="Positions">The output of the positions.</param>
/// <param name="Presence">The output of the presence.</param>
/// <param name="Count">The number of landmarks.</param>
/// <param name="Numbers">2: column and row of each; 3: and its depth.</param>
internal sealed record LandmarkOutputs(string Positions, string Presence, int Count, int Numbers)
{
    /// <summary>The name of the layout.</summary>
    public const string Layout = "landmarks";

    /// <summary>How pictures are prepared where no file says it, as fields of <c>fovea.json</c>.</summary>
    public const string Preparation = """
        {
          "input": { "channels": "rgb" },
          "resize": { "rule": "exact", "filter": "opencv-linear" },
          "normalize": { "divide": 255 }
        }
        """;

    // Fewer numbers may be scores of anything.
    private const int LeastNumbers = 10;

    private const int MostNumbers = 10_000;

    /// <summary>Finds the outputs; null where they are others. A network with labels has classes.</summary>
    public static LandmarkOutputs? Find(DetectorGraph graph)
    {
        if (graph.Labels is not null || graph.Outputs is not [var first, var second])
            return null;
        (DetectorValue positions, DetectorValue presence) = NumbersOf(first) == 1 ? (second, first) : (first, second);
        if (NumbersOf(presence) != 1 || NumbersOf(positions) is not (>= LeastNumbers and <= MostNumbers and var numbers)
            || graph.GivesProbabilities(positions.Name))
            return null;
        int each = numbers % 3 == 0 ? 3 : 2;
        return numbers % each == 0 ? new LandmarkOutputs(positions.Name, presence.Name, (int)numbers / each, each) : null;
    }

    // Vectors of convolutions: classifiers mostly end in [N,C].
    private static long? NumbersOf(DetectorValue output) => output.IsReal(4)
        ? output.Extents switch
        {
            [_, { } numbers, 1, 1] => numbers,
            [_, 1, 1, { } numbers] => numbers,
            _ => null,
        }
        : null;
}
