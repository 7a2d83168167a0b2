using Fovea.Inference.Segments;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Processors;

namespace Fovea.Inference.Tests.Segments;

/// <summary>Where a batch is cut, and into which chunks.</summary>
public sealed class SegmentChoiceTests
{
    /// <summary>Sizes of caches are those of one processor, on every machine.</summary>
    private static readonly KernelSet Kernels = KernelSet.For(null, ProcessorTable.Find("zen4"));

    [Fact]
    public void Images_are_apart_up_to_the_first_node_that_mixes_them()
    {
        TestGraph graph = Images(4)
            .Node("Relu", "x", "a").Node("Exp", "a", "b").Node("Softmax", "b", "c", ("axis", 0)).Node("Relu", "c", "d");
        Assert.Equal(2, SegmentChoice.CountIndependentNodes(graph.Output("d").Graph, 4));
    }

    [Fact]
    public void Images_are_apart_to_the_end_where_nothing_mixes_them()
    {
        TestGraph graph = Images(4).Constant("k", new TensorRandom(1).Floats(3, 1, 1))
            .Node("Mul", ["x", "k"], ["a"]).Node("Flatten", "a", "y");
        Assert.Equal(2, SegmentChoice.CountIndependentNodes(graph.Output("y").Graph, 4));
    }

    [Fact]
    public void A_value_of_another_extent_of_axis_0_ends_it()
    {
        TestGraph graph = Images(4).Node("Relu", "x", "a").Node("ReduceMean", "a", "b", ("axes", new[] { 0 })).Node("Relu", "b", "y");
        Assert.Equal(1, SegmentChoice.CountIndependentNodes(graph.Output("y").Graph, 4));
    }

    [Fact]
    public void Images_that_are_reshaped_into_something_else_end_it()
    {
        TestGraph graph = Images(4).Constant("rows", TestTensors.Int64s(12, -1))
            .Node("Relu", "x", "a").Node("Reshape", ["a", "rows"], ["b"]).Node("Relu", "b", "y");
        Assert.Equal(1, SegmentChoice.CountIndependentNodes(graph.Output("y").Graph, 4));
    }

    [Fact]
    public void An_input_that_has_no_images_leaves_nothing_apart()
    {
        TestGraph graph = Images(4).Input("z", 1, 3, 32, 32).Node("Relu", "x", "a").Node("Add", ["a", "z"], ["y"]);
        Assert.Equal(0, SegmentChoice.CountIndependentNodes(graph.Output("y").Graph, 4));
        Segment all = Assert.Single(SegmentChoice.Choose(graph.Graph, 4, threads: 1, Kernels));
        Assert.Equal(new Segment(0, 2, 4), all);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Large_activations_go_image_by_image_and_heavy_weights_take_the_batch(int threads)
    {
        IReadOnlyList<Segment> segments = SegmentChoice.Choose(Network(8).Graph, 8, threads, Kernels);
        Assert.Equal(new Segment(0, segments[0].Last, 1), segments[0]);
        Assert.Equal(new Segment(segments[^1].First, 5, 8), segments[^1]);
        Assert.True(segments[0].Last >= 2 && segments[^1].First <= 4, string.Join(", ", segments));
    }

    /// <summary>Three images fit into the second-level cache; weights are worth reading for more than one at a time.</summary>
    [Theory]
    [InlineData(12, 1, 3)]
    [InlineData(12, 4, 3)]
    [InlineData(12, 5, 2)]
    public void As_many_images_as_fit_into_a_cache_share_the_weights(int batch, int threads, int chunk) =>
        Assert.Equal([new Segment(0, 2, chunk)], SegmentChoice.Choose(Middle(batch).Graph, batch, threads, Kernels));

    public static TheoryData<string, int, int> Batches() => new(
        from name in InferenceEngine.KnownProcessors
        from split in new[] { (6, 1), (6, 2), (6, 4), (7, 1), (7, 3), (8, 1), (8, 64), (12, 5) }
        select (name, split.Item1, split.Item2));

    [Theory]
    [MemberData(nameof(Batches))]
    public void Segments_cover_all_nodes_in_chunks_that_divide_the_batch_and_grow(string processor, int batch, int threads)
    {
        KernelSet kernels = KernelSet.For(null, ProcessorTable.Find(processor));
        foreach (TestGraph graph in new[] { Network(batch), Middle(batch) })
        {
            int next = 0, chunk = 1;
            foreach (Segment segment in SegmentChoice.Choose(graph.Graph, batch, threads, kernels))
            {
                Assert.Equal(next, segment.First);
                Assert.True(segment.Last > segment.First && segment.Chunk >= chunk && batch % segment.Chunk == 0, $"{segment}");

                // Every worker has a chunk of its own, or all work on the whole batch together.
                Assert.True(segment.Chunk == batch || batch / segment.Chunk >= Math.Min(threads, batch), $"{segment}");
                (next, chunk) = (segment.Last, segment.Chunk);
            }

            Assert.Equal(graph.Graph.Nodes.Count, next);
        }
    }

    [Fact]
    public void What_follows_a_node_that_mixes_images_takes_the_whole_batch()
    {
        TestGraph graph = Images(8).Constant("w", new TensorRandom(1).Floats(3, 3, 3, 3));
        (string, object) same = ("pads", new[] { 1, 1, 1, 1 });
        graph.Node("Conv", ["x", "w"], ["a"], same).Node("Conv", ["a", "w"], ["b"], same).Node("Softmax", "b", "c", ("axis", 0))
            .Node("Conv", ["c", "w"], ["d"], same).Node("Conv", ["d", "w"], ["y"], same).Output("y");
        Assert.Equal([new Segment(0, 2, 1), new Segment(2, 5, 8)], SegmentChoice.Choose(graph.Graph, 8, threads: 2, Kernels));
    }

    private static TestGraph Images(int batch) => new TestGraph().Input("x", batch, 3, 32, 32);

    /// <summary>Two convolutions of large maps, a pool, and a product with 8 MB of weights.</summary>
    private static TestGraph Network(int batch) => new TestGraph().Input("x", batch, 16, 64, 64)
        .Constant("w", new TensorRandom(1).Floats(16, 16, 3, 3)).Constant("m", new TensorRandom(2).Floats(2048, 16 * 8 * 8))
        .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 })).Node("Conv", ["a", "w"], ["b"], ("pads", new[] { 1, 1, 1, 1 }))
        .Node("MaxPool", "b", "p", ("kernel_shape", new[] { 8, 8 }), ("strides", new[] { 8, 8 })).Node("Flatten", "p", "f")
        .Node("Gemm", ["f", "m"], ["y"], ("transB", 1)).Output("y");

    /// <summary>Two convolutions with 1.3 MB of weights each and maps of 110 KB.</summary>
    private static TestGraph Middle(int batch) => new TestGraph().Input("x", batch, 192, 12, 12)
        .Constant("w", new TensorRandom(1).Floats(192, 192, 3, 3))
        .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 })).Node("Conv", ["a", "w"], ["y"], ("pads", new[] { 1, 1, 1, 1 }))
        .Output("y");
}
