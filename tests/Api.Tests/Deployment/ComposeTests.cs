using System.Text.RegularExpressions;
using Fovea.Api.Options;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Fovea.Api.Tests.Deployment;

/// <summary>What <c>docker/compose.yaml</c> says as it is, and when it is opened as its comments and pages say.</summary>
public sealed partial class ComposeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docker/compose.yaml"));

    [Fact]
    public void It_is_published_on_loopback_with_a_limit_on_memory()
    {
        ComposeService service = Read();

        Assert.Equal(["127.0.0.1:8080:8080"], service.Ports);
        Assert.Equal("1g", service.MemLimit);
        Assert.Empty(Settings(service).Security.ApiKey ?? "");
    }

    [Fact]
    public void It_is_opened_with_an_address_and_a_key()
    {
        ComposeService service = Read(("FOVEA_ADDRESS", "0.0.0.0"), ("FOVEA_API_KEY", "a-key-0123456789"));

        Assert.Equal(["0.0.0.0:8080:8080"], service.Ports);
        Assert.Equal("a-key-0123456789", Settings(service).Security.ApiKey);
        foreach (string page in new[] { "docker/compose.yaml", "docker/README.md", "docs/serving.md" })
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, page));
            Assert.Contains("FOVEA_ADDRESS=0.0.0.0 docker compose -f docker/compose.yaml up", text, StringComparison.Ordinal);
            Assert.Contains("export FOVEA_API_KEY=", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Models_are_those_of_the_root_and_nothing_else_is_allowed()
    {
        ComposeService service = Read();
        string[] volume = Assert.Single(service.Volumes).Split(':');

        Assert.Equal(Path.Combine(Repository.Root, "models"), Path.GetFullPath(volume[0], Path.Combine(Repository.Root, "docker")));
        Assert.Equal(["/models", "ro"], volume[1..]);
        Assert.True(service.ReadOnly);
        Assert.Equal(["ALL"], service.CapDrop);
        Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
    }

    /// <summary>The file's one service, with the variables that are set, else with their defaults.</summary>
    private static ComposeService Read(params (string Name, string Value)[] variables)
    {
        string text = Variable().Replace(
            Text, match => variables.FirstOrDefault(set => set.Name == match.Groups[1].Value).Value ?? match.Groups[2].Value);
        ComposeFile file = new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<ComposeFile>(text);
        return Assert.Single(file.Services).Value;
    }

    /// <summary>What the service reads from the variables of its container.</summary>
    private static ServerOptions Settings(ComposeService service) => ServerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
        service.Environment.Select(pair => new KeyValuePair<string, string?>(pair.Key.Replace("__", ":"), pair.Value))).Build());

    [GeneratedRegex(@"\$\{(\w+):-([^}]*)\}")]
    private static partial Regex Variable();

    private sealed class ComposeFile
    {
        public Dictionary<string, ComposeService> Services { get; set; } = [];
    }

    private sealed class ComposeService
    {
        public string Image { get; set; } = "";

        public Dictionary<string, string> Build { get; set; } = [];

        public string[] Ports { get; set; } = [];

        public Dictionary<string, string> Environment { get; set; } = [];

        public string[] Volumes { get; set; } = [];

        public string MemLimit { get; set; } = "";

        public bool ReadOnly { get; set; }

        public string[] Tmpfs { get; set; } = [];

        public string[] CapDrop { get; set; } = [];

        public string[] SecurityOpt { get; set; } = [];

        public string StopGracePeriod { get; set; } = "";

        public string Restart { get; set; } = "";
    }
}
