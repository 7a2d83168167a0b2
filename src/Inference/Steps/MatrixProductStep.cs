using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Processors;

namespace Fovea.Inference.Steps;

/// <summary>
/// A product of two computed matrices, or of stacks of them: the right one is packed at run time, then used like weights.
/// </summary>
internal sealed class MatrixProductStep : Step
{
    private readonly View _a;
    private readonly View _b;
    private readonly View _output;
    private readonly ConvolutionShape _shape;
    private readonly PanelLayout _layout;
    private readonly PlanBuffer _zeros;
    private readonly long _matrices;
    private readonly Processor _processor;

    /// <param name="a">[matrices, m, k], strided over the matrices, rows dense.</param>
    /// <param name="b">[matrices, k, n] with any strides.</param>
    /// <param name="output">[matrices, m, n], plain.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="zeros">Returns that many zeros, used as the bias.</param>
    public MatrixProductStep(View a, View b, View output, KernelSet kernels, Func<int, PlanBuffer> zeros)
    {
        _a = a;
        _b = b;
        _output = output;
        _processor = kernels.Processor;
        _matrices = output.Shape[0];
        _shape = Rows(a.Shape[1], a.Shape[2], b.Shape[2], a.Strides[1]);
        _layout = new PanelLayout((int)b.Shape[2], b.Shape[1], kernels.Lanes);
        _zeros = zeros(Math.Max(_layout.PackedColumns, DenseConvolution.ZeroFloats(_shape)));
        Reads = [a, b];
        Writes = [output];
    }

    public override string Kernel => $"gemm {_matrices}x{_shape.OutputPixels}x{_shape.OutputChannels}x{_layout.Depth} packing";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override long ScratchBytes =>
        Alignment.Up(DenseConvolution.ScratchBytes(_shape, _processor)) + (_layout.PackedLength * sizeof(float));

    public override long MultiplyAdds => _matrices * _shape.MultiplyAdds;

    public override LayerClass Class => LayerClass.FullyConnected;

    public override double Cost => MultiplyAdds / 8.0;

    /// <summary>The geometry of rows times a weight matrix: a 1x1 convolution over a line of pixels.</summary>
    public static ConvolutionShape Rows(long rows, long depth, long columns, long rowStride) => new()
    {
        Batch = 1,
        InputHeight = 1,
        InputWidth = Extents.ToKernelInt(rows, "rows"),
        InputChannels = Extents.ToKernelInt(depth, "elements in a sum"),
        OutputHeight = 1,
        OutputWidth = (int)rows,
        OutputChannels = Extents.ToKernelInt(columns, "columns"),
        KernelHeight = 1,
        KernelWidth = 1,
        InputPixelStride = rowStride,
        OutputPixelStride = columns,
        ResidualPixelStride = columns,
    };

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        byte* scratch = run.Scratch(this);
        float* packed = (float*)(scratch + Alignment.Up(DenseConvolution.ScratchBytes(_shape, _processor)));
        (long first, long last) = Partition.Of(_matrices, part, parts);
        for (long matrix = first; matrix < last; matrix++)
        {
            var source = new PackingArguments
            {
                Source = run.Elements<float>(_b) + (matrix * _b.Strides[0]),
                Taps = 1,
                Run = (int)_b.Shape[1],
                RunStride = _b.Strides[1],
                ColumnStride = _b.Strides[2],
            };
            WeightPacking.Pack(in source, in _layout, packed);
            var arguments = new DenseConvolutionArguments
            {
                Layout = _layout,
                Input = run.Elements<float>(_a) + (matrix * _a.Strides[0]),
                Output = run.Elements<float>(_output) + (matrix * _output.Strides[0]),
                Weights = packed,
                Bias = run.Elements<float>(_zeros),
                Zeros = run.Elements<float>(_zeros),
                Scratch = scratch,
                Min = float.NegativeInfinity,
                Max = float.PositiveInfinity,
            };
            DenseConvolutionRange whole = DenseConvolution.Part(_shape, in _layout, run.Kernels.TileRows, _processor, 0, 1);
            run.Kernels.Float32.DenseConvolution(_shape, in arguments, in whole);
        }
    }
}
