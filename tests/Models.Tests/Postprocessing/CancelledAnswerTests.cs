using Fovea.Models.Detectors;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Points;
using Fovea.Models.Poses;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Texts;

namespace Fovea.Models.Tests.Postprocessing;

/// <summary>What makes answers ends when they are not wanted any more, and is not changed by a token that nobody cancels.</summary>
public sealed class CancelledAnswerTests
{
    private const int Side = 16;

    private static readonly float[] Map = [.. Enumerable.Range(0, Side * Side).Select(i => i % Side is > 3 and < 12 ? 1f : 0f)];

    private static readonly DetectionRules Rules = new() { Threshold = 0 };

    public static TheoryData<string> Names => [.. Loops.Keys];

    private static IReadOnlyDictionary<string, Action<CancellationToken>> Loops { get; } = new Dictionary<string, Action<CancellationToken>>
    {
        ["candidates"] = token => new BoxCandidates(0, isInclusive: true) { Cancellation = token }.AddCorners(0, 0, 1, 1, 1, 0, 0),
        ["suppression"] = token => Suppression.Run([default(BoxCandidate)], Rules, 0.5, 9, token),
        ["groups"] = token => Suppression.Groups([default(BoxCandidate)], Rules, 0.5, 9, token),
        ["rotated suppression"] = token => RotatedSuppression.Run([(default, 0)], isAgnostic: true, 0.5, 9, token),
        ["masks"] = token => new ObjectMasks(Whole, (Side, Side), []).Draw(Map, [1], new DetectedBox(0, 0, Side, Side), token),
        ["scores"] = token => ClassMap.OfScores(Maps, Whole, (Side, Side), 2048, 0.5f, token),
        ["classes"] = token => ClassMap.OfClasses(Maps, Whole, (Side, Side), 2048, token),
        ["runs"] = token => ClassRuns.Of(new ClassMap(2, 2, [0, 1, 1, 0]), token),
        ["people"] = token => PeoplePixels.Of(Maps, isProbability: true, Whole, 2048, token),
        ["poses"] = token => PoseDecoder.Read(
            new PoseFields(Zeros(17), true, Zeros(34), Zeros(32), Zeros(32), 16), PoseDecoder.UsualScore, 1, token),
        ["texts"] = token => TextMap.Read(Map, Side, Side, 0, token),
        ["outlines"] = token => MapOutlines.Find(Map, Side, Side, 0.5f, 10, token),
        ["key points"] = token => new KeyPointFinder(1, 1, token).Find(new float[KeyPointOutputs.CellLogits], [1]),
        ["descriptors"] = token => new KeyPointFinder(2, 2, token).Describe([1, 1, 1, 1], new KeyPoint(0, 0, 1)),
        ["PNG"] = token =>
        {
            using var canvas = new Canvas(Side, Side, 0xFF0000);
            canvas.EncodePng(token);
        },
    };

    private static ScoreMaps Maps => new(Map, 1, Side, Side, channelsLast: false);

    private static PixelMapping Whole => ClassMapTests.Whole(Side, Side);

    private static ScoreMaps Zeros(int channels) => new(new float[channels], channels, 1, 1, channelsLast: false);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loop_ends_when_it_is_cancelled(string name)
    {
        using var ends = new CancellationTokenSource();
        Loops[name](ends.Token);
        ends.Cancel();

        Assert.Throws<OperationCanceledException>(() => Loops[name](ends.Token));
    }
}
