namespace Fovea.Packages.Tests.Support;

/// <summary>
/// A new console program, made by <c>dotnet new console</c> outside the clone, which uses the packages. What they need from elsewhere comes
/// from NuGet's folder on this machine.
/// </summary>
internal sealed class ConsoleProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-console-").FullName;

    public static async Task<ConsoleProgram> NewAsync(PackedPackages packages, string package, string source)
    {
        var program = new ConsoleProgram();
        await DotnetCommand.RunAsync(program._folder, null, "new", "console", "--name", "App", "--output", ".", "--no-restore");
        await File.WriteAllTextAsync(Path.Combine(program._folder, "Program.cs"), source);
        string project = Path.Combine(program._folder, "App.csproj");
        string text = await File.ReadAllTextAsync(project);
        await File.WriteAllTextAsync(project, text.Replace(
            "</Project>", $"<ItemGroup><PackageReference Include=\"{package}\" Version=\"*-*\" /></ItemGroup></Project>",
            StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(program._folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{packages.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        return program;
    }

    private static string MachinePackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");

    /// <summary>Builds the program; warnings are errors.</summary>
    public Task BuildAsync() => DotnetCommand.RunAsync(
        _folder, new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages") },
        "build", "--configuration", "Release", "-p:TreatWarningsAsErrors=true", "-p:UseSharedCompilation=false");

    /// <summary>Runs the built program in a folder, and returns what it printed.</summary>
    public Task<string> RunAsync(string folder, params IEnumerable<string> arguments) =>
        DotnetCommand.RunAsync(folder, null, [Path.Combine(_folder, "bin/Release/net10.0/App.dll"), .. arguments]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
