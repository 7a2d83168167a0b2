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
    private readonly DenseConvolutionStep _first;
    private readonly ConvolutionStep _window;
    private readonly DenseConvolutionStep? _last;
    private readonly int _band;
    private readonly long _firstBytes;
    private readonly long _windowBytes;
    private readonly long _memberScratch;

    /// <param name="first">A pointwise convolution, or the first one of the network, of one image.</param>
    /// <param name="window">The convolution that reads its whole result.</param>
    /// <param name="last">A pointwise convolution that reads the whole result of that; null if there is none.</param>
    /// <param name="bandBytes">Bytes of the two intermediate tensors that may be alive at a time.</param>
    public BandedStep(DenseConvolutionStep first, ConvolutionStep window, DenseConvolutionStep? last, long bandBytes)
    {
        _first = first;
        _window = window;
        _last = last;
        ConvolutionShape shape = window.Shape;
        long line = shape.InputWidth * shape.InputPixelStride * sizeof(float);
        long windowLine = last is null ? 0 : shape.OutputWidth * shape.OutputPixelStride * sizeof(float);
        int together = window.LinesTogether;
        int ranges = (shape.OutputHeight + together - 1) / together;
        int most = ranges;
        while (most > 1 && (LinesRead(shape, most * together) * line) + (most * together * windowLine) > bandBytes)
            most--;
        // As few bands as the limit allows, as even as possible.
        int bands = (ranges + most - 1) / most;
        _band = (ranges + bands - 1) / bands * together;
        _firstBytes = Alignment.Up(LinesRead(shape, _band) * line);
        _windowBytes = Alignment.Up(_band * windowLine);
        _memberScratch = Math.Max(Math.Max(first.ScratchBytes, window.ScratchBytes), last?.ScratchBytes ?? 0);
        Reads = [.. first.Reads, .. (last?.Reads.Skip(1) ?? [])];
        Writes = (last ?? _window).Writes;
    }

    /// <summary>Lines of the first result that a band of the window's result depends on.</summary>
    private static long LinesRead(ConvolutionShape shape, int band) =>
        Math.Min(shape.InputHeight, ((band - 1) * shape.StrideHeight) + shape.KernelHeight);

    /// <summary>Lines of the window's result in a band.</summary>
    public int Lines => _band;

    /// <summary>Bytes of the two intermediate tensors of a band.</summary>
    public long BandBytes => _firstBytes + _windowBytes;

    public override string Kernel =>
        $"bands of {_band} lines: {_first.Kernel}; {_window.Kernel}{(_last is null ? string.Empty : $"; {_last.Kernel}")}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override IReadOnlyList<PlanBuffer> PackedReads =>
        [.. _first.PackedReads, .. _window.PackedReads, .. _last?.PackedReads ?? []];

    public override long ScratchBytes => _firstBytes + _windowBytes + _memberScratch;

    public override long MultiplyAdds => _first.MultiplyAdds + _window.MultiplyAdds + (_last?.MultiplyAdds ?? 0);

    public override long PerformedMultiplyAdds =>
        _first.PerformedMultiplyAdds + _window.PerformedMultiplyAdds + (_last?.PerformedMultiplyAdds ?? 0);

    public override long ConstantBytes => _first.ConstantBytes + _window.ConstantBytes + (_last?.ConstantBytes ?? 0);

    public override LayerClass Class => _window is DepthwiseStep ? LayerClass.MobileBlock : LayerClass.BottleneckBlock;

    public override IReadOnlyList<Step> Members => _last is null ? [_first, _window] : [_first, _window, _last];

    public override double Cost => _first.Cost + _window.Cost + (_last?.Cost ?? 0);

    // The lines at the seams of parts are computed twice, so parts are as few as possible.
    public override int MaxPartsPerThread => 1;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ConvolutionShape shape = _window.Shape;
        byte* scratch = run.Scratch(this);
        float* firstResult = (float*)scratch;
        float* windowResult = (float*)(scratch + _firstBytes);
        byte* memberScratch = scratch + _firstBytes + _windowBytes;
        long line = shape.InputWidth * shape.InputPixelStride;
        long windowLine = shape.OutputWidth * shape.OutputPixelStride;
        long together = _window.LinesTogether;
        (long firstRange, long lastRange) = Partition.Of((shape.OutputHeight + together - 1) / together, part, parts);
        long last = Math.Min(lastRange * together, shape.OutputHeight);
        long from = 0;
        long to = 0;
        for (long y = firstRange * together; y < last; y += _band)
        {
            long end = Math.Min(last, y + _band);
            long low = Math.Clamp((y * shape.StrideHeight) - shape.PadTop, 0, shape.InputHeight);
            long high = Math.Clamp(((end - 1) * shape.StrideHeight) - shape.PadTop + shape.KernelHeight, low, shape.InputHeight);
            // Moves the lines that the previous band has computed to the front.
            long kept = Math.Clamp(to - low, 0, high - low);
            if (kept > 0 && low > from)
                Buffer.MemoryCopy(firstResult + ((low - from) * line), firstResult, _firstBytes, kept * line * sizeof(float));
            (from, to) = (low, high);
            // The kernels count lines from the image's first one; the addresses of lines outside the band are never used.
            float* image = firstResult - (low * line);
            if (low + kept < high)
                _first.ExecuteLines(in run, null, image, memberScratch, low + kept, high);
            float* target = _last is null ? null : windowResult - (y * windowLine);
            _window.ExecuteLines(in run, image, target, memberScratch, y, end);
            _last?.ExecuteLines(in run, target, null, memberScratch, y, end);
        }
    }
}
