using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Normalization;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>
/// The bounds that kernels apply to their results on the way: the bits of the same kernel without bounds and a Clip after it, at special
/// values.
/// </summary>
public sealed unsafe class EpilogueTests
{
    /// <summary>Runs a kernel with these bounds on a result of a given length.</summary>
    private delegate void Kernel(float* result, float min, float max);

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_register_tile(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        float minusOne = -1f;
        float** rows = stackalloc float*[kernels.TileRows];
        for (int row = 0; row < kernels.TileRows; row++)
            rows[row] = &minusOne;
        for (int height = 1; height <= kernels.TileRows; height++)
        {
            for (int vectors = 1; vectors <= 3; vectors++)
            {
                foreach (bool residual in new[] { false, true })
                {
                    int columns = (vectors * kernels.Lanes) - (height % kernels.Lanes);
                    float[] bias = SpecialFloats.Cycle(vectors * kernels.Lanes), weights = new float[bias.Length],
                        added = SpecialFloats.Cycle(height * columns, 5);
                    fixed (float* b = bias, w = weights, r = added)
                    {
                        var tile = new TileArguments
                        {
                            Rows = rows,
                            Tiles = 1,
                            Taps = 1,
                            Run = 1,
                            Weights = w,
                            Bias = b,
                            Residual = residual ? r : null,
                            ResidualStride = columns,
                            OutputStride = columns,
                            Columns = columns,
                        };
                        (int tileRows, int tileVectors) = (height, vectors);
                        Check(kernels, height * columns, $"tile of {height} x {vectors}, residual {residual}", (result, min, max) =>
                        {
                            tile.Output = result;
                            (tile.Min, tile.Max) = (min, max);
                            kernels.Float32.Tile(tileRows, tileVectors, in tile);
                        });
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Depthwise_convolution(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        IEnumerable<(int Kernel, int Channels)> shapes =
            from kernel in new[] { 2, 3 } from channels in new[] { 1, kernels.Lanes, kernels.Lanes + 3 } select (kernel, channels);
        foreach ((int kernel, int channels) in shapes)
        {
            const int Width = 7;
            var shape = new ConvolutionShape
            {
                Batch = 1,
                InputHeight = kernel,
                InputWidth = Width + kernel - 1,
                InputChannels = channels,
                OutputHeight = 1,
                OutputWidth = Width,
                OutputChannels = channels,
                Groups = channels,
                KernelHeight = kernel,
                KernelWidth = kernel,
                InputPixelStride = channels,
                OutputPixelStride = channels,
                ResidualPixelStride = channels,
            };
            int packed = (channels + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;
            float[] input = new float[kernel * shape.InputWidth * channels], weights = new float[kernel * kernel * packed];
            float[] bias = SpecialFloats.Cycle(packed), added = SpecialFloats.Cycle(Width * channels, 7);
            Array.Fill(weights, -1f);
            foreach (bool residual in new[] { false, true })
            {
                fixed (float* x = input, w = weights, b = bias, r = added)
                {
                    var arguments = new DepthwiseArguments
                    {
                        Input = x,
                        Weights = w,
                        WeightStride = packed,
                        Bias = b,
                        Residual = residual ? r : null,
                    };
                    Check(
                        kernels, Width * channels, $"depthwise {kernel}x{kernel}, {channels} channels, residual {residual}",
                        (result, min, max) =>
                    {
                        arguments.Output = result;
                        (arguments.Min, arguments.Max) = (min, max);
                        kernels.Float32.Depthwise(shape, in arguments, 0, 1);
                    });
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_winograd_tile(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        IEnumerable<(int Height, int Width)> shapes =
            from height in Enumerable.Range(1, 7) from width in Enumerable.Range(1, 7) select (height, width);
        foreach ((int height, int width) in shapes)
        {
            foreach (WinogradTile tile in WinogradChoice.Tiles(height, width))
            {
                int channels = 2 * kernels.Lanes;
                ConvolutionShape layer = WindowShapes.Of(
                    new(height, width), 1, channels, channels, 1, tile.Height + height - 1, tile.Width + width - 1);
                var shape = new WinogradShape(layer, ChannelSlices.Of(layer, kernels.Lanes)!.Value, tile, kernels.Processor);
                int plane = (int)shape.OutputPlane(1), count = tile.Height * tile.Width * channels;
                float[] products = new float[shape.Positions * plane], bias = SpecialFloats.Cycle(channels),
                    added = SpecialFloats.Cycle(count, 3);
                Array.Fill(products, -0f);
                foreach (bool residual in new[] { false, true })
                {
                    fixed (float* p = products, b = bias, r = added)
                    {
                        var target = new WinogradOutputArguments
                        {
                            Products = p,
                            Plane = plane,
                            Last = 1,
                            Bias = b,
                            Residual = residual ? r : null,
                        };
                        Check(kernels, count, $"{tile} of {height}x{width}, residual {residual}", (result, min, max) =>
                        {
                            target.Output = result;
                            (target.Min, target.Max) = (min, max);
                            kernels.Float32.WinogradOutput(shape, in target);
                        });
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_function_of_two_operands(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        int columns = SpecialFloats.Values.Length + kernels.Lanes;
        float[] left = SpecialFloats.Cycle(columns), right = SpecialFloats.Cycle(columns, 6);
        foreach (BinaryKind kind in Enum.GetValues<BinaryKind>())
        {
            foreach ((int aColumn, int bColumn) in new[] { (1, 1), (1, 0), (0, 1) })
            {
                fixed (float* a = left, b = right)
                {
                    var arguments = new BinaryArguments { A = a, B = b, AColumn = aColumn, BColumn = bColumn, Rows = 1, Columns = columns };
                    Check(kernels, columns, $"{kind}, strides {aColumn} and {bColumn}", (result, min, max) =>
                    {
                        arguments.Y = result;
                        (arguments.Min, arguments.Max) = (min, max);
                        kernels.Float32.Binary(kind, in arguments);
                    });
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Normalisations(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        int columns = SpecialFloats.Values.Length + kernels.Lanes;
        float[] special = SpecialFloats.Cycle(columns), ones = new float[columns], zeros = new float[columns];
        Array.Fill(ones, 1f);
        Array.Fill(zeros, -0f);
        fixed (float* s = special, one = ones, zero = zeros)
        {
            var affine = new AffineArguments { X = s, Scale = one, Shift = zero, Rows = 1, Columns = columns };
            Check(kernels, columns, "affine", (result, min, max) =>
            {
                affine.Y = result;
                (affine.Min, affine.Max) = (min, max);
                kernels.Float32.Affine(in affine);
            });
            foreach (float value in SpecialFloats.Values)
            {
                var instance = new InstanceNormalizationArguments { X = one, Count = columns, Shift = value, Epsilon = 1e-5f };
                Check(kernels, columns, $"instance normalisation, shift {value}", (result, min, max) =>
                {
                    instance.Y = result;
                    (instance.Min, instance.Max) = (min, max);
                    kernels.Float32.InstanceNormalization(in instance);
                });
            }
        }
    }

    private static void Check(KernelSet kernels, int count, string who, Kernel kernel)
    {
        float[] plain = new float[count], expected = new float[count], actual = new float[count];
        fixed (float* p = plain, e = expected, a = actual)
        {
            kernel(p, float.NegativeInfinity, float.PositiveInfinity);
            foreach ((float min, float max) in SpecialFloats.Bounds)
            {
                kernels.Float32.Unary(
                    UnaryKind.Clip, new UnaryArguments { X = p, Y = e, Rows = 1, Columns = count, Alpha = min, Beta = max });
                kernel(a, min, max);
                string? difference = SpecialFloats.Difference(expected, actual);
                Assert.True(difference is null, $"{kernels.InstructionSet}, {who}, bounds {min} and {max}: {difference}");
            }
        }
    }
}
