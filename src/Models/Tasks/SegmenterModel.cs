using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The classes of the pixels of one segmenter's pictures.</summary>
internal sealed class SegmenterModel(
    Segmentation task, TaskCandidate candidate, SegmenterLayout layout, (int Width, int Height) input)
    : TaskModel(task)
{
    // A picture with more colours tells nothing.
    private const int MostDrawn = 100;

    private const double UsualThreshold = 0.5;

    private readonly int? _known = layout.Form switch
    {
        SegmenterForm.Scores => layout.Channels,
        SegmenterForm.Matte => 2,
        _ => candidate.Package.Labels?.Count,
    };

    private readonly ClassLabels _labels = new(
        candidate.Package.Name, candidate.Package.Labels,
        layout.Form switch { SegmenterForm.Scores => layout.Channels, SegmenterForm.Matte => 2, _ => null });

    public override IReadOnlyList<string> Outputs { get; } = [layout.Output];

    public override object Details { get; } = new SegmenterDetails
    {
        MapOutput = layout.Output,
        MapForm = layout.Form.ToString().ToLowerInvariant(),
    };

    public override IReadOnlyList<AnswerForm> Forms { get; } =
        layout.Form == SegmenterForm.Scores && layout.Channels > ClassPixels.MostClasses
            ? [.. task.Forms.Where(form => form != ClassPixels.Indexed)]
            : task.Forms;

    public override void Check(TaskArguments arguments)
    {
        if (arguments[Detection.Threshold] is not null && layout.Form != SegmenterForm.Matte)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter 'threshold' is given; the model '{candidate.Package.Name}' gives each pixel one of several classes, and " +
                "has none. Leave it out.");
        }

        _labels.Find(arguments[Detection.Classes]);
    }

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        ReadOnlySpan<float> values = outputs.Floats(0);
        (int width, int height) = SidesFor(outputs.Mapping.InputSize);
        if (values.Length != (long)layout.Channels * width * height)
        {
            throw new InferenceException(
                $"The network's map has the shape {outputs.Shape(0)} for an input of {outputs.Mapping.InputSize.Width}x" +
                $"{outputs.Mapping.InputSize.Height} pixels; {layout.Channels} channel(s) of {width}x{height} cells were expected.");
        }

        var maps = new ScoreMaps(values, layout.Channels, height, width, layout.ChannelsLast);
        ClassMap map = layout.Form == SegmenterForm.Classes
            ? ClassMap.OfClasses(maps, outputs.Mapping, outputs.Mapping.InputSize, MapAxes.MostSide, outputs.Cancellation)
            : ClassMap.OfScores(
                maps, outputs.Mapping, outputs.Mapping.InputSize, MapAxes.MostSide,
                (float)(arguments[Detection.Threshold] ?? UsualThreshold), outputs.Cancellation);
        HashSet<int>? wanted = _labels.Find(arguments[Detection.Classes]);
        var forms = new MaskForms(arguments, outputs.Cancellation);
        return new SegmentedPicture
        {
            Width = map.Width,
            Height = map.Height,
            Classes =
            [
                .. ClassRuns.Of(map, outputs.Cancellation).Where(runs => wanted?.Contains(runs.Index) != false)
                    .Select(runs => Describe(map, runs, forms)),
            ],
            Known = _known,
        };
    }

    public override IReadOnlyList<AnswerMark> Marks(object answer)
    {
        var picture = (SegmentedPicture)answer;
        return
        [
            .. picture.Classes.Where(part => !IsBackground(part)).Take(MostDrawn).Select(part => new AnswerMark(
                string.Create(CultureInfo.InvariantCulture, $"{part.Label} {100 * part.Share:0.0}%"), part.Index)
            {
                Mask = new PictureMask(picture.Width, picture.Height, part.Counts),
            }),
        ];
    }

    // The map of a larger input is as much larger.
    private (int Width, int Height) SidesFor((int Width, int Height) size) => (
        (int)Math.Ceiling((double)layout.Width * size.Width / input.Width),
        (int)Math.Ceiling((double)layout.Height * size.Height / input.Height));

    // What is behind the things that the network knows keeps its colours.
    private bool IsBackground(SegmentedClass part) =>
        layout.Form == SegmenterForm.Matte ? part.Index == 0 : part.Label.Equals("background", StringComparison.OrdinalIgnoreCase);

    private SegmentedClass Describe(ClassMap map, ClassRuns runs, MaskForms forms)
    {
        (MaskPolygons? polygons, string? png) = forms.Of(map.Width, map.Height, runs.Counts);
        return new SegmentedClass
        {
            Label = _labels[runs.Index],
            Index = runs.Index,
            Pixels = runs.Pixels,
            Share = (float)runs.Pixels / map.Classes.Length,
            Counts = runs.Counts,
            Polygons = polygons,
            Png = png,
        };
    }
}
