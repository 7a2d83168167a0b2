using System.Diagnostics;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Startup;

/// <summary>Where <c>dotnet run --project src/Api</c> starts the program.</summary>
public sealed class DotnetRunTests
{
    [Fact]
    public async Task The_working_directory_is_the_root_of_the_repository_from_any_folder()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (string argument in new[] { "msbuild", Path.Combine(Repository.Root, "src/Api"), "-getProperty:RunWorkingDirectory" })
            start.ArgumentList.Add(argument);
        using Process evaluation = Process.Start(start)!;
        string folder = await evaluation.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await evaluation.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Repository.Root, Path.TrimEndingDirectorySeparator(folder.Trim()));
    }
}
