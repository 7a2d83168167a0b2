using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// A 1x1 convolution, the convolution with a larger window after it and, if there is one, the 1x1 convolution after that, computed in bands
/// of lines: the block of a mobile network, whose window is depthwise (Sandler et al., "MobileNetV2", 2018), or the bottleneck block of a
/// residual one (He et al., "Deep Residual Learning", 2016). In place of the first 1x1 there may be a network's first convolution.
/// Intermediate values never leave the second-level cache, and threads synchronise once instead of three times. Each element is computed as
/// by the separate steps.
/// </summary>
internal sealed class BandedStep : Step
{
    private readonly DenseConvolutionStep _expand;
    private readonly ConvolutionStep _window;
    private readonly DenseConvolutionStep? _project;
    private readonly int _band;
    private readonly long _expandedBytes;
    private readonly long _filteredBytes;
    private readonly long _memberScratch;

    /// <param name="expand">A pointwise convolution, or the first one of the network, of one image.</param>
    /// <param name="window">The convolution that reads its whole result.</param>
    /// <param name="project">A pointwise convolution that reads the whole result of that; null if there is none.</param>
    /// <param name="bandBytes">Bytes of the two intermediate tensors that may be alive at a time.</param>
    public BandedStep(DenseConvolutionStep expand, ConvolutionStep window, DenseConvolutionStep? project, long bandBytes)
    {
        _expand = expand;
        _window = window;
        _project = project;
        ConvolutionShape shape = window.Shape;
        long line = shape.InputWidth * shape.InputPixelStride * sizeof(float);
        long filtered = project is null ? 0 : shape.OutputWidth * shape.OutputPixelStride * sizeof(float);
        int together = window.LinesTogether;
        int ranges = (shape.OutputHeight + together - 1) / together;
        int most = ranges;
        while (most > 1 && (LinesRead(shape, most * together) * line) + (most * together * filtered) > bandBytes)
            most--;
        // As few bands as the limit allows, as even as possible.
        int bands = (ranges + most - 1) / most;
        _band = (ranges + bands - 1) / bands * together;
        _expandedBytes = Alignment.Up(LinesRead(shape, _band) * line);
        _filteredBytes = Alignment.Up(_band * filtered);
        _memberScratch = Math.Max(Math.Max(expand.ScratchBytes, window.ScratchBytes), project?.ScratchBytes ?? 0);
        Reads = [.. expand.Reads, .. (project?.Reads.Skip(1) ?? [])];
        Writes = (project ?? _window).Writes;
    }

    /// <summary>Lines of the expanded tensor that a band of the filtered tensor depends on.</summary>
    private static long LinesRead(ConvolutionShape shape, int band) =>
        Math.Min(shape.InputHeight, ((band - 1) * shape.StrideHeight) + shape.KernelHeight);

    /// <summary>Lines of the filtered tensor in a band.</summary>
    public int Lines => _band;

    /// <summary>Bytes of the two intermediate tensors of a band.</summary>
    public long BandBytes => _expandedBytes + _filteredBytes;

    public override string Kernel =>
        $"bands of {_band} lines: {_expand.Kernel}; {_window.Kernel}{(_project is null ? string.Empty : $"; {_project.Kernel}")}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override IReadOnlyList<PlanBuffer> PackedReads =>
        [.. _expand.PackedReads, .. _window.PackedReads, .. _project?.PackedReads ?? []];

    public override long ScratchBytes => _expandedBytes + _filteredBytes + _memberScratch;

    public override long MultiplyAdds => _expand.MultiplyAdds + _window.MultiplyAdds + (_project?.MultiplyAdds ?? 0);

    public override long PerformedMultiplyAdds =>
        _expand.PerformedMultiplyAdds + _window.PerformedMultiplyAdds + (_project?.PerformedMultiplyAdds ?? 0);

    public override long ConstantBytes => _expand.ConstantBytes + _window.ConstantBytes + (_project?.ConstantBytes ?? 0);

    public override LayerClass Class => _window is DepthwiseStep ? LayerClass.MobileBlock : LayerClass.BottleneckBlock;

    public override IReadOnlyList<Step> Members => _project is null ? [_expand, _window] : [_expand, _window, _project];

    public override double Cost => _expand.Cost + _window.Cost + (_project?.Cost ?? 0);

    // The lines at the seams of parts are computed twice, so parts are as few as possible.
    public override int MaxPartsPerThread => 1;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ConvolutionShape shape = _window.Shape;
        byte* scratch = run.Scratch(this);
        float* expanded = (float*)scratch;
        float* filtered = (float*)(scratch + _expandedBytes);
        byte* memberScratch = scratch + _expandedBytes + _filteredBytes;
        long line = shape.InputWidth * shape.InputPixelStride;
        long filteredLine = shape.OutputWidth * shape.OutputPixelStride;
        long together = _window.LinesTogether;
        (long first, long last) = Partition.Of((shape.OutputHeight + together - 1) / together, part, parts);
        (first, last) = (first * together, Math.Min(last * together, shape.OutputHeight));
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
                _expand.ExecuteLines(in run, null, image, memberScratch, low + kept, high);
            float* target = _project is null ? null : filtered - (y * filteredLine);
            _window.ExecuteLines(in run, image, target, memberScratch, y, end);
            _project?.ExecuteLines(in run, target, null, memberScratch, y, end);
        }
    }
}
