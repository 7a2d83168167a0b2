using CsCheck;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>The box of a cell: pixels outside never change its value, and at each edge some pixel inside does.</summary>
public sealed class ReceptiveBoxTests
{
    private const float Large = 1e6f;

    // Winograd's algorithm lets pixels outside change the rounding of a result.
    private static readonly InferenceEngine Direct = new(new InferenceOptions { Winograd = false, Threads = 1 });

    [Fact]
    public void Random_networks() => Gen.Int[0, 1_000_000_000].Sample(CheckRandom, iter: 400, threads: 1);

    [Fact]
    public void The_first_networks()
    {
        for (int seed = 0; seed < 100; seed++)
            CheckRandom(seed);
    }

    // A position of a resize that falls on an element but for rounding.
    [Fact]
    public void A_neighbour_with_no_weight_is_not_read() => CheckRandom(950392639);

    [Fact]
    public void A_path_that_is_lost_in_padding_along_rows_reads_no_columns()
    {
        // The path over five columns reads row -3 of the image, which is padding, for the first three rows.
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 1, 9, 9)
            .Initializer("w", new TensorRandom(1).Floats(new Shape(1, 1, 1, 5), 0.5f, 1))
            .Initializer("t", TestTensors.Floats(new Shape(1, 1, 4, 1), 1, 0, 0, 1))
            .Node("Conv", ["x", "w"], ["far"], ("pads", new[] { 3, 2, 0, 2 }))
            .Node("Conv", ["x", "t"], ["near"], ("pads", new[] { 3, 0, 3, 0 }))
            .Node("Add", ["far", "near"], ["y"]).Output("y").Build();
        using InferenceModel model = Direct.Load(bytes, "lost.onnx");
        InputRegion region = Assert.Single(model.ReceptiveBoxOf([new Shape(1, 1, 9, 9)], "y", [0, 0, 0, 4]));
        Assert.Equal([new AxisRange(0, 1), new AxisRange(0, 1), new AxisRange(0, 1), new AxisRange(4, 5)], region.Clipped!);
        Assert.Equal([new AxisRange(0, 1), new AxisRange(0, 1), new AxisRange(-3, 1), new AxisRange(2, 7)], region.Whole);
        region = Assert.Single(model.ReceptiveBoxOf([new Shape(1, 1, 9, 9)], "y", [0, 0, 3, 4]));
        Assert.Equal([new AxisRange(0, 1), new AxisRange(0, 1), new AxisRange(0, 4), new AxisRange(2, 7)], region.Clipped!);
    }

    [Fact]
    public void Windows_that_stride_through_many_layers_take_no_time()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", 1, 1, 1, 1);
        for (int i = 0; i < 60; i++)
        {
            builder.Node(
                "MaxPool", i == 0 ? "x" : $"v{i}", $"v{i + 1}", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }),
                ("pads", new[] { 1, 1, 1, 1 }));
        }

        using InferenceModel model = Direct.Load(builder.Output("v60").Build(), "strides.onnx");
        InputRegion region = Assert.Single(model.ReceptiveBoxOf([new Shape(1, 1, 1, 1)], "v60", [0, 0, 0, 0]));

        Assert.Equal([new(0, 1), new(0, 1), new(0, 1), new(0, 1)], region.Clipped!);
        Assert.Equal(new AxisRange(-1 << 30, 1 << 30), region.Whole[3]);
    }

    [Fact]
    public void Operators_that_mix_all_of_an_axis_read_all_of_it()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 2, 5, 7)
            .Initializer("w", new TensorRandom(1).Floats(new Shape(70, 3), 0.5f, 1))
            .Node("GlobalAveragePool", "x", "pool").Node("Flatten", "x", "flat").Node("Gemm", ["flat", "w"], ["fc"])
            .Node("Softmax", "x", "rows", ("axis", 3)).Node("Identity", "flat", "y")
            .Output("pool").Output("fc").Output("rows").Output("y").Build();
        using InferenceModel model = Direct.Load(bytes, "mixing.onnx");
        AxisRange[] Box(string layer, params long[] index) =>
            [.. Assert.Single(model.ReceptiveBoxOf([new Shape(1, 2, 5, 7)], layer, index)).Clipped!];
        Assert.Equal([new(0, 1), new(1, 2), new(0, 5), new(0, 7)], Box("pool", 0, 1, 0, 0));
        Assert.Equal([new(0, 1), new(0, 2), new(0, 5), new(0, 7)], Box("fc", 0, 2));
        Assert.Equal([new(0, 1), new(1, 2), new(3, 4), new(0, 7)], Box("rows", 0, 1, 3, 2));
        Assert.Equal([new(0, 1), new(1, 2), new(2, 3), new(3, 4)], Box("flat", 0, 35 + 14 + 3));
    }

    [Fact]
    public void A_cell_or_a_layer_that_does_not_exist_is_refused()
    {
        using InferenceModel model = Direct.Load(
            new OnnxModelBuilder().Input("x", 1, 3).Node("Relu", "x", "y").Output("y").Build(), "small.onnx");
        Shape[] shapes = [new Shape(1, 3)];
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => model.ReceptiveBoxOf(shapes, "y", [0, 3]));
        Assert.Contains("[0,3]", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => model.ReceptiveBoxOf(shapes, "y", [0]));
        Assert.Throws<InvalidInputException>(() => model.ReceptiveBoxOf(shapes, "z", [0, 0]));
    }

    private static void CheckRandom(int seed)
    {
        WindowNetworks network = WindowNetworks.Create(seed);
        using InferenceModel model = Direct.Load(network.Model, $"{seed}.onnx");
        var random = new Random(seed);
        Tensor image = new TensorRandom(seed).Floats(network.Image, 0.5f, 1.5f);
        string layer = network.Values[random.Next(network.Values.Count)];
        Shape shape = model.DescribeLayers([network.Image]).Single(info => info.Name == layer).Shape;
        for (int i = 0; i < 3; i++)
        {
            long[] cell = [.. shape.Select(extent => random.NextInt64(extent))];
            // Cells at the border read padding.
            if (i == 0)
                cell[^1] = random.Next(2) == 0 ? 0 : shape[-1] - 1;
            if (i < 2)
                cell[^2] = random.Next(2) == 0 ? 0 : shape[-2] - 1;
            Check(model, image, layer, shape, cell, seed);
        }
    }

    private static void Check(InferenceModel model, Tensor image, string layer, Shape shape, long[] cell, int seed)
    {
        string where = $"seed {seed}, layer {layer}, cell [{string.Join(',', cell)}]\n{model.GraphText}";
        IReadOnlyList<AxisRange>? box = model.ReceptiveBoxOf([image.Shape], layer, cell).SingleOrDefault()?.Clipped;
        float value = ValueOf(image);
        Tensor outside = Changed((y, x) => box is null || y < box[2].Begin || y >= box[2].End || x < box[3].Begin || x >= box[3].End);
        Assert.True(value == ValueOf(outside), $"Pixels outside of the box change the value: {where}");
        if (box is null)
            return;
        AssertReads("top", (y, x) => y == box[2].Begin);
        AssertReads("bottom", (y, x) => y == box[2].End - 1);
        AssertReads("left", (y, x) => x == box[3].Begin);
        AssertReads("right", (y, x) => x == box[3].End - 1);

        void AssertReads(string edge, Func<int, int, bool> changes) =>
            Assert.True(
                Math.Abs(ValueOf(Changed(changes)) - value) > 1e-3 * Math.Abs(value), $"No pixel at the {edge} changes the value: {where}");

        float ValueOf(Tensor changed)
        {
            Tensor output = model.Run([changed], [layer])[0];
            long element = 0;
            for (int axis = 0; axis < shape.Rank; axis++)
                element = (element * shape[axis]) + cell[axis];
            return output.Span<float>()[(int)element];
        }

        Tensor Changed(Func<int, int, bool> changes)
        {
            Tensor copy = Tensor.From<float>(image.Shape, image.Span<float>());
            Span<float> pixels = copy.Span<float>();
            int height = (int)image.Shape[2], width = (int)image.Shape[3];
            for (int i = 0; i < pixels.Length; i++)
            {
                if (changes(i / width % height, i % width))
                    pixels[i] += Large;
            }

            return copy;
        }
    }
}
