using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>A depthwise convolution: each channel has its own filter.</summary>
internal sealed class DepthwiseStep : ConvolutionStep
{
    private readonly ConvolutionShape _shape;
    private readonly Activation? _activation;
    private readonly View _input;
    private readonly View _output;
    private readonly View? _residual;
    private readonly PlanBuffer _weights;
    private readonly int _weightStride;
    private readonly PlanBuffer _bias;

    public DepthwiseStep(
        ConvolutionShape shape, View input, View output, View? residual, PlanBuffer weights, int weightStride, PlanBuffer bias,
        Activation? activation)
    {
        _shape = shape;
        _input = input;
        _output = output;
        _residual = residual;
        _weights = weights;
        _weightStride = weightStride;
        _bias = bias;
        _activation = activation;
        Reads = residual is null ? [input] : [input, residual];
        Writes = [output];
    }

    public override string Kernel => $"depthwise {WindowText.Of(_shape)}{(_activation is null ? string.Empty : $" {_activation}")}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override IReadOnlyList<PlanBuffer> PackedReads => [_weights, _bias];

    public override long MultiplyAdds => _shape.MultiplyAdds;

    public override long ConstantBytes => _weights.Bytes + _bias.Bytes;

    public override LayerClass Class => LayerClass.Depthwise;

    public override double Cost => _shape.MultiplyAdds / 8.0;

    public override ConvolutionShape Shape => _shape;

    public override bool HasResidual => _residual is not null;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_shape.OutputLines, part, parts);
        ExecuteLines(in run, null, null, null, first, last);
    }

    public override unsafe void ExecuteLines(in RunContext run, float* input, float* output, byte* scratch, long first, long last)
    {
        var arguments = new DepthwiseArguments
        {
            Input = input == null ? run.Elements<float>(_input) : input,
            Output = output == null ? run.Elements<float>(_output) : output,
            Residual = _residual is null ? null : run.Elements<float>(_residual),
            Weights = run.Elements<float>(_weights),
            WeightStride = _weightStride,
            Bias = run.Elements<float>(_bias),
            Min = _activation?.Min ?? float.NegativeInfinity,
            Max = _activation?.Max ?? float.PositiveInfinity,
        };
        if (_activation is null || _activation.Kind == UnaryKind.Clip)
        {
            run.Kernels.ForChannels(_shape.OutputChannels).Float32.Depthwise(_shape, in arguments, first, last);
            return;
        }

        // Other activations are applied every few rows, while these are in the second-level cache.
        long rowLength = _shape.OutputWidth * _shape.OutputPixelStride;
        long rows = Math.Max(1, run.Kernels.Processor.BlockBytes / sizeof(float) / rowLength);
        for (long row = first; row < last; row += rows)
        {
            long count = Math.Min(rows, last - row);
            run.Kernels.ForChannels(_shape.OutputChannels).Float32.Depthwise(_shape, in arguments, row, row + count);
            float* target = (float*)arguments.Output + (row * rowLength);
            var activation = new UnaryArguments
            {
                X = target,
                Y = target,
                XRow = _shape.OutputPixelStride,
                YRow = _shape.OutputPixelStride,
                Rows = count * _shape.OutputWidth,
                Columns = _shape.OutputChannels,
                Alpha = _activation.Alpha,
                Beta = _activation.Beta,
            };
            run.Kernels.Float32.Unary(_activation.Kind, in activation);
        }
    }
}
