using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>The seeds of reductions, selections, normalisations and of what moves elements by index.</summary>
internal static class SeedSelections
{
    private static readonly TensorRandom Random = new(11);

    public static void Add(Dictionary<string, byte[]> models)
    {
        AddLines(models);
        AddNormalizations(models);
        AddIndices(models);
        AddShapes(models);
        AddDataDependent(models);
    }

    private static void AddLines(Dictionary<string, byte[]> models)
    {
        foreach (string kind in new[] { "Min", "Prod", "L1", "L2", "LogSum", "LogSumExp", "SumSquare" })
            models.Add($"Reduce{kind}", One($"Reduce{kind}", 18, [TestTensors.Int64s(1, -1)], [("keepdims", 0)]));
        models.Add("ReduceMin integers", new OnnxModelBuilder(20).Input("x", ElementType.Int32, 2, 3).Node("ReduceMin", ["x"], ["y"])
            .Output("y", ElementType.Int32).Build());
        models.Add("ArgMax", Image(13).Node("ArgMax", ["x"], ["y"], ("axis", 1)).Output("y", ElementType.Int64).Build());
        models.Add("ArgMin", Image(13).Node("ArgMin", ["x"], ["y"], ("axis", -1), ("select_last_index", 1), ("keepdims", 0))
            .Output("y", ElementType.Int64).Build());
        models.Add("TopK", Image(11).Initializer("k", TestTensors.Int64s(2)).Node("TopK", ["x", "k"], ["y", "i"], ("axis", 1))
            .Output("y").Output("i", ElementType.Int64).Build());
        models.Add("TopK attribute", Image(9).Node("TopK", ["x"], ["y", "i"], ("k", 2)).Output("y").Output("i", ElementType.Int64).Build());
        models.Add("CumSum", One("CumSum", 14, [TestTensors.Int64(1)], [("reverse", 1)]));
        models.Add("CumProd", One("CumProd", 26, [TestTensors.Int64(-1)], [("exclusive", 1)]));
        models.Add("Hardmax", One("Hardmax", 13, [], [("axis", 1)]));
        models.Add("LogSoftmax", One("LogSoftmax", 11, [], [("axis", 2)]));
        models.Add("LpNormalization", One("LpNormalization", 22, [], [("axis", 1), ("p", 1)]));
    }

    private static void AddNormalizations(Dictionary<string, byte[]> models)
    {
        models.Add("MeanVarianceNormalization", One("MeanVarianceNormalization", 13, [], [("axes", new[] { 2, 3 })]));
        models.Add("GroupNormalization", One("GroupNormalization", 21, [Random.Floats(4), Random.Floats(4)], [("num_groups", 2)]));
        models.Add("RMSNormalization", One("RMSNormalization", 23, [Random.Floats(5)], []));
        models.Add("BatchNormalization training", Image(15).Initializer("s", Random.Floats(new Shape(4), 1, 2))
            .Node("BatchNormalization", ["x", "s", "s", "s", "s"], ["y", "m", "v"], ("training_mode", 1)).Output("y").Output("m")
                .Output("v")
            .Build());
        models.Add("LayerNormalization moments", Image(17).Initializer("s", Random.Floats(5))
            .Node("LayerNormalization", ["x", "s"], ["y", "m", "v"]).Output("y").Output("m").Output("v").Build());
        models.Add("Det", new OnnxModelBuilder(11).Input("x", Dimension.Named("n"), 3, 3).Node("Det", ["x"], ["y"]).Output("y").Build());
        models.Add("Einsum", new OnnxModelBuilder(12).Input("x", 2, 3, 4).Input("z", 2, 4, 5)
            .Node("Einsum", ["x", "z"], ["y"], ("equation", "bij,bjk->bik")).Output("y").Build());
        models.Add("Einsum diagonal", new OnnxModelBuilder(12).Input("x", 2, 3, 3)
            .Node("Einsum", ["x"], ["y"], ("equation", "...ii->...i")).Output("y").Build());
    }

    private static void AddIndices(Dictionary<string, byte[]> models)
    {
        Tensor picks = Tensor.From<long>(new Shape(1, 2, 1, 1), [3, -4]);
        models.Add("GatherElements", new OnnxModelBuilder(13).Input("x", 1, 4, 6, 5).Initializer("i", picks)
            .Node("GatherElements", ["x", "i"], ["y"], ("axis", 1)).Output("y").Build());
        foreach (string scatter in new[] { "Scatter", "ScatterElements" })
            models.Add(scatter, new OnnxModelBuilder(scatter == "Scatter" ? 10 : 18).Input("x", 1, 4, 6, 5).Initializer("i", picks)
                .Initializer("u", Random.Floats(1, 2, 1, 1)).Node(scatter, ["x", "i", "u"], ["y"], ("axis", 1)).Output("y").Build());
        models.Add("GatherND", new OnnxModelBuilder(13).Input("x", 2, 4, 6).Input("i", ElementType.Int64, 2, 3, 1)
            .Node("GatherND", ["x", "i"], ["y"], ("batch_dims", 1)).Output("y").Build());
        models.Add("ScatterND", new OnnxModelBuilder(18).Input("x", 4, 6).Initializer("i", Tensor.From<long>(new Shape(2, 1), [0, -1]))
            .Initializer("u", Random.Floats(2, 6)).Node("ScatterND", ["x", "i", "u"], ["y"], ("reduction", "add")).Output("y").Build());
        models.Add("OneHot", new OnnxModelBuilder(11).Input("x", ElementType.Int64, 2, 3).Input("d", ElementType.Int64, 1)
            .Initializer("five", TestTensors.Int64s(5)).Initializer("none", TestTensors.Int64s(0))
                .Initializer("v", TestTensors.Floats(0, 1))
            .Node("Mul", ["d", "none"], ["z"]).Node("Add", ["z", "five"], ["depth"])
            .Node("OneHot", ["x", "depth", "v"], ["y"], ("axis", 1)).Output("y").Build());
        models.Add("TensorScatter", new OnnxModelBuilder(24).Input("x", 2, 6, 5).Initializer("u", Random.Floats(2, 2, 5))
            .Initializer("i", TestTensors.Int64s(1, 5)).Node("TensorScatter", ["x", "u", "i"], ["y"], ("mode", "circular")).Output("y")
                .Build());
        models.Add("Trilu", One("Trilu", 14, [TestTensors.Int64(1)], [("upper", 0)]));
        models.Add("ReverseSequence", new OnnxModelBuilder(10).Input("x", 4, 3, 2).Initializer("l", TestTensors.Int64s(1, 4, 2))
            .Node("ReverseSequence", ["x", "l"], ["y"]).Output("y").Build());
    }

    private static void AddShapes(Dictionary<string, byte[]> models)
    {
        models.Add("EyeLike", new OnnxModelBuilder(9).Input("x", Dimension.Named("n"), 4)
            .Node("EyeLike", ["x"], ["y"], ("k", 1), ("dtype", 7))
            .Output("y", ElementType.Int64).Build());
        models.Add("Size", Image(13).Node("Size", ["x"], ["y"]).Output("y", ElementType.Int64).Build());
        models.Add("Tile", One("Tile", 13, [TestTensors.Int64s(1, 2, 1, 3)], []));
        models.Add("Tile axis", One("Tile", 1, [TestTensors.Float(2), TestTensors.Float(1)], []));
        models.Add("Range", new OnnxModelBuilder(11).Input("x", ElementType.Int64, Array.Empty<Dimension>())
            .Initializer("zero", TestTensors.Int64(0)).Initializer("four", TestTensors.Int64(4)).Initializer("one", TestTensors.Int64(1))
            .Node("Mul", ["x", "zero"], ["z"]).Node("Add", ["z", "four"], ["limit"]).Node("Range", ["zero", "limit", "one"], ["y"])
            .Output("y", ElementType.Int64).Build());
        models.Add("Reshape attribute", One("Reshape", 4, [], [("shape", new[] { 0, 2, -1 })]));
        models.Add("Concat opset 1", Image(1).Node("Concat", ["x", "x"], ["y"]).Output("y").Build());
    }

    private static void AddDataDependent(Dictionary<string, byte[]> models)
    {
        models.Add("NonZero", Image(13).Node("NonZero", ["x"], ["y"]).Output("y", ElementType.Int64).Build());
        models.Add("Compress", Image(11).Initializer("c", Tensor.From<bool>(new Shape(3), [true, false, true]))
            .Node("Compress", ["x", "c"], ["y"], ("axis", 2)).Output("y").Build());
        models.Add("Unique", Image(11).Node("Unique", ["x"], ["y", "i", "j", "c"]).Output("y").Output("c", ElementType.Int64).Build());
        models.Add("NonMaxSuppression", new OnnxModelBuilder(11).Input("x", 1, 6, 4).Input("s", 1, 2, 6)
            .Initializer("k", TestTensors.Int64s(3)).Initializer("o", TestTensors.Floats(0.5f)).Initializer("t", TestTensors.Floats(0))
            .Node("NonMaxSuppression", ["x", "s", "k", "o", "t"], ["y"]).Output("y", ElementType.Int64).Build());
    }

    private static OnnxModelBuilder Image(long opset) => new OnnxModelBuilder(opset).Input("x", Dimension.Named("n"), 4, 6, 5);

    private static byte[] One(string operation, long opset, Tensor[] constants, (string, object)[] attributes)
    {
        OnnxModelBuilder builder = Image(opset);
        for (int i = 0; i < constants.Length; i++)
            builder.Initializer($"in{i + 1}", constants[i]);
        return builder.Node(operation, ["x", .. constants.Select((_, i) => $"in{i + 1}")], ["y"], attributes).Output("y").Build();
    }
}
