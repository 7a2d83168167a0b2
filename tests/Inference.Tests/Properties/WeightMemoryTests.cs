using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>Weights are held once, packed, outside the managed heap, by all plans and runs together.</summary>
[Collection(nameof(RunsAlone))]
public sealed class WeightMemoryTests
{
    private const long Mebi = 1 << 20;

    // Wide enough for every vector width, so that padding does not blur the figures.
    private const long MatrixBytes = 1536 * 2304 * sizeof(float);

    private const long PointwiseBytes = 768 * 1536 * sizeof(float);

    private const long WeightBytes = MatrixBytes + PointwiseBytes;

    [Fact]
    public void A_model_from_a_file_keeps_its_weights_packed_and_nowhere_else()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Model());
            long before = GC.GetTotalMemory(forceFullCollection: true), allocated = GC.GetTotalAllocatedBytes(precise: true);
            using InferenceModel model = TestEngines.Best.Load(path);
            CompiledPlan plan = model.Compile([new Shape(1, 768, 2, 2)]);
            Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 4 * Mebi);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -Mebi, Mebi);
            Assert.InRange(model.ConstantBytes, WeightBytes, WeightBytes + (Mebi / 4));
            GC.KeepAlive(plan);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Memory_that_holds_a_model_is_not_copied()
    {
        byte[] bytes = Model();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        using InferenceModel model = TestEngines.Best.Load(bytes, "memory.onnx");
        model.Compile([new Shape(1, 768, 2, 2)]);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, 4 * Mebi);
    }

    [Fact]
    public void Plans_of_other_batches_and_outputs_share_the_packed_weights()
    {
        using InferenceModel model = TestEngines.Best.Load(Model(), "shared.onnx");
        model.Compile([new Shape(1, 768, 2, 2)]);
        long held = model.ConstantBytes;
        model.Compile([new Shape(5, 768, 2, 2)]);
        model.Compile([new Shape(1, 768, 2, 2)], ["d"]);
        Assert.InRange(model.ConstantBytes, held, held + (Mebi / 4));
    }

    [Fact]
    public async Task Runs_at_the_same_time_do_not_multiply_weights()
    {
        using InferenceModel model = TestEngines.Best.Load(Model(), "shared.onnx");
        Tensor image = new TensorRandom(3).Floats(1, 768, 2, 2);
        CompiledPlan plan = model.Compile([image.Shape]);
        long held = model.ConstantBytes;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => plan.Run([image]))));
        Assert.Equal(held, model.ConstantBytes);
    }

    private static byte[] Model()
    {
        var random = new TensorRandom(1);
        return new OnnxModelBuilder().Input("x", Dimension.Named("n"), 768, 2, 2)
            .Initializer("w", random.Floats(1536, 768, 1, 1)).Initializer("m", random.Floats(1536, 2304))
            .Initializer("scale", random.Floats(1536)).Initializer("shift", random.Floats(1536))
            .Initializer("mean", random.Floats(1536)).Initializer("variance", random.Floats(new Shape(1536), 0.5f, 1.5f))
            .Node("Conv", ["x", "w"], ["a"]).Node("BatchNormalization", ["a", "scale", "shift", "mean", "variance"], ["b"])
            .Node("GlobalAveragePool", "b", "c").Node("Flatten", "c", "d").Node("MatMul", ["d", "m"], ["y"]).Output("y").Build();
    }
}
