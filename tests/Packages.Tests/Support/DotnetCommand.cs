using System.Diagnostics;

namespace Fovea.Packages.Tests.Support;

/// <summary>Runs <c>dotnet</c> as a user would in a terminal.</summary>
internal static class DotnetCommand
{
    /// <summary>The machine may be busy with other builds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Runs the command, which must succeed, and returns what it wrote to its standard output.</summary>
    public static async Task<string> RunAsync(
        string folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // What a surrounding build or test run has set is no part of a terminal.
        foreach (string name in start.Environment.Keys.Where(IsOfBuild).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(
                process.ExitCode == 0,
                $"dotnet {string.Join(' ', arguments)}\nended with {process.ExitCode}: {await errors}\n{await output}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsOfBuild(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_TieredCompilation" or "DOTNET_TC_QuickJitForLoops";
}
