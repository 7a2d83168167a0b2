using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fovea.Api.Server;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// A clone of HEAD in a temporary folder, and what the steps of README have left there: the service that runs, the last answer. It goes
/// with everything that was started in it.
/// </summary>
public sealed partial class WalkedClone : IAsyncDisposable
{
    private static readonly Uri Service = new(ServerAddress.Default);

    private readonly HttpClient _client = new() { BaseAddress = Service };
    private readonly Dictionary<string, string?> _environment = [];
    private IReadOnlyList<MarkdownBlock> _blocks = [];
    private Shell.Running? _service;
    private string? _temporary;

    private static CancellationToken Interruption => TestContext.Current.CancellationToken;

    /// <summary>The root of the clone, in which commands run.</summary>
    public string Folder => Path.Combine(_temporary!, "fovea");

    /// <summary>A folder beside the clone for what the walk itself needs.</summary>
    public string Tools => Path.Combine(_temporary!, "tools");

    /// <summary>What the last request answered.</summary>
    public string Answer { get; set; } = "";

    /// <summary>Clones HEAD, once, and puts the user's own model beside the sources.</summary>
    internal async Task CreateAsync(IReadOnlyList<MarkdownBlock> blocks)
    {
        if (_temporary is not null)
            return;
        foreach (string tool in new[] { "git", "curl", "setsid" })
            Assert.SkipUnless(OnPath(tool), $"README is walked with {tool}, which is not here.");
        _blocks = blocks;
        _temporary = Directory.CreateTempSubdirectory("fovea-walk-").FullName;
        Directory.CreateDirectory(Tools);
        // Requests are silent, and an answer that is no success fails the step.
        await File.WriteAllTextAsync(Path.Combine(Tools, ".curlrc"), "silent\nshow-error\nfail-with-body\n");
        SetEnvironment();
        await new Shell(_temporary, _environment).RunAsync(
            $"git clone --quiet '{Repository.Root}' fovea", TimeSpan.FromMinutes(1), Interruption);
        string digits = Path.Combine(Folder, "src/Models/Bundled/digits/model.onnx");
        File.Copy(digits, Path.Combine(Folder, "mymodel.onnx"));
        await File.WriteAllLinesAsync(Path.Combine(Folder, "mylabels.txt"), Enumerable.Range(0, 10).Select(digit => $"digit {digit}"));
    }

    /// <summary>Runs commands in the root; returns their output.</summary>
    public Task<string> RunAsync(string script, TimeSpan limit, params (string Name, string Value)[] environment) =>
        ShellWith(environment).RunAsync(script, limit, Interruption);

    /// <summary>Runs commands that remove what others have left, also when the walk was interrupted.</summary>
    public Task<string> CleanUpAsync(string script, TimeSpan limit, params (string Name, string Value)[] environment) =>
        ShellWith(environment).RunAsync(script, limit, CancellationToken.None);

    /// <summary>Starts commands of which the last serves at README's address, and waits until it is ready.</summary>
    public async Task ServeAsync(string script, TimeSpan limit, params (string Name, string Value)[] environment)
    {
        Assert.True(
            IsFree(Service.Port), $"README's port {Service.Port} is taken on this machine. End what listens there, and walk again.");
        _service = ShellWith(environment).Start(script);
        for (DateTime end = DateTime.UtcNow + limit; ; await Task.Delay(100, Interruption))
        {
            Assert.False(_service.Process.HasExited, $"{script}\nended before it was ready:\n{_service.LastLines}");
            Assert.True(DateTime.UtcNow < end, $"{script}\nwas not ready after {limit.TotalSeconds:0} s:\n{_service.LastLines}");
            try
            {
                using HttpResponseMessage answer = await _client.GetAsync("/readyz");
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    /// <summary>Waits until the service lists each folder of <c>models/</c> as ready.</summary>
    public async Task UntilModelsAreReadyAsync(TimeSpan limit)
    {
        string models = Path.Combine(Folder, "models");
        string[] wanted = [.. Directory.EnumerateDirectories(models).Select(path => Path.GetFileName(path))];
        Assert.NotEmpty(wanted);
        for (DateTime end = DateTime.UtcNow + limit; ; await Task.Delay(100, Interruption))
        {
            string list = await _client.GetStringAsync("/models");
            string[] ready = [.. JsonNode.Parse(list)!["models"]!.AsArray()
                .Where(model => model!.Text("state") == "ready").Select(model => model!.Text("name"))];
            if (wanted.All(ready.Contains))
                return;
            Assert.True(
                DateTime.UtcNow < end, $"After {limit.TotalSeconds:0} s, not all of {string.Join(", ", wanted)} are ready: {list}\n" +
                _service?.LastLines);
        }
    }

    /// <summary>Ends the service that runs, as Ctrl+C does.</summary>
    public async Task StopAsync()
    {
        if (_service is null)
            return;
        await Shell.StopAsync(_service);
        _service.Dispose();
        _service = null;
    }

    /// <summary>The folder of the console project that README's commands made, or else of a fresh one with the library it names.</summary>
    public async Task<string> ConsoleAsync(TimeSpan limit)
    {
        foreach (MarkdownBlock block in _blocks)
        {
            if (block.Language == "sh" && NewConsole().Match(block.Text) is { Success: true } made)
                return Path.GetFullPath(made.Groups[1].Value, Folder);
        }

        string project = Path.Combine(_temporary!, "sample");
        if (!Directory.Exists(project))
            await RunAsync($"dotnet new console -o '{project}' && dotnet add '{project}' reference src/Inference", limit);
        return project;
    }

    /// <summary>A file of the test data with this length and hash; null where there is none.</summary>
    public static async Task<byte[]?> FindTestDataAsync(string pattern, long bytes, string sha256)
    {
        if (!Directory.Exists(Repository.Data))
            return null;
        foreach (string file in Directory.EnumerateFiles(Repository.Data, pattern, SearchOption.AllDirectories))
        {
            if (new FileInfo(file).Length == bytes
                && await File.ReadAllBytesAsync(file) is var content
                && Convert.ToHexStringLower(SHA256.HashData(content)) == sha256)
                return content;
        }

        return null;
    }

    public static bool OnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }

    /// <summary>A newcomer's environment: no settings of Fovea, no test data, and builds that leave no process behind.</summary>
    private void SetEnvironment()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (Setting().IsMatch(name))
                _environment[name] = null;
        }

        _environment["CURL_HOME"] = Tools;
        _environment["NO_PROXY"] = _environment["no_proxy"] = "localhost,127.0.0.1";
        // Analysers change nothing that is built, and take most of the time: the build of these tests has run them over the same sources.
        _environment["RunAnalyzers"] = "false";
        _environment["MSBUILDDISABLENODEREUSE"] = "1";
        _environment["UseSharedCompilation"] = "false";
        _environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        _environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        _environment["DOTNET_NOLOGO"] = "1";
    }

    private Shell ShellWith((string Name, string Value)[] environment)
    {
        var all = new Dictionary<string, string?>(_environment);
        foreach ((string name, string value) in environment)
            all[name] = value;
        return new Shell(Folder, all);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(FOVEA_|ASPNETCORE_|TESTINGPLATFORM_|DOTNET_(URLS|ENVIRONMENT|Enable)|URLS$|HTTP_PORTS$)|__")]
    private static partial Regex Setting();

    [GeneratedRegex(@"dotnet new console .*?(?:-o|--output) (\S+)")]
    private static partial Regex NewConsole();
}
