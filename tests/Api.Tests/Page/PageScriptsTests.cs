using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Page;

/// <summary>The page's scripts have no type errors: TypeScript's compiler reads their JSDoc.</summary>
public sealed class PageScriptsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Api", "wwwroot");

    [Fact]
    public async Task The_scripts_have_no_type_errors()
    {
        (int exit, string output) = await CompileAsync(Folder);

        Assert.True(exit == 0, output);
    }

    [Fact]
    public async Task An_error_would_be_found()
    {
        string copy = Directory.CreateTempSubdirectory("fovea-page-").FullName;
        foreach (string path in Directory.EnumerateFiles(Folder))
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        await File.WriteAllTextAsync(
            Path.Combine(copy, "planted.js"),
            """
            import { percent } from "./numbers.js";

            export const wrong = percent("half");
            """);

        (int exit, string output) = await CompileAsync(copy);

        Assert.NotEqual(0, exit);
        Assert.Contains("planted.js", output, StringComparison.Ordinal);
        Directory.Delete(copy, recursive: true);
    }

    /// <summary>Runs the compiler that the package for these tests brings.</summary>
    private static async Task<(int Exit, string Output)> CompileAsync(string folder)
    {
        string package = typeof(PageScriptsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "TypeScript").Value!;
        string compiler = Path.Combine(package, "tools", "runtimes", RuntimeInformation.RuntimeIdentifier, "tsc");
        Assert.SkipUnless(File.Exists(compiler), $"No TypeScript compiler at {compiler}.");
        // Packages come without the right to be executed.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(compiler, File.GetUnixFileMode(compiler) | UnixFileMode.UserExecute);
        using Process process = Process.Start(new ProcessStartInfo(compiler, ["--project", Path.Combine(folder, "jsconfig.json")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
