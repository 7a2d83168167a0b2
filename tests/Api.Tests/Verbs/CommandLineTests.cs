using System.Net;
using System.Net.Sockets;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Verbs;

/// <summary>The command line as users type it: help, version, and what is wrong with it.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--help", "pull", "perf", "--healthcheck", "ImageStore")]
    [InlineData("-h", "pull", "perf", "--healthcheck", "ImageStore")]
    [InlineData("--version", "Fovea ")]
    [InlineData("pull --help", "--sha256", "--list")]
    [InlineData("perf -h", "--url", "--image", "--connections", "--warmup")]
    public async Task Help_and_version_start_no_server(string arguments, params string[] expected)
    {
        (int exitCode, string output) = await ServerProcess.RunAsync(arguments);

        Assert.Equal(0, exitCode);
        Assert.All(expected, part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
        Assert.DoesNotContain("dditional", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pul mnist", "There is no command 'pul'; without a command, the server starts. Did you mean 'pull'?")]
    [InlineData("--hlep", "There is no option '--hlep'. Did you mean '--help'?")]
    [InlineData("--healthchek", "There is no option '--healthchek'. Did you mean '--healthcheck'?")]
    [InlineData("pull mnist --forse", "There is no option '--forse'. Did you mean '--force'?")]
    [InlineData("healthcheck", "There is no command 'healthcheck'; without a command, the server starts. Did you mean '--healthcheck'?")]
    [InlineData("--Models:Path", "--Models:Path needs a value.")]
    [InlineData("--Models:Pathh", "There is no setting '--Models:Pathh'. Did you mean '--Models:Path'?")]
    [InlineData("perf --image \"\"", "--image is ''; expected a file.")]
    [InlineData("perf --image x --url http://localhost/?a=b", "expected the address of a server, without a query")]
    [InlineData("perf --image x --connections 0", "--connections is '0'; expected 1 to 1024.")]
    [InlineData("perf --image x --duration 10", "--duration is '10'; expected a unit, such as 10s for seconds")]
    [InlineData("perf", "'--image' is required")]
    public async Task A_wrong_verb_or_option_is_named_with_the_nearest(string arguments, string expected)
    {
        (int exitCode, string output) = await ServerProcess.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_is_named_at_once_with_its_origin()
    {
        string file = Write("""{ "Limits": { "MaxFiles": "many" }, "Models": { "Pth": "x" } }""");

        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"--contentRoot {_folder} --Model:Path x --ImageStore:Ttl soon", ("Batching__Timeout", "10"), ("Grpc__Prt", "1"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            new[]
            {
                "The setting 'Batching:Timeout' is '10' (environment variable Batching__Timeout); " +
                    "expected a unit, such as 10s for seconds: a time above 0 up to an hour.",
                "The setting 'ImageStore:Ttl' is 'soon' (command line); " +
                    "expected a time up to a day, or 0 to switch the store off, such as 10s, 500ms, 5m, 2h, 1d or 00:00:10.",
                $"The setting 'Limits:MaxFiles' is 'many' ({file}); expected a whole number, 1 to 1024.",
                "There is no setting 'Grpc:Prt' (environment variable Grpc__Prt). Did you mean 'Grpc:Port'?",
                "There is no setting 'Model:Path' (command line). Did you mean 'Models:Path'?",
                $"There is no setting 'Models:Pth' ({file}). Did you mean 'Models:Path'?",
            },
            output.Trim().Split(Environment.NewLine).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_malformed_file_is_one_sentence_with_line_and_column()
    {
        string file = Write("{\n  \"Models\": { \"Path\": x }\n}");

        (int exitCode, string output) = await ServerProcess.RunAsync($"--contentRoot {_folder}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"The file of settings '{file}' is not valid JSON: line 2, column 23: ", output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split(Environment.NewLine));
    }

    [Fact]
    public async Task An_address_that_is_none_or_in_use_is_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        (int wrong, string garbage) = await ServerProcess.RunAsync("--urls garbage");
        (int taken, string used) = await ServerProcess.RunAsync($"--urls {address}");

        Assert.Equal((1, 1), (wrong, taken));
        Assert.Single(garbage.Trim().Split(Environment.NewLine));
        Assert.StartsWith("The setting 'urls' is 'garbage' (command line)", garbage, StringComparison.Ordinal);
        Assert.Contains($"The address {address} is in use by another program.", used, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", used, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_of_the_log_that_does_not_exist_is_one_sentence()
    {
        (int exitCode, string output) = await ServerProcess.RunAsync("--Logging:LogLevel:Default loud");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "The setting 'Logging:LogLevel:Default' is 'loud' (command line); expected one of Trace, Debug, Information, Warning, Error, " +
            "Critical, None.", output.Trim());
    }

    [Fact]
    public async Task Misspelt_variables_are_named_in_a_log_with_timestamps()
    {
        using ServerProcess server = ServerProcess.Start(
            "--urls http://127.0.0.1:0 --Shutdown:Delay 0 --ImageStore:Ttl 2m", ("Models_Path", "x"), ("Model__Path", "y"),
            ("OTEL_SERVICE_NAME", "fovea"), ("Logging__LogLevel__Default", "Information"));
        await server.AddressAsync();

        string output = server.Output;
        Assert.Contains("The environment variable Models_Path has no effect. Did you mean Models__Path?", output, StringComparison.Ordinal);
        Assert.Contains("The environment variable Model__Path has no effect. Did you mean Models__Path?", output, StringComparison.Ordinal);
        Assert.DoesNotContain("OTEL_SERVICE_NAME", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: ", output);
    }

    private string Write(string settings)
    {
        string file = Path.Combine(_folder, "appsettings.json");
        File.WriteAllText(file, settings);
        return file;
    }
}
