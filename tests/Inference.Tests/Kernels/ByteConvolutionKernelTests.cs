using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Quantized;
using Fovea.Kernels.Simd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>
/// Whole convolutions of bytes by every instruction that adds up products, every kind of row pointers and every kind of zero point, with
/// operands that end at guard pages: to the bit what the definition says.
/// </summary>
public sealed unsafe class ByteConvolutionKernelTests
{
    private const int Batch = 2;

    public static TheoryData<string, int, int, int> Layers() => new()
    {
        { "whole rows", 3, 1, 5 },
        { "padded", 3, 1, 7 },
        { "padded", 33, 1, 17 },
        { "padded", 40, 1, 50 },
        { "padded", 64, 2, 34 },
        { "padded", 8, 2, 10 },
        { "strided", 16, 1, 16 },
        { "strided", 5, 1, 3 },
        { "pointwise", 19, 1, 49 },
        { "pointwise", 132, 1, 24 },
        { "pointwise", 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_way_to_read_the_input(string name, int channels, int groups, int filters)
    {
        SlidingWindow window = name switch
        {
            "whole rows" => new SlidingWindow(3, 3) { Pads = [1, 0, 1, 0], Strides = [2, 2] },
            "strided" => new SlidingWindow(3, 2) { Pads = [2, 0, 1, 1], Strides = [2, 1], Dilations = [1, 2] },
            "pointwise" => new SlidingWindow(1, 1),
            _ => new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] },
        };
        foreach (bool signedRows in new[] { false, true })
        {
            foreach (bool signedWeights in new[] { false, true })
            {
                foreach ((int height, int width) in new[] { (3, 3), (4, 11), (9, 5) })
                    new Case(signedRows, signedWeights, channels, groups, filters, height, width, window).Check();
            }
        }
    }

    [Fact]
    public void Every_instruction_of_this_machine_is_tested()
    {
        Assert.Contains(ByteInstructionSet.Scalar, ByteInstructionSets.Available);
        foreach (InstructionSet set in Fovea.Kernels.KernelSet.Available)
        {
            foreach (ByteInstructionSet wide in new[] { ByteInstructionSet.Vnni256, ByteInstructionSet.Pairs512 })
                Assert.Contains(ByteInstructionSets.Best(set, wide), ByteInstructionSets.Available);
        }
    }

    private sealed class Case
    {
        private const byte WeightZero = 119;
        private const float Scale = 0.0123f;

        private readonly bool _signedRows;
        private readonly bool _signedWeights;
        private readonly int _channels;
        private readonly ConvolutionShape _shape;
        private readonly byte[] _image;
        private readonly byte[] _filters;
        private readonly int[] _own;
        private readonly int _rowZero;
        private readonly int[] _sums;

        public Case(
            bool signedRows, bool signedWeights, int channels, int groups, int filters, int height, int width, SlidingWindow window)
        {
            (_signedRows, _signedWeights) = (signedRows, signedWeights);
            _channels = channels / groups;
            int words = BytePanelPacking.WordsOf(_channels) * groups;
            _shape = WindowShapes.Of(window, Batch, words, filters, groups, height, width);
            var random = new Random(channels + (7 * filters) + width);
            _image = new byte[Batch * height * width * words * 4];
            _filters = new byte[filters * _channels * _shape.Taps];
            random.NextBytes(_image);
            random.NextBytes(_filters);
            // The extremes meet in the first filter.
            _filters.AsSpan(0, _filters.Length / filters).Fill(signedWeights ? (byte)0x80 : (byte)0xFF);
            _image.AsSpan(0, _image.Length / 2).Fill(signedRows ? (byte)0x80 : (byte)0xFF);
            _rowZero = signedRows ? -5 : 131;
            _own = [.. Enumerable.Range(0, filters).Select(_ => random.Next(-1000, 1000))];

            double Row(long[] i)
            {
                long group = i[1] / _channels;
                long at = ((((((i[0] * height) + i[2]) * width) + i[3]) * words) + (group * (words / groups))) * 4;
                byte value = _image[at + (i[1] % _channels)];
                return (signedRows ? (sbyte)value : value) - _rowZero;
            }

            double Weight(long[] i)
            {
                byte value = _filters[(((((i[0] * _channels) + i[1]) * _shape.KernelHeight) + i[2]) * _shape.KernelWidth) + i[3]];
                return signedWeights ? (sbyte)value : value - WeightZero;
            }

            NdArray expected = ReferenceMovement.Transpose(
                ReferenceConv.Convolve(
                    NdArray.Build(new Shape(Batch, channels, height, width), Row),
                    NdArray.Build(new Shape(filters, _channels, _shape.KernelHeight, _shape.KernelWidth), Weight),
                    new NdArray(new Shape(filters), [.. _own.Select(value => (double)value)]), window, groups),
                0, 2, 3, 1);
            _sums = [.. expected.Values.Select(value => (int)value)];
        }

        public void Check()
        {
            foreach (ByteInstructionSet set in ByteInstructionSets.Available)
                Check(ByteKernels.For(set));
        }

        private void Check(ByteKernels kernels)
        {
            ConvolutionShape shape = _shape;
            var packing = new BytePanelPacking(
                shape.Groups, shape.GroupOutputChannels, _channels, shape.Taps, kernels.Lanes, BytePanelOrder.Filters, _signedWeights);
            PanelLayout layout = packing.Layout;
            int padded = layout.PackedColumns;
            using GuardedMemory input = GuardedMemory.Of<byte>(_image);
            using var weights = new GuardedMemory((int)packing.Elements, elementSize: 1);
            using var bias = new GuardedMemory(padded * shape.Groups);
            using var zeros = new GuardedMemory(padded * shape.Groups);
            MemoryConstant zero = MemoryConstant.From<byte>(Shape.Scalar, [WeightZero]);
            fixed (byte* source = _filters)
            {
                var from = new PackingSource(source, _signedWeights ? ElementType.Int8 : ElementType.UInt8);
                for (int part = 0; part < packing.Parts; part++)
                    packing.Pack(in from, part, weights.Pointer);
                var biases = new ByteBiasPacking(
                    packing, padded, _rowZero + kernels.RowShift(_signedRows), MemoryConstant.From<int>(new Shape(_own.Length), _own),
                    _signedWeights ? null : zero);
                for (int part = 0; part < biases.Parts; part++)
                    biases.Pack(in from, part, bias.Pointer);
                new ByteZeroPacking(shape.Groups, shape.GroupOutputChannels, padded, zero).Pack(in from, 0, zeros.Pointer);
            }

            var onesPacking = new BytePatternPacking(1, _channels, RowPointers.Run(shape) / shape.GroupInputChannels, 64);
            using var ones = new GuardedMemory((int)onesPacking.Elements, elementSize: 1);
            onesPacking.Pack(default, 0, ones.Pointer);
            using var padding = new GuardedMemory(DenseConvolution.ZeroFloats(shape) * 4, elementSize: 1);
            padding.Elements<byte>().Fill((byte)_rowZero);
            using var scratch = new GuardedMemory((int)((ByteConvolution.ScratchBytes(shape, ProcessorTable.Detected) + 3) / 4));
            float[] factors = new float[padded * shape.Groups];
            Array.Fill(factors, Scale);
            using GuardedMemory scales = GuardedMemory.Of(factors);
            using GuardedMemory offsets = GuardedMemory.Of(factors);
            long elements = shape.OutputPixels * shape.OutputChannels;
            using var bytes = new GuardedMemory((int)elements, elementSize: 1);
            using var integers = new GuardedMemory((int)elements);
            using var floats = new GuardedMemory((int)elements);
            foreach ((ByteResult result, GuardedMemory output) in new[]
                { (ByteResult.Byte, bytes), (ByteResult.Int32, integers), (ByteResult.Float32, floats) })
            {
                var arguments = new ByteConvolutionArguments
                {
                    Layout = layout,
                    Input = (int*)input.Pointer,
                    Output = (byte*)output.Pointer,
                    OutputBytes = result == ByteResult.Byte ? 1 : 4,
                    Weights = (sbyte*)weights.Pointer,
                    Bias = (int*)bias.Pointer,
                    Zeros = _signedWeights ? null : (int*)zeros.Pointer,
                    Ones = (sbyte*)ones.Pointer,
                    Padding = (int*)padding.Pointer,
                    Scratch = (byte*)scratch.Pointer,
                    To = new Requantization
                    {
                        Result = result,
                        Scales = scales.Pointer,
                        Offsets = offsets.Pointer,
                        Low = -100,
                        High = 155,
                        Zero = 100,
                    },
                };
                for (int part = 0; part < 3; part++)
                {
                    DenseConvolutionRange range = DenseConvolution.Part(
                        shape, in layout, kernels.TileRows, ProcessorTable.Detected, part, 3);
                    kernels.Convolution(_signedRows)(shape, in arguments, in range);
                }
            }

            Assert.Equal(_sums, integers.Elements<int>().ToArray());
            Assert.Equal(_sums.Select(sum => Math.Clamp((sum * Scale) + Scale, -100, 155)), floats.Elements<float>().ToArray());
            Assert.Equal(
                _sums.Select(sum => (byte)((int)MathF.Round(Math.Clamp(sum * Scale, -100, 155)) + 100)), bytes.Elements<byte>().ToArray());
        }
    }
}
