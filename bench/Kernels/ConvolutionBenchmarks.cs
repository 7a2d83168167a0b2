using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;

namespace Fovea.Bench.Kernels;

/// <summary>The dense convolution kernel on one thread, at the shapes of real networks.</summary>
[Config(typeof(KernelConfig))]
public unsafe class ConvolutionBenchmarks
{
    private readonly List<nint> _memory = [];
    private KernelSet _kernels = null!;
    private ConvolutionShape _shape = null!;
    private PanelLayout _layout;
    private DenseConvolutionArguments _arguments;
    private DenseConvolutionRange _whole;

    [ParamsSource(nameof(Shapes))]
    public LayerShape Layer { get; set; } = null!;

    [ParamsSource(nameof(Sets))]
    public InstructionSet Set { get; set; }

    public static IEnumerable<LayerShape> Shapes => LayerShape.Read(depthwise: false);

    public static IEnumerable<InstructionSet> Sets => KernelSet.Available.Where(set => set >= InstructionSet.Vector256);

    [GlobalSetup]
    public void Prepare()
    {
        _kernels = KernelSet.For(Set);
        _shape = new ConvolutionShape
        {
            Batch = 1,
            InputHeight = Layer.Height,
            InputWidth = Layer.Width,
            InputChannels = Layer.Channels,
            OutputHeight = Layer.OutputHeight,
            OutputWidth = Layer.OutputWidth,
            OutputChannels = Layer.Maps,
            Groups = Layer.Groups,
            KernelHeight = Layer.Kernel,
            KernelWidth = Layer.Kernel,
            StrideHeight = Layer.Stride,
            StrideWidth = Layer.Stride,
            PadTop = Layer.Pad,
            PadLeft = Layer.Pad,
            InputPixelStride = Layer.Channels,
            OutputPixelStride = Layer.Maps,
        };
        _layout = new PanelLayout(_shape.GroupOutputChannels, (long)_shape.Taps * _shape.GroupInputChannels, _kernels.Lanes);
        _arguments = new DenseConvolutionArguments
        {
            Layout = _layout,
            Input = Floats((long)Layer.Height * Layer.Width * Layer.Channels),
            Output = Floats(_shape.OutputPixels * Layer.Maps),
            Weights = Floats(_layout.PackedLength * Layer.Groups),
            Bias = Floats((long)_layout.PackedColumns * Layer.Groups),
            Zeros = Floats(_shape.GroupInputChannels),
            Scratch = (byte*)Floats(DenseConvolution.ScratchBytes(_shape, _kernels.Processor) / sizeof(float) + 1),
            Min = 0,
            Max = float.PositiveInfinity,
            Activation = UnaryKind.Identity,
        };
        _whole = DenseConvolution.Part(_shape, in _layout, _kernels.TileRows, _kernels.Processor, part: 0, parts: 1);
    }

    [Benchmark]
    public void Run() => _kernels.Float32.DenseConvolution(_shape, in _arguments, in _whole);

    [GlobalCleanup]
    public void Release()
    {
        foreach (nint block in _memory)
            NativeMemory.AlignedFree((void*)block);
        _memory.Clear();
    }

    private float* Floats(long count)
    {
        var block = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        _memory.Add((nint)block);
        new Span<float>(block, checked((int)count)).Clear();
        return block;
    }
}
