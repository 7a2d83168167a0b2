using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;

namespace Fovea.Bench.Kernels;

/// <summary>The depthwise convolution kernel on one thread, at the shapes of real networks.</summary>
[Config(typeof(KernelConfig))]
public unsafe class DepthwiseBenchmarks
{
    private readonly List<nint> _memory = [];
    private KernelSet _kernels = null!;
    private ConvolutionShape _shape = null!;
    private DepthwiseArguments _arguments;

    [ParamsSource(nameof(Shapes))]
    public LayerShape Layer { get; set; } = null!;

    [ParamsSource(nameof(Sets))]
    public InstructionSet Set { get; set; }

    public static IEnumerable<LayerShape> Shapes => LayerShape.Read(depthwise: true);

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
            OutputChannels = Layer.Channels,
            Groups = Layer.Channels,
            KernelHeight = Layer.Kernel,
            KernelWidth = Layer.Kernel,
            StrideHeight = Layer.Stride,
            StrideWidth = Layer.Stride,
            PadTop = Layer.Pad,
            PadLeft = Layer.Pad,
            InputPixelStride = Layer.Channels,
            OutputPixelStride = Layer.Channels,
        };
        int packed = (Layer.Channels + _kernels.Lanes - 1) / _kernels.Lanes * _kernels.Lanes;
        _arguments = new DepthwiseArguments
        {
            Input = Floats((long)Layer.Height * Layer.Width * Layer.Channels),
            Output = Floats(_shape.OutputPixels * Layer.Channels),
            Weights = Floats((long)_shape.Taps * packed),
            WeightStride = packed,
            Bias = Floats(packed),
            Min = 0,
            Max = 6,
        };
    }

    [Benchmark]
    public void Run() => _kernels.Float32.Depthwise(_shape, in _arguments, 0, _shape.OutputHeight);

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
