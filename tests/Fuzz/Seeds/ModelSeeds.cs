using Fovea.Inference;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.BadModels;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Fuzz.Seeds;

/// <summary>ONNX files: small models, of which there is at least one for each operator of the table, and tensors.</summary>
internal static class ModelSeeds
{
    // In larger files most changes are of weights.
    private const int Longest = 20 << 10;

    /// <summary>The models.</summary>
    public static IReadOnlyList<byte[]> Files() =>
    [
        .. SeedModels.All.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => model.Value)
            .Where(model => model.Length <= Longest),
    ];

    /// <summary>Models whose weights lie in files beside them, which <see cref="Targets.ExternalTarget"/> has.</summary>
    public static IReadOnlyList<byte[]> External() =>
    [
        External(("location", Targets.ExternalTarget.DataFile), ("offset", "64"), ("length", "144")),
        External(("location", Targets.ExternalTarget.DataFile)), External(("location", "../data.bin"), ("offset", "-1")),
        External(("location", Targets.ExternalTarget.LinkFile), ("length", "144")),
        External(("location", "/etc/passwd"), ("checksum", "0"), ("offset", "9223372036854775807")),
    ];

    private static byte[] External(params (string Key, string Value)[] data)
    {
        var weights = new TensorProto
        {
            Name = "w",
            DataType = 1,
            Dims = { 4, 1, 3, 3 },
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        weights.ExternalData.AddRange(data.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 1, 4, 4)
            .Node("Conv", ["x", "w"], ["y"]).Output("y");
        builder.Model.Graph.Initializer.Add(weights);
        return builder.Build();
    }

    /// <summary>A tensor of each element type, as bytes and as numbers.</summary>
    public static IReadOnlyList<byte[]> Tensors()
    {
        var random = new TensorRandom(3);
        List<TensorProto> tensors =
            [.. Enum.GetValues<ElementType>().Select(type => OnnxTensors.Write("t", random.Any(type, new Shape(2, 3), 0, 5)))];
        tensors.Add(new TensorProto { DataType = 1, Dims = { 2, 2 }, FloatData = { 1, 2, 3, 4 } });
        tensors.Add(new TensorProto { DataType = 7, Dims = { 3 }, Int64Data = { 1, -1, long.MinValue } });
        tensors.Add(new TensorProto { DataType = 11, Dims = { 1 }, DoubleData = { 0.5 } });
        tensors.Add(new TensorProto { DataType = 13, Dims = { 2 }, Uint64Data = { 7, ulong.MaxValue } });
        tensors.Add(new TensorProto { DataType = 9, Int32Data = { 1 } });
        return [.. tensors.Select(tensor => tensor.ToByteArray())];
    }
}
