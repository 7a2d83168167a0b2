using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

public sealed class LayerDescriberTests
{
    [Fact]
    public void A_node_of_thousands_of_outputs_is_looked_at_once()
    {
        const int Parts = 4000;
        byte[] model = new OnnxModelBuilder(13).Input("x", Parts, 1, 2, 2).Node("SplitToSequence", ["x"], ["s"])
            .Node("ConcatFromSequence", ["s"], ["y"], ("axis", 1)).Output("y").Build();
        using InferenceModel loaded = TestEngines.Best.Load(model, "parts.onnx");
        Shape[] shapes = [new Shape(Parts, 1, 2, 2)];
        Assert.Equal(Parts + 1, loaded.DescribeLayers(shapes).Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        loaded.DescribeLayers(shapes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }
}
