using Fovea.Tests.Support;

namespace Fovea.Bench.Tests.Quantizing;

/// <summary>A network for images of 20 by 20 pixels with every operator that can stand between integers, and random weights.</summary>
internal static class SmallNetwork
{
    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(long opset)
    {
        var random = new Random(1);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
        return new OnnxFile().Input("image", 1, 3, 20, 20).Output("scores", 1, 5, 1, 1)
            .Weights("w1", [4, 3, 3, 3], Draw(108)).Weights("b1", [4], Draw(4)).Weights("w2", [4, 4, 3, 3], Draw(144))
            .Weights("w3", [5, 8, 1, 1], Draw(40)).Weights("b3", [5], Draw(5))
            .Node("Conv", ["image", "w1", "b1"], "conv1")
            .Node("Relu", ["conv1"], "relu1")
            .Node("MaxPool", ["relu1"], "pool1", "", ("kernel_shape", [2, 2]), ("strides", [2, 2]))
            .Node("Conv", ["pool1", "w2"], "conv2", "", ("pads", [1, 1, 1, 1]))
            .Node("Add", ["conv2", "pool1"], "sum")
            .Node("Relu", ["sum"], "relu2")
            .NodeWith("Concat", ["relu2", "pool1"], "both", "axis", 1)
            .Node("AveragePool", ["both"], "pool2", "", ("kernel_shape", [2, 2]))
            .Node("Dropout", ["pool2"], "kept")
            .Node("Conv", ["kept", "w3", "b3"], "conv3")
            .Node("GlobalAveragePool", ["conv3"], "pool3")
            .NodeWith("Softmax", ["pool3"], "scores", "axis", 1)
            .Build(opset);
    }
}
