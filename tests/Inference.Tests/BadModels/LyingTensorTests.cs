using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Weights whose declared size is not their size, or that point outside the file.</summary>
public sealed class LyingTensorTests
{
    public static TheoryData<string> Lies() =>
    [
        "raw data too short",
        "raw data too long",
        "raw data cut inside an element",
        "float data too short",
        "float data too long",
        "both raw and float data",
        "both float and integer data",
        "wrong data field",
        "no data",
        "negative extent",
        "huge extent",
        "extents that overflow",
        "unknown element type",
        "undefined element type",
    ];

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lying_initialiser_is_refused_by_name(string lie)
    {
        var weights = new TensorProto
        {
            Name = "weights17",
            DataType = (int)ElementType.Float32,
            RawData = ByteString.CopyFrom(new byte[24]),
        };
        weights.Dims.AddRange([2, 3]);
        Distort(weights, lie);
        Assert.All(["bad.onnx", "weights17"], part => Assert.Contains(part, Refusal(weights).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/../../secret.bin")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("C:\\weights.bin")]
    [InlineData("sub\\..\\..\\secret.bin")]
    public void External_data_is_read_from_the_models_own_folder_only(string location)
    {
        string folder = Directory.CreateTempSubdirectory("fovea").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "model"));
            File.WriteAllBytes(Path.Combine(folder, "secret.bin"), new byte[24]);
            string path = Path.Combine(folder, "model", "model.onnx");
            File.WriteAllBytes(path, ModelOf(External(location)));
            Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void External_data_through_a_link_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory("fovea").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "model"));
            File.WriteAllBytes(Path.Combine(folder, "secret.bin"), new byte[24]);
            File.CreateSymbolicLink(Path.Combine(folder, "model", "weights.bin"), Path.Combine(folder, "secret.bin"));
            string path = Path.Combine(folder, "model", "model.onnx");
            File.WriteAllBytes(path, ModelOf(External("weights.bin")));
            Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(0, 24, true)]
    [InlineData(8, 24, true)]
    [InlineData(16, 24, false)]
    [InlineData(0, 20, false)]
    [InlineData(-8, 24, false)]
    [InlineData(0, -24, false)]
    [InlineData(long.MaxValue, 24, false)]
    [InlineData(0, long.MaxValue, false)]
    [InlineData(long.MaxValue, long.MaxValue, false)]
    public void External_data_must_be_inside_its_file(long offset, long length, bool valid)
    {
        string folder = Directory.CreateTempSubdirectory("fovea").FullName;
        try
        {
            byte[] data = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), data);
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(path, ModelOf(External("weights.bin", offset, length)));
            if (!valid)
            {
                Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(path));
                return;
            }

            using InferenceModel model = TestEngines.Best.Load(path);
            byte[] found = model.Run([new Tensor(ElementType.Float32, new Shape(2, 3))])[0].Bytes.ToArray();
            Assert.Equal(data[(int)offset..((int)offset + 24)], found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData(" 8")]
    [InlineData("")]
    public void An_offset_that_is_no_number_is_refused(string offset)
    {
        string folder = Directory.CreateTempSubdirectory("fovea").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), new byte[64]);
            TensorProto weights = External("weights.bin");
            weights.ExternalData[1].Value = offset;
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(path, ModelOf(weights));
            Assert.Contains(
                $"offset is '{offset}'", Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(path)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void External_data_of_a_model_in_memory_is_refused() => Refusal(External("weights.bin"));

    [Fact]
    public void External_data_that_is_not_there_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory("fovea").FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(path, ModelOf(External("weights.bin")));
            InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(path));
            Assert.Contains("weights.bin", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Distort(TensorProto weights, string lie)
    {
        switch (lie)
        {
            case "raw data too short":
                weights.RawData = ByteString.CopyFrom(new byte[20]);
                break;
            case "raw data too long":
                weights.RawData = ByteString.CopyFrom(new byte[28]);
                break;
            case "raw data cut inside an element":
                weights.RawData = ByteString.CopyFrom(new byte[23]);
                break;
            case "float data too short":
                weights.RawData = ByteString.Empty;
                weights.FloatData.AddRange(new float[5]);
                break;
            case "float data too long":
                weights.RawData = ByteString.Empty;
                weights.FloatData.AddRange(new float[7]);
                break;
            case "both raw and float data":
                weights.FloatData.AddRange(new float[6]);
                break;
            case "both float and integer data":
                weights.RawData = ByteString.Empty;
                weights.FloatData.AddRange(new float[6]);
                weights.Int32Data.AddRange(new int[6]);
                break;
            case "wrong data field":
                weights.RawData = ByteString.Empty;
                weights.Int64Data.AddRange(new long[6]);
                break;
            case "no data":
                weights.RawData = ByteString.Empty;
                break;
            case "negative extent":
                weights.Dims[0] = -2;
                break;
            case "huge extent":
                weights.Dims[0] = 1L << 50;
                break;
            case "extents that overflow":
                weights.Dims.AddRange([1L << 40, 1L << 40]);
                break;
            case "unknown element type":
                weights.DataType = 99;
                break;
            case "undefined element type":
                weights.DataType = 0;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(lie), lie, "No such lie.");
        }
    }

    private static TensorProto External(string location, long offset = 0, long length = 24)
    {
        var weights = new TensorProto
        {
            Name = "weights17",
            DataType = (int)ElementType.Float32,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        weights.Dims.AddRange([2, 3]);
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        weights.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{offset}" });
        weights.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{length}" });
        return weights;
    }

    private static InferenceException Refusal(TensorProto weights)
    {
        InferenceException error = RefusedModel.With(() => TestEngines.Best.Load(ModelOf(weights), "bad.onnx"));
        Assert.True(error is InvalidModelException or UnsupportedModelException, error.ToString());
        return error;
    }

    private static byte[] ModelOf(TensorProto weights)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", 2, 3).Node("Add", ["x", "weights17"], ["y"]).Output("y");
        builder.Model.Graph.Initializer.Add(weights);
        return builder.Build();
    }
}
