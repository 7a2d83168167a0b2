using System.Text;
using Fovea.Fuzz.Words;
using Fovea.Inference.Operators;

namespace Fovea.Fuzz.Tests.Words;

public sealed class DictionariesTests
{
    [Fact]
    public void Every_operator_is_a_word() =>
        Assert.Empty(OperatorTable.All.Select(op => op.Name).Except(Texts(Dictionaries.Onnx())));

    [Theory]
    [InlineData("kernel_shape")]
    [InlineData("auto_pad")]
    [InlineData("SAME_UPPER")]
    [InlineData("noop_with_empty_axes")]
    public void What_operators_read_are_words(string word) => Assert.Contains(word, Texts(Dictionaries.Onnx()));

    /// <summary>ModelProto.graph, GraphProto.initializer, TensorProto.raw_data, dims as one field and packed.</summary>
    [Theory]
    [InlineData("3A")]
    [InlineData("2A")]
    [InlineData("4A")]
    [InlineData("08")]
    [InlineData("0A")]
    public void Field_tags_are_words(string tag) => Assert.Contains(tag, Dictionaries.Onnx().Select(Convert.ToHexString));

    [Theory]
    [InlineData("outputActivation")]
    [InlineData("id2label")]
    [InlineData("image_mean")]
    [InlineData("crop_pct")]
    public void Fields_of_the_files_beside_a_model_are_words(string word) => Assert.Contains(word, Texts(Dictionaries.PackageJson()));

    [Fact]
    public void Words_are_written_as_AFL_reads_them()
    {
        string path = Path.GetTempFileName();
        AflDictionary.Write(path, ["Conv_1"u8.ToArray(), [0x0A, 0x22, 0x5C, 0xFF], [], new byte[200]]);
        Assert.Equal(["\"Conv_1\"", @"""\x0a\x22\x5c\xff"""], File.ReadAllLines(path));
        File.Delete(path);
    }

    private static IEnumerable<string> Texts(IEnumerable<byte[]> words) => words.Select(Encoding.UTF8.GetString);
}
