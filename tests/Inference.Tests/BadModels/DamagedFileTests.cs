using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Damaged files are refused with a clear error: no crash, no hang, no other exception.</summary>
public sealed class DamagedFileTests
{
    private static readonly byte[] Small = RandomNetworks.Create(1).Model;

    [Fact]
    public void Truncated_at_every_length_of_a_small_model()
    {
        for (int length = 0; length < Small.Length; length += length < 2000 ? 1 : 37)
            LoadAndRun(Small[..length], $"cut at {length}");
    }

    [Theory]
    [InlineData("models/mnist-8/model.onnx")]
    [InlineData("models/resnet20-cifar10.onnx")]
    [InlineData("topologies/squeezenet1_1.onnx")]
    public void Truncated_real_models(string file)
    {
        byte[] model = File.ReadAllBytes(TestData.Find(file));
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
            LoadAndRun(model[..random.Next(model.Length)], $"{file}, cut {i}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Flipped_bits(int seed)
    {
        var random = new Random(seed);
        byte[] original = seed % 2 == 0 ? Small : RandomNetworks.Create(seed + 100).Model;
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. original];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            LoadAndRun(damaged, $"seed {seed}, round {i}");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Flipped_bits_outside_the_weights(int seed)
    {
        var random = new Random(seed);
        byte[] original = new OnnxModelBuilder(13)
            .Input("x", Dimension.Named("n"), 3, 9, 9)
            .Initializer("w", new TensorRandom(1).Floats(2, 3, 1, 1)).Initializer("shape", TestTensors.Int64s(0, -1))
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 }))
            .Node("MaxPool", "a", "b", ("kernel_shape", new[] { 2, 2 }), ("ceil_mode", 1))
            .Node("Concat", ["b", "b"], ["c"], ("axis", 1))
            .Node("Transpose", "c", "d", ("perm", new[] { 0, 2, 3, 1 }))
            .Node("Reshape", ["d", "shape"], ["e"])
            .Node("Softmax", "e", "y", ("axis", -1))
            .Output("y").Build();
        for (int i = 0; i < 1000; i++)
        {
            byte[] damaged = [.. original];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            LoadAndRun(damaged, $"seed {seed}, round {i}");
        }
    }

    public static TheoryData<string, byte[]> NoModels() => new()
    {
        { "empty", [] },
        { "text", "This is a text, no model."u8.ToArray() },
        { "zeros", new byte[4096] },
        { "ones", [.. Enumerable.Repeat((byte)0xFF, 4096)] },
        { "png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52] },
        { "zip", [0x50, 0x4B, 0x03, 0x04, 20, 0, 0, 0, 8, 0] },
        { "json", "{\"graph\": null}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(NoModels))]
    public void Not_onnx(string kind, byte[] bytes)
    {
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(bytes, $"{kind}.onnx"));
        Assert.Contains($"{kind}.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_io_error() =>
        Assert.ThrowsAny<IOException>(() => TestEngines.Best.Load(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx")));

    /// <summary>Loads what may be nonsense and, where that succeeds, runs it on small inputs.</summary>
    private static void LoadAndRun(byte[] bytes, string who)
    {
        try
        {
            using InferenceModel model = Limited.Load(bytes, "damaged.onnx");
            Tensor[] inputs = [.. model.Inputs.Select(input => new Tensor(input.ElementType, Concrete(input.Shape)))];
            model.Run(inputs);
        }
        catch (InferenceException error) when (error is InvalidModelException or UnsupportedModelException or InvalidInputException)
        {
            Assert.False(string.IsNullOrWhiteSpace(error.Message), who);
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{who}: {error}");
        }
    }

    private static readonly InferenceEngine Limited = new(new InferenceOptions { Threads = 1, MaxActivationBytes = 64 << 20 });

    private static Shape Concrete(SymbolicShape shape) =>
        new([.. (shape.Dimensions ?? []).Select(d => d.Value is > 0 and <= 64 and long extent ? extent : 1)]);
}
