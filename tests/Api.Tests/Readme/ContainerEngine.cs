namespace Fovea.Api.Tests.Readme;

/// <summary>
/// What README's <c>docker</c> is on this machine: docker itself where its daemon answers, else podman with buildah. Containers are removed
/// at the end. Skips the calling step where there is neither, or where the base images cannot be had.
/// </summary>
internal sealed class ContainerEngine : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string[] BaseImages =
        ["mcr.microsoft.com/dotnet/sdk:10.0", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled"];

    private readonly WalkedClone _clone;
    private readonly string _engine;

    private ContainerEngine(WalkedClone clone, string engine)
    {
        _clone = clone;
        _engine = engine;
    }

    /// <summary>The search path on which <c>docker</c> is this engine.</summary>
    public string SearchPath => $"{_clone.Tools}:{Environment.GetEnvironmentVariable("PATH")}";

    private string Containers => Path.Combine(_clone.Tools, "container");

    public static async Task<ContainerEngine> FindAsync(WalkedClone clone)
    {
        string? engine = WalkedClone.OnPath("docker") && await SucceedsAsync(clone, "docker info") ? "docker"
            : WalkedClone.OnPath("podman") && WalkedClone.OnPath("buildah") ? "podman"
            : null;
        Assert.SkipWhen(engine is null, "There is neither docker, with a daemon that answers, nor podman with buildah.");
        foreach (string image in BaseImages)
            Assert.SkipUnless(
                await SucceedsAsync(clone, $"{engine} image inspect {image} || {engine} pull {image}"),
                $"The base image {image} is neither here nor to be pulled.");
        var found = new ContainerEngine(clone, engine);
        await found.WriteCommandAsync();
        Assert.SkipUnless(
            await found.BuildsWithDotnetAsync(),
            $"The base image {BaseImages[0]} that is here has no dotnet; a stand-in may need BUILD_OPTIONS (docker/verify.sh).");
        return found;
    }

    public async Task RequireComposeAsync() => Assert.SkipUnless(
        await SucceedsAsync(_clone, $"{_engine} compose version"), $"This machine's {_engine} has no compose.");

    public async ValueTask DisposeAsync()
    {
        await _clone.StopAsync();
        if (File.Exists(Containers))
            await _clone.CleanUpAsync($"{_engine} rm -f \"$(cat {Containers})\"", Limit);
        File.Delete(Containers);
    }

    private static async Task<bool> SucceedsAsync(WalkedClone clone, string command) =>
        await clone.RunAsync($"if {{ {command}; }} > /dev/null 2>&1; then echo yes; fi", Limit) == "yes\n";

    /// <summary>Whether commands of this build can use dotnet. Layers of earlier builds, with other options, do not count.</summary>
    private async Task<bool> BuildsWithDotnetAsync()
    {
        string probe = Path.Combine(_clone.Tools, "probe");
        Directory.CreateDirectory(probe);
        await File.WriteAllTextAsync(Path.Combine(probe, "Dockerfile"), $"FROM {BaseImages[0]}\nRUN dotnet --version\n");
        return await SucceedsAsync(_clone, $"PATH='{SearchPath}' docker build --no-cache -f '{probe}/Dockerfile' '{probe}'");
    }

    /// <summary>
    /// Writes the command <c>docker</c>, which notes the container that it runs. Podman is used as in <c>docker/verify.sh</c>.
    /// </summary>
    private async Task WriteCommandAsync()
    {
        string command = Path.Combine(_clone.Tools, "docker");
        string docker = $"PATH='{Environment.GetEnvironmentVariable("PATH")}'; first=$1; shift";
        string rest = _engine == "docker"
            ? $"""
               case $first in
                 run) exec docker run --cidfile '{Containers}' "$@" ;;
                 *) exec docker "$first" "$@" ;;
               esac
               """
            : $"""
               case $first in
                 build) exec buildah bud --isolation chroot --network host --layers --format docker $BUILD_OPTIONS "$@" ;;
                 run) exec podman run --cidfile '{Containers}' --network host "$@" ;;
                 *) exec podman "$first" "$@" ;;
               esac
               """;
        await File.WriteAllTextAsync(command, $"#!/bin/sh\n{docker}\n{rest}\n");
        await _clone.RunAsync($"chmod +x '{command}'", Limit);
    }
}
