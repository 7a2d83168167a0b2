using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Fovea.Api.Tests.Support;

/// <summary>The service as a process of its own, started as a user starts it.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string arguments, IEnumerable<(string Name, string Value)> environment)
    {
        string program = typeof(Program).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", $"\"{program}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        foreach (string inherited in new[] { "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_URLS", "URLS", "HTTP_PORTS" })
            start.Environment.Remove(inherited);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The memory that the process has resident, in bytes.</summary>
    public long ResidentBytes => StatusBytes("VmRSS:");

    /// <summary>The most memory that the process had resident so far, in bytes.</summary>
    public long MostResidentBytes => StatusBytes("VmHWM:");

    public static ServerProcess Start(string arguments, params (string Name, string Value)[] environment) => new(arguments, environment);

    /// <summary>Runs the program to its end; returns its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string arguments, params (string Name, string Value)[] environment)
    {
        using var process = new ServerProcess(arguments, environment);
        return (await process.WaitForExitAsync(), process.Output);
    }

    /// <summary>The first address that the server says it listens on.</summary>
    public async Task<Uri> AddressAsync()
    {
        Task ended = _process.WaitForExitAsync();
        Task first = await Task.WhenAny(_address.Task, ended, Task.Delay(Patience));
        Assert.True(first == _address.Task, $"The server did not listen:\n{Output}");
        return await _address.Task;
    }

    /// <summary>Waits until <c>/readyz</c> answers with this status.</summary>
    public static async Task UntilAsync(HttpClient client, HttpStatusCode expected)
    {
        for (DateTime limit = DateTime.UtcNow.Add(Patience); ; await Task.Delay(20))
        {
            using HttpResponseMessage response = await client.Get("/readyz");
            if (response.StatusCode == expected)
                return;
            Assert.True(DateTime.UtcNow < limit, $"/readyz stayed {response.StatusCode}.");
        }
    }

    /// <summary>Waits until the server takes no more connections.</summary>
    public async Task UntilRefusedAsync(Uri address)
    {
        for (DateTime limit = DateTime.UtcNow.Add(Patience); DateTime.UtcNow < limit; await Task.Delay(20))
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(address.Host, address.Port);
            }
            catch (SocketException)
            {
                return;
            }
        }

        Assert.Fail($"The server still takes connections:\n{Output}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks the process to end, as an orchestrator does.</summary>
    public void Terminate()
    {
        using Process kill = Process.Start("kill", $"-TERM {_process.Id}");
        kill.WaitForExit();
    }

    /// <summary>The most bytes that were resident at one moment; 0 where the operating system does not tell.</summary>
    public long PeakBytes()
    {
        string status = $"/proc/{_process.Id}/status";
        if (!File.Exists(status))
            return 0;
        string peak = File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(peak.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends the program at once, as a crash does.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        Match listening = Listening().Match(line);
        if (listening.Success)
            _address.TrySetResult(new Uri(listening.Groups[1].Value.Replace("[::]", "localhost", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();

    // As Linux counts it, from the status of the process.
    private long StatusBytes(string name) => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
