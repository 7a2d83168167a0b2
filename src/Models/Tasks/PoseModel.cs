using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Poses;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The people in one network's pictures.</summary>
internal sealed class PoseModel : TaskModel
{
    // Key points below it are not drawn.
    private const float LeastDrawn = 0.3f;

    private readonly string _model;
    private readonly PoseOutputs _outputs;
    private readonly int _stride;
    private readonly bool _givesHeat;
    private readonly bool _givesPixels;

    public PoseModel(Pose task, TaskCandidate candidate, PoseOutputs outputs, int stride)
        : base(task)
    {
        _model = candidate.Package.Name;
        _outputs = outputs;
        _stride = stride;
        _givesHeat = candidate.GivesProbabilities(outputs.Heatmaps);
        _givesPixels = outputs.Segments is { } segments && candidate.GivesProbabilities(segments);
        Details = new PoseDetails { PoseOutputs = outputs.Names, PoseStride = stride };
    }

    public override IReadOnlyList<string> Outputs => _outputs.Names;

    public override object Details { get; }

    public override void Check(TaskArguments arguments)
    {
        if (_outputs.Segments is null)
            MaskForms.Refuse(arguments, _model);
    }

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        int parts = PoseParts.Names.Count, edges = PoseParts.Edges.Count;
        ScoreMaps heatmaps = Maps(outputs, 0, parts);
        var fields = new PoseFields(
            heatmaps, _givesHeat, Like(heatmaps, outputs, 1, 2 * parts), Like(heatmaps, outputs, 2, 2 * edges),
            Like(heatmaps, outputs, 3, 2 * edges), _stride);
        int most = Math.Min(arguments[Detection.Max] ?? PoseDecoder.UsualPeople, PoseDecoder.MostPeople);
        IReadOnlyList<FoundPose> found = PoseDecoder.Read(
            fields, arguments[Detection.Threshold] ?? PoseDecoder.UsualScore, most, outputs.Cancellation);
        return new PosedPeople
        {
            People = [.. found.Select(pose => Describe(pose, outputs.Mapping))],
            Mask = _outputs.Segments is null
                ? null
                : MaskOf(
                    PeoplePixels.Of(Maps(outputs, 4, 1), _givesPixels, outputs.Mapping, MapAxes.MostSide, outputs.Cancellation),
                    new MaskForms(arguments, outputs.Cancellation), outputs.Cancellation),
        };
    }

    public override IReadOnlyList<AnswerMark> Marks(object answer)
    {
        var found = (PosedPeople)answer;
        AnswerMark[] people = [.. found.People.Select(Mark)];
        return found.Mask is not { Pixels: > 0 } mask
            ? people
            : [.. people, new AnswerMark(
                string.Create(CultureInfo.InvariantCulture, $"people {100.0 * mask.Pixels / ((long)mask.Width * mask.Height):0.0}%"),
                people.Length)
            {
                Mask = new PictureMask(mask.Width, mask.Height, mask.Counts),
            }];
    }

    private static AnswerMark Mark(PosedPerson person, int index)
    {
        PersonPoint[] seen = [.. person.Keypoints.Where(point => point.Score >= LeastDrawn)];
        return new AnswerMark(string.Create(CultureInfo.InvariantCulture, $"person {100 * person.Score:0}%"), index)
        {
            Box = seen.Length == 0 ? null : Sides(Around(seen)),
            Points = [.. seen.Select(point => (point.X, point.Y))],
        };
    }

    private static (float X, float Y, float Width, float Height) Sides(DetectedBox box) => (box.X, box.Y, box.Width, box.Height);

    private ScoreMaps Maps(ImageOutputs outputs, int output, int channels)
    {
        Shape shape = outputs.Shape(output);
        if (shape.Rank != 3 || shape[_outputs.ChannelsLast ? 2 : 0] != channels)
        {
            throw new InferenceException(
                $"The network's output '{_outputs.Names[output]}' has the shape {shape} for one picture; {channels} channels were " +
                "expected.");
        }

        (int height, int width) = _outputs.ChannelsLast ? ((int)shape[0], (int)shape[1]) : ((int)shape[1], (int)shape[2]);
        return new ScoreMaps(outputs.Floats(output), channels, height, width, _outputs.ChannelsLast);
    }

    private ScoreMaps Like(ScoreMaps heatmaps, ImageOutputs outputs, int output, int channels)
    {
        ScoreMaps maps = Maps(outputs, output, channels);
        return (maps.Width, maps.Height) == (heatmaps.Width, heatmaps.Height) ? maps : throw new InferenceException(
            $"The network's output '{_outputs.Names[output]}' has {maps.Height}x{maps.Width} cells; " +
            $"{heatmaps.Height}x{heatmaps.Width} were expected, as '{_outputs.Heatmaps}' has.");
    }

    private static PosedPerson Describe(FoundPose pose, PixelMapping mapping)
    {
        PersonPoint[] points = [.. pose.Points.Select((point, i) => Clipped(PoseParts.Names[i], point, mapping))];
        return new PosedPerson { Score = (float)pose.Score, Keypoints = points, Box = Around(points) };
    }

    private static PersonPoint Clipped(string name, PosePoint point, PixelMapping mapping)
    {
        (double x, double y) = mapping.ToShown(point.X, point.Y);
        (int width, int height) = mapping.ShownSize;
        return new PersonPoint(name, (float)Math.Clamp(x, 0, width), (float)Math.Clamp(y, 0, height), point.Score);
    }

    private static DetectedBox Around(IReadOnlyList<PersonPoint> points)
    {
        float left = points.Min(point => point.X), top = points.Min(point => point.Y);
        return new DetectedBox(left, top, points.Max(point => point.X) - left, points.Max(point => point.Y) - top);
    }

    private static PeopleMask MaskOf(ClassMap map, MaskForms forms, CancellationToken cancellationToken)
    {
        ClassRuns? runs = ClassRuns.Of(map, cancellationToken).FirstOrDefault(runs => runs.Index == PeoplePixels.Person);
        IReadOnlyList<int> counts = runs?.Counts ?? [map.Classes.Length];
        (MaskPolygons? polygons, string? png) = forms.Of(map.Width, map.Height, counts);
        return new PeopleMask(map.Width, map.Height, runs?.Pixels ?? 0, counts) { Polygons = polygons, Png = png };
    }
}
