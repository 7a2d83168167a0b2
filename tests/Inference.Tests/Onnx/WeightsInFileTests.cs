using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>Weights stay in the file until a plan packs them: what happens to the file meanwhile.</summary>
public sealed class WeightsInFileTests : IDisposable
{
    private static readonly Tensor Image = new TensorRandom(9).Floats(1, 32, 8, 8);

    private readonly string _folder = Directory.CreateTempSubdirectory("fovea").FullName;

    private string ModelPath => Path.Combine(_folder, "model.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_and_memory_give_the_same_bits()
    {
        byte[] model = Model(1);
        File.WriteAllBytes(ModelPath, model);
        using InferenceModel fromFile = TestEngines.Best.Load(ModelPath);
        using InferenceModel fromMemory = TestEngines.Best.Load(model, "model.onnx");
        Assert.Equal(fromMemory.Run([Image])[0].Bytes.ToArray(), fromFile.Run([Image])[0].Bytes.ToArray());
    }

    [Fact]
    public void A_file_that_is_replaced_by_renaming_stays_readable_to_the_model_that_has_it_open()
    {
        File.WriteAllBytes(ModelPath, Model(1));
        byte[] expected = TestEngines.Best.Run(Model(1), [Image])[0].Bytes.ToArray();
        using InferenceModel model = TestEngines.Best.Load(ModelPath);
        File.WriteAllBytes(ModelPath + ".new", Model(2));
        File.Move(ModelPath + ".new", ModelPath, overwrite: true);
        Assert.Equal(expected, model.Run([Image])[0].Bytes.ToArray());
        using InferenceModel next = TestEngines.Best.Load(ModelPath);
        Assert.NotEqual(expected, next.Run([Image])[0].Bytes.ToArray());
    }

    [Fact]
    public void A_file_that_is_cut_while_the_model_lives_is_an_error_of_the_compilation_that_needs_it()
    {
        byte[] bytes = Model(1);
        File.WriteAllBytes(ModelPath, bytes);
        using InferenceModel model = TestEngines.Best.Load(ModelPath);
        using (FileStream file = File.Open(ModelPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(bytes.Length / 2);
        for (int attempt = 0; attempt < 2; attempt++)
        {
            InvalidModelException error = Assert.Throws<InvalidModelException>(() => model.Compile([Image.Shape]));
            // Weights in front of the cut are found to be of a changed file, those behind it missing; which are read first is open.
            Assert.Matches($"'model.onnx' (ends at byte|was changed while).*had {bytes.Length} bytes .*Replace model files", error.Message);
        }

        File.WriteAllBytes(ModelPath, bytes);
        using InferenceModel next = TestEngines.Best.Load(ModelPath);
        Assert.Equal(TestEngines.Best.Run(bytes, [Image])[0].Bytes.ToArray(), next.Run([Image])[0].Bytes.ToArray());
    }

    [Fact]
    public void A_file_that_is_written_into_never_mixes_with_what_was_read_before()
    {
        File.WriteAllBytes(ModelPath, Model(1));
        using InferenceModel model = TestEngines.Best.Load(ModelPath);
        byte[] expected = model.Run([Image])[0].Bytes.ToArray();
        File.SetLastWriteTimeUtc(ModelPath, DateTime.UtcNow.AddHours(-1));
        using InferenceModel untouched = TestEngines.Best.Load(ModelPath);
        File.WriteAllBytes(ModelPath, Model(2));

        // What is packed serves on, in other batches too; what must still be read is refused, and stays out of the way of the rest.
        Assert.Equal(expected, model.Run([Image])[0].Bytes.ToArray());
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => untouched.Compile([Image.Shape]));
        Assert.Contains("'model.onnx' was changed while it was in use", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidModelException>(() => untouched.Compile([Image.Shape]));
        Tensor pair = Tensor.From<float>(new Shape(2, 32, 8, 8), [.. Image.Span<float>(), .. Image.Span<float>()]);
        Assert.Equal(expected, model.Run([pair])[0].Bytes[..expected.Length].ToArray());
    }

    [Fact]
    public void A_plan_whose_weights_cannot_be_read_leaves_the_others_usable()
    {
        File.WriteAllBytes(ModelPath, Model(1));
        using InferenceModel model = TestEngines.Best.Load(ModelPath);
        CompiledPlan convolution = model.Compile([Image.Shape], ["a"]);
        File.WriteAllBytes(ModelPath, Model(2));
        Assert.Throws<InvalidModelException>(() => model.Compile([Image.Shape]));

        CompiledPlan pair = model.Compile([new Shape(2, 32, 8, 8)], ["a"]);

        Assert.Equal(convolution.Outputs[0].Shape.With(0, 2), pair.Outputs[0].Shape);
    }

    [Fact]
    public void External_data_is_read_when_it_is_needed_from_the_file_that_was_opened()
    {
        OnnxModelBuilder builder = Builder(1);
        byte[] expected = TestEngines.Best.Run(builder.Build(), [Image])[0].Bytes.ToArray();
        var weights = builder.Model.Graph.Initializer.Single(i => i.Name == "w");
        File.WriteAllBytes(Path.Combine(_folder, "w.bin"), [.. new byte[12], .. weights.RawData.ToByteArray()]);
        weights.RawData = Google.Protobuf.ByteString.Empty;
        weights.DataLocation = Inference.Onnx.Schema.TensorProto.Types.DataLocation.External;
        weights.ExternalData.Add(new Inference.Onnx.Schema.StringStringEntryProto { Key = "location", Value = "w.bin" });
        weights.ExternalData.Add(new Inference.Onnx.Schema.StringStringEntryProto { Key = "offset", Value = "12" });
        File.WriteAllBytes(ModelPath, builder.Build());
        using InferenceModel model = TestEngines.Best.Load(ModelPath);
        File.Delete(Path.Combine(_folder, "w.bin"));
        Assert.Equal(expected, model.Run([Image])[0].Bytes.ToArray());
    }

    [Fact]
    public void A_disposed_model_has_closed_its_file()
    {
        File.WriteAllBytes(ModelPath, Model(1));
        InferenceModel model = TestEngines.Best.Load(ModelPath);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Compile([Image.Shape]));
        using FileStream exclusive = File.Open(ModelPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(exclusive.Length > 0);
    }

    private static byte[] Model(int seed) => Builder(seed).Build();

    private static OnnxModelBuilder Builder(int seed)
    {
        var random = new TensorRandom(seed);
        return new OnnxModelBuilder().Input("x", Dimension.Named("n"), 32, 8, 8)
            .Initializer("w", random.Floats(48, 32, 3, 3)).Initializer("m", random.Floats(48, 70))
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 })).Node("GlobalAveragePool", "a", "b").Node("Flatten", "b", "c")
            .Node("MatMul", ["c", "m"], ["y"]).Output("y");
    }
}
