using System.Globalization;
using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Processors;

namespace Fovea.Inference.Steps;

/// <summary>
/// A dense or grouped convolution, a transposed one, or a matrix product with constant weights (a convolution of 1x1 over rows).
/// </summary>
internal sealed class DenseConvolutionStep : ConvolutionStep
{
    private readonly ConvolutionShape _shape;
    private readonly PanelLayout _layout;
    private readonly Activation? _activation;
    private readonly View _input;
    private readonly View _output;
    private readonly View? _residual;
    private readonly PlanBuffer _weights;
    private readonly PlanBuffer _bias;
    private readonly PlanBuffer _zeros;
    private readonly LayerClass _class;
    private readonly Processor _processor;
    private readonly WeightFetch _fetch;

    /// <param name="shape">The geometry, pixel strides included.</param>
    /// <param name="layout">The panels of one group.</param>
    /// <param name="input">Channels-last, or rows.</param>
    /// <param name="output">Channels-last, or rows.</param>
    /// <param name="residual">Added before the activation, or null.</param>
    /// <param name="weights">Packed, one matrix per group.</param>
    /// <param name="bias">Padded, one row per group.</param>
    /// <param name="zeros"><see cref="DenseConvolution.ZeroFloats"/> zeros, read by taps outside the image.</param>
    /// <param name="activation">Applied last, or null.</param>
    /// <param name="processor">The processor.</param>
    /// <param name="layerClass">The layer class; null to derive it from the geometry.</param>
    public DenseConvolutionStep(
        ConvolutionShape shape, PanelLayout layout, View input, View output, View? residual, PlanBuffer weights, PlanBuffer bias,
        PlanBuffer zeros, Activation? activation, Processor processor, LayerClass? layerClass = null)
    {
        _class = layerClass ?? LayerClasses.Of(shape);
        _shape = shape;
        _processor = processor;
        _layout = layout;
        _activation = activation;
        _input = input;
        _output = output;
        _residual = residual;
        _weights = weights;
        _fetch = !processor.FetchesWeights ? WeightFetch.None
            : weights.Bytes > processor.SecondLevelBytes / 2 ? WeightFetch.Always : WeightFetch.Once;
        _bias = bias;
        _zeros = zeros;
        Reads = residual is null ? [input] : [input, residual];
        Writes = [output];
    }

    public override string Kernel
    {
        get
        {
            string direction = _shape.Direction == ConvolutionDirection.Transposed ? "transposed " : string.Empty;
            string rows = _shape.IsPointwise ? "gemm" : RowPointers.Gathers(_shape) ? "gathered gemm" : "indirect gemm";
            string groups = _shape.Groups > 1 ? string.Create(CultureInfo.InvariantCulture, $" groups={_shape.Groups}") : string.Empty;
            string residual = _residual is null ? string.Empty : " +residual";
            string activation = _activation is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" {_activation}");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{direction}{rows} {_shape.OutputPixels}x{_shape.GroupOutputChannels}x{_layout.Depth}{groups}{residual}{activation}");
        }
    }

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override IReadOnlyList<PlanBuffer> PackedReads => [_weights, _bias];

    public override long ScratchBytes => DenseConvolution.ScratchBytes(_shape, _processor);

    public override long MultiplyAdds => _shape.MultiplyAdds;

    public override long ConstantBytes => _weights.Bytes + _bias.Bytes;

    public override LayerClass Class => _class;

    // One vector multiply-add per cycle, or weights streamed from memory at about 4 floats per cycle.
    public override double Cost => Math.Max(_shape.MultiplyAdds / 16.0, _layout.PackedLength * _shape.Groups / 4.0);

    public override ConvolutionShape Shape => _shape;

    public override bool HasResidual => _residual is not null;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        DenseConvolutionArguments arguments = Arguments(in run, run.Scratch(this));
        DenseConvolutionRange range = DenseConvolution.Part(_shape, in _layout, run.Kernels.TileRows, _processor, part, parts);
        run.Kernels.Float32.DenseConvolution(_shape, in arguments, in range);
    }

    public override unsafe void ExecuteLines(in RunContext run, float* input, float* output, byte* scratch, long first, long last)
    {
        DenseConvolutionArguments arguments = Arguments(in run, scratch);
        arguments.Input = input == null ? arguments.Input : input;
        arguments.Output = output == null ? arguments.Output : output;
        var range = new DenseConvolutionRange
        {
            FirstRow = first * _shape.OutputWidth,
            LastRow = last * _shape.OutputWidth,
            LastPanel = _layout.Panels,
            BlockRows = DenseConvolution.BlockRows(_shape, _processor),
        };
        run.Kernels.Float32.DenseConvolution(_shape, in arguments, in range);
    }

    private unsafe DenseConvolutionArguments Arguments(in RunContext run, byte* scratch)
    {
        bool clamps = _activation is null || _activation.Kind == UnaryKind.Clip;
        return new DenseConvolutionArguments
        {
            Layout = _layout,
            Input = run.Elements<float>(_input),
            Output = run.Elements<float>(_output),
            Residual = _residual is null ? null : run.Elements<float>(_residual),
            Weights = run.Elements<float>(_weights),
            Fetch = _fetch,
            Bias = run.Elements<float>(_bias),
            Zeros = run.Elements<float>(_zeros),
            Scratch = scratch,
            Min = _activation?.Min ?? float.NegativeInfinity,
            Max = _activation?.Max ?? float.PositiveInfinity,
            Activation = clamps ? UnaryKind.Identity : _activation!.Kind,
            Alpha = _activation?.Alpha ?? 0f,
            Beta = _activation?.Beta ?? 0f,
        };
    }
}
