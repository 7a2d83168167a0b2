using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// A 1x1 convolution, the depthwise convolution after it and, if there is one, the 1x1 convolution after that: the block of a mobile
/// network (Sandler et al., "MobileNetV2", 2018), computed in bands of lines. Intermediate values never leave the second-level cache, and
/// threads synchronise once instead of three times. Each element is computed as by the separate steps.
/// </summary>
internal sealed class BandedStep : Step
{
    private readonly DenseConvolutionStep _expand;
    private readonly DepthwiseStep _depthwise;
    private readonly DenseConvolutionStep? _project;
    private readonly int _band;
    private readonly long _expandedBytes;
    private readonly long _filteredBytes;
    private readonly long _expandScratch;

    /// <param name="expand">A pointwise convolution of one image.</param>
    /// <param name="depthwise">The depthwise convolution that reads its whole result.</param>
    /// <param name="project">A pointwise convolution that reads the whole depthwise result; null if there is none.</param>
    /// <param name="bandBytes">Bytes of the two intermediate tensors that may be alive at a time.</param>
    public BandedStep(DenseConvolutionStep expand, DepthwiseStep depthwise, DenseConvolutionStep? project, long bandBytes)
    {
        _expand = expand;
        _depthwise = depthwise;
        _project = project;
        ConvolutionShape shape = depthwise.Shape;
        long line = shape.InputWidth * shape.InputPixelStride * sizeof(float);
        long filtered = project is null ? 0 : shape.OutputWidth * shape.OutputPixelStride * sizeof(float);
        int most = shape.OutputHeight;
        while (most > 1 && (LinesRead(shape, most) * line) + (most * filtered) > bandBytes)
            most--;
        // As few bands as the limit allows, as even as possible.
        int bands = (shape.OutputHeight + most - 1) / most;
        _band = (shape.OutputHeight + bands - 1) / bands;
        _expandedBytes = Alignment.Up(LinesRead(shape, _band) * line);
        _filteredBytes = Alignment.Up(_band * filtered);
        _expandScratch = Alignment.Up(expand.ScratchBytes);
        Reads = [.. expand.Reads, .. (project?.Reads.Skip(1) ?? [])];
        Writes = (project as Step ?? depthwise).Writes;
    }

    /// <summary>Lines of the expanded tensor that a band of the filtered tensor depends on.</summary>
    private static long LinesRead(ConvolutionShape shape, int band) =>
        Math.Min(shape.InputHeight, ((band - 1) * shape.StrideHeight) + shape.KernelHeight);

    /// <summary>Lines of the filtered tensor in a band.</summary>
    public int Lines => _band;

    /// <summary>Bytes of the two intermediate tensors of a band.</summary>
    public long BandBytes => _expandedBytes + _filteredBytes;

    public override string Kernel =>
        $"bands of {_band} lines: {_expand.Kernel}; {_depthwise.Kernel}{(_project is null ? string.Empty : $"; {_project.Kernel}")}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override IReadOnlyList<PlanBuffer> PackedReads =>
        [.. _expand.PackedReads, .. _depthwise.PackedReads, .. _project?.PackedReads ?? []];

    public override long ScratchBytes => _expandedBytes + _filteredBytes + _expandScratch + (_project?.ScratchBytes ?? 0);

    public override long MultiplyAdds => _expand.MultiplyAdds + _depthwise.MultiplyAdds + (_project?.MultiplyAdds ?? 0);

    public override long ConstantBytes => _expand.ConstantBytes + _depthwise.ConstantBytes + (_project?.ConstantBytes ?? 0);

    public override LayerClass Class => LayerClass.MobileBlock;

    public override IReadOnlyList<Step> Members => _project is null ? [_expand, _depthwise] : [_expand, _depthwise, _project];

    public override double Cost => _expand.Cost + _depthwise.Cost + (_project?.Cost ?? 0);

    // The lines at the seams of parts are computed twice, so parts are as few as possible.
    public override int MaxPartsPerThread => 1;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ConvolutionShape shape = _depthwise.Shape;
        byte* scratch = run.Scratch(this);
        float* expanded = (float*)scratch;
        float* filtered = (float*)(scratch + _expandedBytes);
        byte* expandScratch = scratch + _expandedBytes + _filteredBytes;
        long line = shape.InputWidth * shape.InputPixelStride;
        long filteredLine = shape.OutputWidth * shape.OutputPixelStride;
        (long first, long last) = Partition.Of(shape.OutputHeight, part, parts);
        long from = 0;
        long to = 0;
        for (long y = first; y < last; y += _band)
        {
            long end = Math.Min(last, y + _band);
            long low = Math.Clamp((y * shape.StrideHeight) - shape.PadTop, 0, shape.InputHeight);
            long high = Math.Clamp(((end - 1) * shape.StrideHeight) - shape.PadTop + shape.KernelHeight, low, shape.InputHeight);
            // Moves the lines that the previous band has computed to the front.
            long kept = Math.Clamp(to - low, 0, high - low);
            if (kept > 0 && low > from)
                Buffer.MemoryCopy(expanded + ((low - from) * line), expanded, _expandedBytes, kept * line * sizeof(float));
            (from, to) = (low, high);
            // The kernels count lines from the image's first one; the addresses of lines outside the band are never used.
            float* image = expanded - (low * line);
            if (low + kept < high)
                _expand.ExecuteRows(in run, null, image, expandScratch, (low + kept) * shape.InputWidth, high * shape.InputWidth);
            float* target = _project is null ? null : filtered - (y * filteredLine);
            _depthwise.ExecuteRows(in run, image, target, y, end);
            _project?.ExecuteRows(in run, target, null, expandScratch + _expandScratch, y * shape.OutputWidth, end * shape.OutputWidth);
        }
    }
}
