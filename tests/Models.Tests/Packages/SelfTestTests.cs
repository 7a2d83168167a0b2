using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages;

public sealed class SelfTestTests : IDisposable
{
    private readonly TempModels _models = new();

    public SelfTestTests() => _models.Write("net/model.onnx", "");

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Test_folders_are_read_in_the_order_of_their_numbers()
    {
        foreach (int number in new[] { 10, 2, 0 })
        {
            _models.Write($"net/test_data_set_{number}/input_0.pb", "");
            _models.Write($"net/test_data_set_{number}/input_1.pb", "");
            _models.Write($"net/test_data_set_{number}/output_0.pb", "");
        }

        IReadOnlyList<SelfTest> tests = _models.Load("net").SelfTests;
        Assert.Equal(["test_data_set_0", "test_data_set_2", "test_data_set_10"], tests.Select(t => t.Name));
        Assert.Equal([_models.Path("net/test_data_set_0/input_0.pb"), _models.Path("net/test_data_set_0/input_1.pb")], tests[0].InputPaths);
        Assert.Equal([_models.Path("net/test_data_set_0/output_0.pb")], tests[0].OutputPaths);
    }

    [Theory]
    [InlineData("test_data_set_0/input_1.pb", "test_data_set_0/output_0.pb", "net/test_data_set_0/input_0.pb: the file is missing")]
    [InlineData("test_data_set_0/input_0.pb", "test_data_set_0/note.txt", "net/test_data_set_0/output_0.pb: the file is missing")]
    [InlineData(
        "test_data_set_x/input_0.pb", "test_data_set_x/output_0.pb",
        "net/test_data_set_x: the folder's name ends in 'x'; expected a number.")]
    public void An_incomplete_test_is_an_error(string first, string second, string message)
    {
        _models.Write($"net/{first}", "");
        _models.Write($"net/{second}", "");
        Assert.StartsWith(message, Assert.Throws<ModelPackageException>(() => _models.Load("net")).Message, StringComparison.Ordinal);
    }
}
