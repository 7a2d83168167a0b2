using System.Reflection;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Docs;

/// <summary>The pages name everything that they claim to explain.</summary>
public sealed class DocsTests
{
    [Fact]
    public async Task Every_setting_is_explained()
    {
        string page = await ReadAsync("serving.md");

        foreach (PropertyInfo section in typeof(ServerOptions).GetProperties())
        {
            foreach (PropertyInfo setting in section.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                Assert.Contains($"`{section.Name}:{setting.Name}`", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_error_code_is_explained_under_its_status()
    {
        string[] rows = (await ReadAsync("http-api.md")).Split('\n');

        foreach (ErrorCode code in ErrorCodes.All)
            Assert.Contains(rows, row => row.StartsWith($"| {code.Status} |", StringComparison.Ordinal) && row.Contains($"`{code.Code}`", StringComparison.Ordinal));
    }

    private static Task<string> ReadAsync(string page) => File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", page));
}
