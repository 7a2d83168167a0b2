using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>Explains one cell of a layer for an image.</summary>
internal sealed class CellJob : ImageJob
{
    private readonly LayerInfo _layer;
    private readonly IReadOnlyList<int> _cell;
    private readonly string _key;
    private CellProbe? _probe;
    private CellReadings.Kept? _kept;

    public CellJob(
        HostedModel model, LayerInfo layer, IReadOnlyList<int> cell, ImageUpload upload, IImageDecoder decoder, ServingTelemetry telemetry,
        CancellationToken cancellation)
        : base(model, [upload], decoder, telemetry, cancellation)
    {
        _layer = layer;
        _cell = cell;
        _key = CellReadings.Key(layer.Name, upload.Bytes.Span);
        Priority = JobPriority.Background;
    }

    /// <summary>The answer, once the job has succeeded.</summary>
    public ExplainedCell? Result { get; private set; }

    public override void Prepare(int index)
    {
        _kept = Model.Readings.Find(_key);
        if (_kept is null)
            base.Prepare(index);
        else
            RunThrough(new ActionTarget((_, _) => { }));
    }

    public override void Answer()
    {
        long[] index = HostedModel.RunIndex(_layer, _cell);
        ReceptiveBox? box = BoxOf(index);
        CellExplanation? explanation = _kept!.Reading.Explain(index);
        double computed = _kept.Reading.ValueOf(index);
        QuantizedCell? integer = QuantizedCell.Of(_layer, computed);
        Result = new ExplainedCell
        {
            Layer = _layer,
            Shape = Model.MapShape(_layer),
            Cell = _cell,
            Value = integer?.Value ?? computed,
            Raw = integer?.Integer,
            Box = box,
            Picture = box?.Clipped is { } clipped ? OnPicture(clipped, _kept.Mapping) : null,
            Explanation = explanation is not null && integer is not null
                ? explanation with { Text = $"{explanation.Text} {integer.Sentence}" }
                : explanation,
            Why = explanation is null ? _kept.Probe.WhyNot : null,
        };
    }

    protected override RunTarget ChooseTarget()
    {
        _probe = Model.Graph.OpenCells(Model.Inputs.Shapes!, _layer.Name);
        return new ActionTarget(Run);
    }

    private void Run(int threads, CancellationToken cancellationToken)
    {
        CellReading reading = _probe!.Read(Images.FirstRun(_probe.Inputs), threads, cancellationToken);
        _kept = new CellReadings.Kept(_key, _probe, reading, Images.Mappings[0]);
        Model.Readings.Add(_kept);
    }

    // What of the image counts: other inputs only say how it was prepared.
    private ReceptiveBox? BoxOf(long[] index)
    {
        int rows = Model.Inputs.Preprocessing!.Spec.Layout.RowAxis();
        return _kept!.Probe.BoxOf(index).FirstOrDefault(input => input.Input == Model.Inputs.ImageName) is { } region
            ? new ReceptiveBox(region.Input, Box(region.Whole, rows), region.Clipped is { } clipped ? Box(clipped, rows) : null)
            : null;
    }

    private static CellBox Box(IReadOnlyList<AxisRange> axes, int rows) =>
        new((int)axes[rows].Begin, (int)axes[rows + 1].Begin, (int)axes[rows].End, (int)axes[rows + 1].End);

    private static PictureBox OnPicture(CellBox box, PixelMapping mapping)
    {
        (double x0, double y0) = mapping.ToShown(box.Left, box.Top);
        (double x1, double y1) = mapping.ToShown(box.Right, box.Bottom);
        return new PictureBox(Math.Min(y0, y1), Math.Min(x0, x1), Math.Max(y0, y1), Math.Max(x0, x1));
    }
}
