using System.Diagnostics;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// A folder that looks to the README's commands like the repository's root: <c>docs</c> and <c>src</c> are links to the real ones, and what
/// commands write stays here.
/// </summary>
internal sealed class Shell : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public Shell()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "The README's commands are for a POSIX shell, which is not here.");
        Folder = Directory.CreateTempSubdirectory("fovea-readme-").FullName;
        foreach (string name in new[] { "docs", "src" })
            Directory.CreateSymbolicLink(Path.Combine(Folder, name), Path.Combine(Repository.Root, name));
    }

    public string Folder { get; }

    /// <summary>Skips the calling test where there is no curl.</summary>
    public static void RequireCurl() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "curl"))),
        "The README's requests are curl commands, and there is no curl.");

    /// <summary>Runs a script, which must succeed, and returns what it wrote to its standard output.</summary>
    public async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.ArgumentList.Add("-ec");
        start.ArgumentList.Add(script);
        start.Environment["no_proxy"] = "*";
        using Process shell = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        Task<string> output = shell.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = shell.StandardError.ReadToEndAsync(limit.Token);
        await shell.WaitForExitAsync(limit.Token);
        Assert.True(shell.ExitCode == 0, $"{script}\nended with {shell.ExitCode}: {await errors}");
        return await output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
