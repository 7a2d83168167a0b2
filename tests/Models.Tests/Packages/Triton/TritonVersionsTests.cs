using Fovea.Models.Packages.Triton;

namespace Fovea.Models.Tests.Packages.Triton;

public sealed class TritonVersionsTests
{
    [Theory]
    [InlineData("version_policy: { latest: { num_versions: 2 } }", "2 latest")]
    [InlineData("version_policy { latest { } }", "latest")]
    [InlineData("version_policy { latest { num_versions: 0 } }", "latest")]
    [InlineData("version_policy: { all { } }", "all")]
    [InlineData("version_policy: { specific: { versions: [1, 3] } }", "3,1")]
    [InlineData("version_policy: { specific { versions: 4 versions: 2 } }", "4,2")]
    [InlineData("version_policy { specific { versions: x } }", null)]
    [InlineData("version_policy { }", null)]
    [InlineData("max_batch_size: 4", null)]
    public void The_policies_are_those_of_Triton(string text, string? expected) =>
        Assert.Equal(expected, TritonVersions.Read(TextFormat.Read(text, "config.pbtxt"))?.ToString());
}
