namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>Quantised networks of a few layers, as the large ones are built.</summary>
internal static class SmallNetworks
{
    private const int Seed = 5;

    public static IReadOnlyList<string> Names { get; } = ["residual", "separable", "inception"];

    /// <summary>A network with a free batch of images with 3 channels.</summary>
    public static byte[] Build(string name, QuantizedKind kind, bool isQdq)
    {
        var network = new QuantizedNetwork(kind, isQdq, Seed);
        return name switch
        {
            "residual" => Residual(network, network.Images(3, 16, 16)),
            "separable" => Separable(network, network.Images(3, 16, 16)),
            "inception" => Inception(network, network.Images(3, 16, 16)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No network has this name."),
        };
    }

    /// <summary>A network of random layers.</summary>
    public static byte[] Random(int seed, bool isQdq)
    {
        var random = new Random(seed);
        var network = new QuantizedNetwork(QuantizedKind.All[random.Next(QuantizedKind.All.Count)], isQdq, seed);
        QuantizedLayer x = network.Images(random.Next(1, 6), random.Next(4, 12), random.Next(4, 12));
        for (int layers = random.Next(2, 6); layers > 0; layers--)
            x = Next(network, x, random);
        if (random.Next(2) == 0)
            x = network.GlobalAveragePool(x);
        x = network.Flatten(x);
        x = random.Next(2) == 0 ? network.Gemm(x, random.Next(1, 20)) : network.MatMul(x, random.Next(1, 20));
        return network.Build(x);
    }

    private static QuantizedLayer Next(QuantizedNetwork network, QuantizedLayer x, Random random)
    {
        bool large = Math.Min(x.Height, x.Width) >= 4;
        switch (random.Next(9))
        {
            case 0:
                return network.Convolve(x, x.Channels, 3, random.Next(1, 3), x.Channels, relu: random.Next(2) == 0);
            case 1:
                QuantizedLayer branch = network.Convolve(x, x.Channels, 3, bias: random.Next(2) == 0);
                return network.Add(branch, x, relu: random.Next(2) == 0);
            case 2:
                return network.Concat(network.Convolve(x, random.Next(1, 9), 1), x);
            case 3:
                return network.Mul(x, network.Sigmoid(network.GlobalAveragePool(x)));
            case 4:
                return network.MaxPool(x, large && random.Next(2) == 0);
            case 5 when large:
                return network.AveragePool(x);
            case 6:
                return network.LeakyRelu(x);
            default:
                return network.Convolve(
                    x, random.Next(1, 40), (2 * random.Next(0, 3)) + 1, random.Next(1, 3), relu: random.Next(2) == 0,
                    bias: random.Next(2) == 0);
        }
    }

    // No number of channels is one of whole vectors: real numbers would go through Winograd's transforms, which round.
    private static byte[] Residual(QuantizedNetwork network, QuantizedLayer x)
    {
        x = network.Convolve(x, 13, 3, relu: true);
        QuantizedLayer y = network.Convolve(network.Convolve(x, 13, 3, relu: true), 13, 3);
        x = network.Add(x, y, relu: true);
        y = network.Convolve(network.Convolve(x, 21, 3, stride: 2, relu: true), 21, 3, bias: false);
        x = network.Add(network.Convolve(x, 21, 1, stride: 2), y);
        x = network.Flatten(network.GlobalAveragePool(x));
        return network.Build(network.Gemm(x, 7));
    }

    private static byte[] Separable(QuantizedNetwork network, QuantizedLayer x)
    {
        x = network.Convolve(x, 10, 3, stride: 2, relu: true);
        x = network.Convolve(network.Convolve(x, 10, 3, groups: 10, relu: true), 17, 1, relu: true);
        x = network.Convolve(network.Convolve(x, 17, 3, stride: 2, groups: 17, bias: false), 24, 1, relu: true);
        x = network.Flatten(network.AveragePool(x));
        return network.Build(network.Softmax(network.MatMul(x, 9)));
    }

    private static byte[] Inception(QuantizedNetwork network, QuantizedLayer x)
    {
        x = network.MaxPool(network.Convolve(x, 16, 5, relu: true), halves: true);
        x = network.Concat(
            network.Convolve(x, 8, 1), network.Convolve(network.Convolve(x, 6, 1, relu: true), 12, 3, groups: 2),
            network.Convolve(network.MaxPool(x, halves: false), 5, 1, relu: true), network.LeakyRelu(x));
        x = network.Mul(x, network.Sigmoid(network.Convolve(network.GlobalAveragePool(x), x.Channels, 1)));
        return network.Build(network.Gemm(network.Flatten(x), 6));
    }
}
